#include "core/severity/ignore.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "core/diff/diff.hpp"
#include "test/support/builders.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::table;
using test::with;

bool naive(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*')
    return naive(pattern.substr(1), text) || (!text.empty() && naive(pattern, text.substr(1)));
  if (text.empty()) return false;
  return (pattern[0] == '?' || pattern[0] == text[0]) && naive(pattern.substr(1), text.substr(1));
}

TEST(Fits, AgreesWithTheNaiveMatcher) {
  test::RandomObjects random(7);
  const auto draw = [&](std::string_view letters) {
    std::string text(random.below(9), ' ');
    for (char& c : text) c = letters[random.below(letters.size())];
    return text;
  };
  for (int i = 0; i < 200'000; ++i) {
    const std::string pattern = draw("ab*?");
    const std::string text = draw("ab");
    ASSERT_EQ(fits(pattern, text), pattern.empty() || naive(pattern, text)) << pattern << " on " << text;
  }
}

TEST(Fits, Table) {
  struct Case {
    const char* pattern;
    const char* text;
    bool fits;
  };
  const Case cases[] = {
      {"", "anything", true},   {"", "", true},           {"*", "", true},
      {"?", "", false},         {"tmp_*", "tmp_", true},  {"tmp_*", "tmp", false},
      {"*_old", "a_old", true}, {"a*b*c", "abc", true},   {"a*b*c", "acb", false},
      {"[a]", "a", false},      {"a.c", "abc", false},    {"Orders", "orders", false},
      {"*\n*", "a\nb", true},   {"?", "\xc3\xa9", false}, {"??", "\xc3\xa9", true},
  };
  for (const Case& c : cases) EXPECT_EQ(fits(c.pattern, c.text), c.fits) << c.pattern << " on " << c.text;
}

TEST(Fits, CannotBeMadeToRunAway) {
  std::string pattern;
  for (int i = 0; i < 1000; ++i) pattern += "a*";
  pattern += "b";
  const std::clock_t start = std::clock();
  EXPECT_FALSE(fits(pattern, std::string(100'000, 'a')));
  EXPECT_LT(std::clock() - start, 5 * CLOCKS_PER_SEC);
}

std::vector<Finding> findings() {
  std::vector<Finding> result;
  const Object before = with(table("orders"), {part("column", "total")});
  const auto add = [&](std::vector<Object> from, std::vector<Object> to) {
    for (Change& change : diff(std::move(from), std::move(to), Lineage::kUnrelated))
      result.push_back(grade(std::move(change)));
  };
  add({before}, {table("orders")});
  add({}, {table("tmp_1"), test::root("table", "scratch", "x"), test::root("schema", "", "scratch"),
           test::root("view", "public", "v")});
  return result;
}

std::vector<std::string> left(std::vector<Finding> all, const std::vector<IgnoreRule>& rules,
                              std::vector<std::string>* counts) {
  counts->clear();
  for (const IgnoredFindings& i : ignore(all, rules))
    counts->push_back(i.rule + " = " + std::to_string(i.count));
  std::vector<std::string> out;
  out.reserve(all.size());
  for (const Finding& f : all) out.push_back(to_text(f.change.object));
  return out;
}

using List = std::vector<std::string>;

TEST(Ignore, CountsWhatItHides) {
  List counts;
  EXPECT_EQ(left(findings(), {}, &counts).size(), 5U);
  EXPECT_EQ(counts, List{});
  EXPECT_EQ(left(findings(), {{"", "", "nothing"}}, &counts).size(), 5U);
  EXPECT_EQ(counts, List{}) << "a rule that hides nothing is not mentioned";

  EXPECT_EQ(left(findings(), {{"table", "", "tmp_*"}}, &counts).size(), 4U);
  EXPECT_EQ(counts, List{"kind: table, name: tmp_* = 1"});

  EXPECT_EQ(left(findings(), {{"", "scratch", ""}}, &counts),
            (List{"public.orders.total", "public.tmp_1", "public.v"}));
  EXPECT_EQ(counts, List{"schema: scratch = 2"}) << "the schema itself belongs to it";

  EXPECT_EQ(left(findings(), {{"", "", "orders"}}, &counts).size(), 4U) << "a part goes with its parent";
  EXPECT_EQ(left(findings(), {{"", "", "total"}}, &counts).size(), 4U);
  EXPECT_EQ(left(findings(), {{"column", "public", "orders"}}, &counts).size(), 4U);
  EXPECT_EQ(left(findings(), {{"table", "public", "orders"}}, &counts).size(), 5U);

  EXPECT_EQ(left(findings(), {{"view", "", ""}, {"", "", ""}}, &counts), List{});
  EXPECT_EQ(counts, (List{"kind: view = 1", "everything = 4"})) << "each once, for the first rule that fits";
}

}  // namespace
}  // namespace schema_audit
