#include "core/model/value.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

TEST(ValueText, IsOneLineForPeople) {
  const std::pair<Value, const char*> cases[] = {
      {true, "true"},
      {false, "false"},
      {std::int64_t{0}, "0"},
      {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"},
      {std::string("text"), "text"},
      {std::string(), ""},
      {TextList{}, ""},
      {TextList{"a", "b"}, "a, b"},
      {TextMap{{"b", "2"}, {"a", "1"}}, "a: 1, b: 2"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(to_text(value), text);
}

// Enums have had empty labels.
TEST(ValueText, ShowsEmptyItems) {
  EXPECT_EQ(to_text(TextList{"", "a"}), ", a");
  EXPECT_EQ(to_text(TextList{"a", ""}), "a, ");
  EXPECT_NE(to_text(TextList{"", "a"}), to_text(TextList{"a"}));
  EXPECT_EQ(to_text(TextMap{{"", ""}, {"a", ""}}), ": , a: ");
}

TEST(Attributes, DoNotKeepDefaults) {
  Attributes attributes;
  attributes.set("flag", false);
  attributes.set("text", std::string());
  attributes.set("list", TextList{});
  attributes.set("map", TextMap{});
  EXPECT_TRUE(attributes.empty());
  attributes.set("zero", std::int64_t{0});
  EXPECT_EQ(attributes.size(), 1U) << "zero is a value";
}

TEST(Attributes, ReplaceAndRemove) {
  Attributes attributes;
  attributes.set("b", std::string("1"));
  attributes.set("a", true);
  attributes.set("c", std::int64_t{3});
  attributes.set("b", std::string("2"));
  EXPECT_EQ(attributes.text("b"), "2");
  attributes.set("b", std::string());
  EXPECT_EQ(attributes.find("b"), nullptr);
  attributes.set("b", false);
  EXPECT_EQ(attributes.size(), 2U);
  EXPECT_TRUE(attributes.flag("a"));
}

TEST(Attributes, GiveNothingForTheWrongType) {
  Attributes attributes;
  attributes.set("flag", true);
  attributes.set("text", std::string("t"));
  EXPECT_EQ(attributes.text("flag"), "");
  EXPECT_FALSE(attributes.flag("text"));
  EXPECT_EQ(attributes.text("absent"), "");
  EXPECT_FALSE(attributes.flag("absent"));
}

TEST(Attributes, AreSortedWhateverTheOrderOfSetting) {
  test::RandomObjects random(1);
  for (int round = 0; round < 200; ++round) {
    Attributes attributes;
    std::map<std::string, Value> model;
    for (int i = 0; i < 20; ++i) {
      const std::string name = random.text();
      const Value value = random.value();
      attributes.set(name, value);
      Attributes alone;
      alone.set("x", value);
      if (alone.empty()) {
        model.erase(name);
      } else {
        model[name] = value;
      }
    }
    ASSERT_EQ(attributes.size(), model.size());
    auto expected = model.begin();
    for (const Attribute& attribute : attributes) {
      EXPECT_EQ(attribute.name, expected->first);
      EXPECT_EQ(attribute.value, expected->second);
      ++expected;
    }
  }
}

}  // namespace
}  // namespace schema_audit
