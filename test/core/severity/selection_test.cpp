#include "core/severity/selection.hpp"

#include <gtest/gtest.h>

#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::table;
using test::with;

TEST(Selects, Table) {
  struct Case {
    std::vector<std::string> patterns;
    const char* text;
    bool chosen;
  };
  const Case cases[] = {
      {{}, "anything", true},
      {{"app_*"}, "app_1", true},
      {{"app_*"}, "other", false},
      {{"app_*", "!app_test"}, "app_test", false},
      {{"!app_test", "app_*"}, "app_test", false},
      {{"!app_test", "app_*"}, "app_1", true},
      {{"!tmp_*"}, "tmp_1", false},
      {{"!tmp_*"}, "app", true},
      {{"a", "b"}, "b", true},
      {{"!!x"}, "!x", false},
      {{"*"}, "", true},
  };
  for (const Case& c : cases) EXPECT_EQ(selects(c.patterns, c.text), c.chosen) << c.text;
}

TEST(Selection, BySchema) {
  Selection selection({{"public", "app"}, {}});
  Object inside = table("t");
  Object outside = root("table", "audit", "t");
  Object schema = root("schema", "", "audit");
  Object without = root("extension", "", "pg_trgm");
  EXPECT_TRUE(selection.keep(inside));
  EXPECT_FALSE(selection.keep(outside));
  EXPECT_FALSE(selection.keep(schema));
  EXPECT_TRUE(selection.keep(without));
  const std::vector<Skipped> expected{{"schema", std::string(kLeftOut), 1},
                                      {"table", std::string(kLeftOut), 1}};
  EXPECT_EQ(selection.left_out(), expected);
  EXPECT_EQ(count_left_out(selection.left_out()), 2);
}

TEST(Selection, ByKind) {
  Selection some({{}, {"table", "!index", "!routine"}});
  Object kept = with(table("t"), {part("column", "c"), part("index", "i"), part("index", "j")});
  EXPECT_TRUE(some.keep(kept));
  ASSERT_EQ(kept.children.size(), 1U);
  EXPECT_EQ(kept.children[0].name, "c");
  Object view = root("view", "public", "v");
  EXPECT_FALSE(some.keep(view));
  EXPECT_EQ(count_left_out(some.left_out()), 3);

  Selection all_but({{}, {"!routine"}});
  Object again = root("view", "public", "v");
  Object routine = root("routine", "public", "f");
  EXPECT_TRUE(all_but.keep(again));
  EXPECT_FALSE(all_but.keep(routine));
}

TEST(Selection, CountsOnlyItsOwn) {
  std::vector<Object> objects{table("a"), root("view", "public", "v")};
  std::vector<Skipped> skipped{{"cast", "not modelled yet", 5}};
  leave_out({}, objects, skipped);
  EXPECT_EQ(objects.size(), 2U);
  leave_out({{}, {"!view"}}, objects, skipped);
  ASSERT_EQ(objects.size(), 1U);
  EXPECT_EQ(objects[0].name, "a");
  EXPECT_EQ(count_left_out(skipped), 1);
}

}  // namespace
}  // namespace schema_audit
