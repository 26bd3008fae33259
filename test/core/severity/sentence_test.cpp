#include "core/severity/sentence.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

std::string sentence(std::optional<Value> from, std::optional<Value> to) {
  Change change;
  change.from = std::move(from);
  change.to = std::move(to);
  const AttributeKind attribute{.name = "a", .label = "LABEL", .advice = ""};
  return attribute_sentence(change, attribute, "table t");
}

TEST(Sentence, Texts) {
  EXPECT_EQ(sentence(std::nullopt, Value(std::string("x"))), "LABEL of table t was set to x");
  EXPECT_EQ(sentence(Value(std::string("x")), std::nullopt), "LABEL of table t was dropped (was x)");
  EXPECT_EQ(sentence(Value(std::string("x")), Value(std::string("y"))),
            "LABEL of table t changed from x to y");
  EXPECT_EQ(sentence(Value(std::int64_t{1}), Value(std::int64_t{-2})),
            "LABEL of table t changed from 1 to -2");
  EXPECT_EQ(sentence(Value(TextList{"a"}), Value(TextList{"a", "b"})),
            "LABEL of table t changed from a to a, b");
}

TEST(Sentence, FlagsHaveNoValue) {
  EXPECT_EQ(sentence(std::nullopt, Value(true)), "LABEL of table t was set");
  EXPECT_EQ(sentence(Value(true), std::nullopt), "LABEL of table t was dropped");
}

TEST(Sentence, LongOrManyLinedValuesAreNotRepeated) {
  const std::string longest(120, 'x');
  EXPECT_EQ(sentence(std::nullopt, Value(longest)), "LABEL of table t was set to " + longest);
  for (const std::string& big : {std::string(121, 'x'), std::string("two\nlines")}) {
    EXPECT_EQ(sentence(std::nullopt, Value(big)), "LABEL of table t was set");
    EXPECT_EQ(sentence(Value(big), std::nullopt), "LABEL of table t was dropped");
    EXPECT_EQ(sentence(Value(big), Value(std::string("y"))), "LABEL of table t changed");
    EXPECT_EQ(sentence(Value(std::string("y")), Value(big)), "LABEL of table t changed");
  }
}

TEST(Sentence, MapsNameTheEntriesThatDiffer) {
  EXPECT_EQ(sentence(Value(TextMap{{"a", "1"}, {"b", "2"}, {"c", "3"}}),
                     Value(TextMap{{"a", "1"}, {"b", "9"}, {"d", "4"}})),
            "LABEL of table t changed: b from 2 to 9; c from 3 to default; d from default to 4");
  EXPECT_EQ(sentence(std::nullopt, Value(TextMap{{"PUBLIC", "none"}})),
            "LABEL of table t changed: PUBLIC from default to none");
  EXPECT_EQ(sentence(Value(TextMap{{"k", "two\nlines"}}), std::nullopt), "LABEL of table t changed");
}

}  // namespace
}  // namespace schema_audit
