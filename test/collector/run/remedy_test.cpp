#include "collector/run/remedy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::table;
using test::with;
using ::testing::HasSubstr;
using ::testing::Not;

Object column(const char* name, const char* type) {
  return part("column", name, {}, {{"type", std::string(type)}});
}

Side side(const std::string& name, std::vector<Object> objects) {
  Side result;
  result.name = name;
  result.objects = std::move(objects);
  return result;
}

Side reference() {
  return side("staging", {with(table("t"), {column("a", "integer"), column("b", "text")})});
}
Side drifted() {
  return side("production", {with(table("t"), {column("a", "bigint"), column("c", "text")}), table("tmp_1")});
}

TEST(Remedy, UndoesDrift) {
  const std::string sql = remedy_sql(reference(), drifted(), Remedy::kUndo, {});
  EXPECT_THAT(sql, HasSubstr("-- from production to staging\n"));
  EXPECT_THAT(sql, HasSubstr("DROP TABLE public.tmp_1"));
  EXPECT_THAT(sql, HasSubstr("ADD COLUMN b text"));
  EXPECT_THAT(sql, HasSubstr("DROP COLUMN c"));
  EXPECT_THAT(sql, HasSubstr("statements can lose stored values (data_loss)"));
}

TEST(Remedy, RepeatsADiff) {
  const std::string sql = remedy_sql(reference(), drifted(), Remedy::kRepeat, {});
  EXPECT_THAT(sql, HasSubstr("-- from staging to production\n"));
  EXPECT_THAT(sql, HasSubstr("CREATE TABLE public.tmp_1"));
  EXPECT_THAT(sql, HasSubstr("DROP COLUMN b"));
}

TEST(Remedy, OfNothingSaysSo) {
  EXPECT_EQ(remedy_sql(reference(), reference(), Remedy::kUndo, {}),
            "-- from staging to staging: nothing to do\n");
}

TEST(Remedy, LeavesAloneWhatIsIgnored) {
  for (const Remedy direction : {Remedy::kUndo, Remedy::kRepeat}) {
    FindingRules rules;
    rules.ignore = {
        {"", "", "tmp_*"}, {"column", "", "", "column.type.*"}, {"column", "", "", "column.added"}};
    const std::string sql = remedy_sql(reference(), drifted(), direction, rules);
    EXPECT_THAT(sql, Not(HasSubstr("tmp_1")));
    EXPECT_THAT(sql, Not(HasSubstr("TYPE")));
    EXPECT_THAT(sql, Not(HasSubstr("COLUMN c")));
    EXPECT_THAT(sql, HasSubstr("COLUMN b"));
    rules.ignore.push_back({"column", "", "b"});
    EXPECT_THAT(remedy_sql(reference(), drifted(), direction, rules), HasSubstr("nothing to do"));
  }
}

Object orders(const char* name, std::vector<Object> columns) { return with(table(name), std::move(columns)); }

TEST(Remedy, RenamesWhatARuleCallsARename) {
  const Side before = side("a", {orders("old", {column("id", "integer"), column("x", "text")})});
  const Side after = side("b", {orders("new", {column("id", "integer"), column("y", "text")})});
  FindingRules rules;
  rules.renames = {{"table", "public.old", "public.new", true}};
  const std::string repeated = remedy_sql(before, after, Remedy::kRepeat, rules);
  EXPECT_THAT(repeated, HasSubstr("ALTER TABLE public.old RENAME TO new;"));
  EXPECT_THAT(repeated, HasSubstr("ALTER TABLE public.new ADD COLUMN y text;"));
  const std::string undone = remedy_sql(before, after, Remedy::kUndo, rules);
  EXPECT_THAT(undone, HasSubstr("ALTER TABLE public.new RENAME TO old;"));
  EXPECT_THAT(undone, HasSubstr("ALTER TABLE public.old ADD COLUMN x text;"));
  for (const std::string& sql : {repeated, undone}) {
    EXPECT_THAT(sql, Not(HasSubstr("DROP TABLE")));
    EXPECT_THAT(sql, Not(HasSubstr("CREATE TABLE")));
  }
  EXPECT_THAT(remedy_sql(before, after, Remedy::kRepeat, {}), HasSubstr("DROP TABLE public.old"));
}

TEST(Remedy, RenamesAColumnThatALogRenamed) {
  Side before = side("a", {orders("t", {column("x", "text")})});
  const Side after = side("b", {orders("t", {column("y", "text")})});
  before.renames = [](const std::vector<Finding>&) {
    return std::vector<LoggedRename>{{"table column", "public.t.y", "public.t.x"}};
  };
  EXPECT_THAT(remedy_sql(before, after, Remedy::kRepeat, {}),
              HasSubstr("ALTER TABLE public.t RENAME COLUMN x TO y;"));
  const std::string undone = remedy_sql(before, after, Remedy::kUndo, {});
  EXPECT_THAT(undone, HasSubstr("ALTER TABLE public.t RENAME COLUMN y TO x;"));
  EXPECT_THAT(undone, Not(HasSubstr("DROP COLUMN")));
}

// What the report hides is not in the SQL, whichever name of its table it bears.
TEST(Remedy, LeavesAloneWhatIsIgnoredOfWhatWasRenamed) {
  const Side before = side("a", {orders("old", {column("id", "integer"), column("x", "text")})});
  const Side after = side("b", {orders("new", {column("id", "bigint"), column("y", "text")})});
  for (const Remedy direction : {Remedy::kUndo, Remedy::kRepeat}) {
    FindingRules rules;
    rules.renames = {{"table", "public.old", "public.new", true}};
    rules.ignore = {{"column", "", "", "column.added"}, {"column", "", "", "column.type.*"}};
    const std::string sql = remedy_sql(before, after, direction, rules);
    EXPECT_THAT(sql, HasSubstr("RENAME TO"));
    EXPECT_THAT(sql, HasSubstr("COLUMN x"));
    EXPECT_THAT(sql, Not(HasSubstr("COLUMN y")));
    EXPECT_THAT(sql, Not(HasSubstr("TYPE")));
    rules.ignore.push_back({"", "", "", "table.renamed"});
    EXPECT_THAT(remedy_sql(before, after, direction, rules), Not(HasSubstr("RENAME TO")));
    rules.ignore.push_back({"column", "", "", ""});
    EXPECT_THAT(remedy_sql(before, after, direction, rules), HasSubstr("nothing to do"));
  }
}

TEST(Remedy, CommentsHoldNoLineOfTheirOwn) {
  EXPECT_EQ(remedy_sql(side("a\nDROP TABLE x;", {}), side("b\r\\!", {}), Remedy::kUndo, {}),
            "-- from b\\r\\! to a\\nDROP TABLE x;: nothing to do\n");
}

}  // namespace
}  // namespace schema_audit
