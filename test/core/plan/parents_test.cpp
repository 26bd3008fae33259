#include "core/plan/parents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/plan/plan.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::with;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr bool kInherited = true;
constexpr bool kOwn = false;

std::vector<std::string> plan(std::vector<Object> before, std::vector<Object> after) {
  std::vector<std::string> sql;
  for (const Step& step : make_plan(std::move(before), std::move(after), {}).steps) sql.push_back(step.sql);
  return sql;
}

Object column(std::string name, std::uint32_t table, std::int32_t number, bool inherited) {
  Object object = part("column", std::move(name), {table, number}, {{"type", std::string("integer")}});
  if (inherited) object.attributes.set("inherited", true);
  return object;
}

Object parent(std::string name, std::uint32_t oid, std::vector<std::string> columns) {
  std::vector<Object> parts;
  for (std::string& c : columns)
    parts.push_back(column(std::move(c), oid, static_cast<std::int32_t>(parts.size()) + 1, kOwn));
  return with(root("table", "app", std::move(name), oid), std::move(parts));
}

Object child(std::vector<Object> parts, TextList parents = {"app.p"}) {
  return with(root("table", "app", "c", 200, {{"inherits", std::move(parents)}}), std::move(parts));
}

TEST(Parents, OfAColumnThatBecomesTheChildsOwnStayOtherwise) {
  EXPECT_THAT(plan({parent("p", 100, {"a"}), child({column("a", 200, 1, kInherited)})},
                   {parent("p", 100, {}), child({column("a", 200, 1, kOwn)})}),
              ElementsAre("ALTER TABLE ONLY app.p DROP COLUMN a;"));
}

TEST(Parents, GetAColumnBehindTheChildThatHasItToo) {
  EXPECT_THAT(
      plan({parent("p", 100, {}), child({})}, {parent("p", 100, {"a"}), child({column("a", 200, 1, kOwn)})}),
      ElementsAre("ALTER TABLE app.c ADD COLUMN a integer;", "ALTER TABLE app.p ADD COLUMN a integer;"));
  EXPECT_THAT(
      plan({parent("p", 100, {"a"}), child({column("a", 200, 1, kOwn)})}, {parent("p", 100, {}), child({})}),
      ElementsAre("ALTER TABLE app.p DROP COLUMN a;", "ALTER TABLE app.c DROP COLUMN a;"));
}

// The column stays inherited, from a table that is there for the time of the change.
TEST(Parents, ChangeWhileColumnsStay) {
  EXPECT_THAT(
      plan({parent("p", 100, {"a"}), parent("q", 300, {"a"}), child({column("a", 200, 1, kInherited)})},
           {parent("p", 100, {"a"}), parent("q", 300, {"a"}),
            child({column("a", 200, 1, kInherited)}, {"app.q"})}),
      ElementsAre("CREATE TABLE app.c_parent (\n);", "ALTER TABLE app.c INHERIT app.c_parent;",
                  "ALTER TABLE app.c_parent ADD COLUMN a integer;", "ALTER TABLE app.c NO INHERIT app.p;",
                  "ALTER TABLE app.c INHERIT app.q;", "ALTER TABLE app.c NO INHERIT app.c_parent;",
                  "DROP TABLE app.c_parent;"));
}

TEST(Parents, GiveAColumnThatTheChildHadWithItsValues) {
  const auto steps = make_plan({parent("p", 100, {"a"}), child({column("a", 200, 1, kOwn)})},
                               {parent("p", 100, {"a"}), child({column("a", 200, 1, kInherited)})}, {})
                         .steps;
  std::vector<std::string> sql;
  for (const Step& step : steps) {
    sql.push_back(step.sql);
    EXPECT_FALSE(step.has(Hazard::kDataLoss)) << step.sql;
  }
  EXPECT_THAT(
      sql, ElementsAre("ALTER TABLE app.c NO INHERIT app.p;", "ALTER TABLE app.c RENAME COLUMN a TO a_old;",
                       "CREATE TABLE app.c_parent (\n);", "ALTER TABLE app.c INHERIT app.c_parent;",
                       "ALTER TABLE app.c_parent ADD COLUMN a_old integer;",
                       "ALTER TABLE app.c_parent ADD COLUMN a integer;",
                       "ALTER TABLE app.c_parent ALTER COLUMN a TYPE integer USING a_old;",
                       "ALTER TABLE app.c INHERIT app.p;", "ALTER TABLE app.c NO INHERIT app.c_parent;",
                       "DROP TABLE app.c_parent;", "ALTER TABLE app.c DROP COLUMN a_old;"));
}

TEST(Parents, ComeAndGoWithTheTable) {
  const std::vector<Object> both{parent("p", 100, {"a"}), child({column("a", 200, 1, kInherited)})};
  EXPECT_THAT(plan({}, both), ElementsAre("CREATE TABLE app.p (\n    a integer\n);",
                                          "CREATE TABLE app.c (\n)\nINHERITS (app.p);"));
  EXPECT_THAT(plan(both, {}), ElementsAre("DROP TABLE app.c;", "DROP TABLE app.p;"));
  EXPECT_THAT(plan(both, both), IsEmpty());
}

}  // namespace
}  // namespace schema_audit
