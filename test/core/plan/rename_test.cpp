// What bears another name, or is in another schema now.
#include "core/plan/rename.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::root;
using test::sql_of;
using testing::ElementsAre;
using testing::HasSubstr;

Object table(std::string schema, std::string name, std::uint32_t oid) {
  return root("table", std::move(schema), std::move(name), oid);
}
Object schema(std::string name, std::uint32_t oid, test::AttributeList attributes = {}) {
  return root("schema", "", std::move(name), oid, attributes);
}

std::vector<std::string> plan(std::vector<Object> before, std::vector<Object> after) {
  PlanOptions options;
  options.lineage = Lineage::kSameDatabase;
  return sql_of(make_plan(std::move(before), std::move(after), options));
}

TEST(Rename, IntoASchemaThatIsNew) {
  EXPECT_THAT(plan({schema("app", 1), table("app", "t", 100)},
                   {schema("app", 1), schema("fresh", 2, {{"owner", "olga"}, {"comment", "new"}}),
                    table("fresh", "t", 100)}),
              ElementsAre("CREATE SCHEMA fresh;", "ALTER SCHEMA fresh OWNER TO olga;",
                          "COMMENT ON SCHEMA fresh IS 'new';", "ALTER TABLE app.t SET SCHEMA fresh;"));
}

TEST(Rename, IntoASchemaThatIsNewAndBearsTheNameOfAnother) {
  EXPECT_THAT(plan({schema("app", 1), table("app", "t", 100), table("app", "u", 101)},
                   {schema("old", 1), schema("app", 2), table("old", "t", 100), table("app", "u", 101)}),
              ElementsAre("ALTER SCHEMA app RENAME TO old;", "CREATE SCHEMA app;",
                          "ALTER TABLE old.u SET SCHEMA app;"));
}

TEST(Rename, OutOfASchemaThatIsDropped) {
  EXPECT_THAT(plan({schema("app", 1), schema("gone", 2), table("gone", "t", 100)},
                   {schema("app", 1), table("app", "t", 100)}),
              ElementsAre("ALTER TABLE gone.t SET SCHEMA app;", "DROP SCHEMA gone;"));
}

// What CREATE SCHEMA gives away by default is taken back.
TEST(Rename, IntoANewSchemaWithoutWhatDefaultsGive) {
  Object defaults = root("default_privileges", "", "of olga on schemas");
  defaults.attributes.set("privileges", TextMap{{"bob", "USAGE"}});
  EXPECT_THAT(plan({schema("app", 1), table("app", "t", 100), defaults},
                   {schema("app", 1), schema("fresh", 2), table("fresh", "t", 100), defaults}),
              ElementsAre("CREATE SCHEMA fresh;", "REVOKE ALL ON SCHEMA fresh FROM bob;",
                          "ALTER TABLE app.t SET SCHEMA fresh;"));
}

TEST(Rename, OnTheWayNoNameIsTaken) {
  EXPECT_THAT(
      plan(
          {schema("a", 1), schema("b", 2), table("a", "t", 100), table("a", "u", 101), table("b", "t", 102)},
          {schema("a", 1), schema("b", 2), table("b", "u", 100), table("a", "u", 101), table("b", "t", 102)}),
      ElementsAre("ALTER TABLE a.t RENAME TO u_new;", "ALTER TABLE a.u_new SET SCHEMA b;",
                  "ALTER TABLE b.u_new RENAME TO u;"));
  EXPECT_THAT(plan({schema("a", 1), schema("b", 2), table("a", "t", 100)},
                   {schema("a", 1), schema("b", 2), table("b", "u", 100)}),
              ElementsAre("ALTER TABLE a.t SET SCHEMA b;", "ALTER TABLE b.t RENAME TO u;"));
}

Object sequence(std::string schema, std::string name, const char* owned_by = "") {
  return root("sequence", std::move(schema), std::move(name), 200, {{"owned_by", owned_by}});
}

// What a table owns moves with it, and cannot move alone.
TEST(Rename, AnOwnedSequenceGoesWithItsTable) {
  const Object a = schema("a", 1);
  const Object b = schema("b", 2);
  EXPECT_THAT(plan({a, b, table("a", "t", 100), sequence("a", "s", "a.t.id")},
                   {a, b, table("b", "t", 100), sequence("b", "s", "b.t.id")}),
              ElementsAre("ALTER TABLE a.t SET SCHEMA b;"));
  EXPECT_THAT(plan({a, b, table("a", "t", 100), sequence("a", "s", "a.t.id")},
                   {a, b, table("b", "u", 100), sequence("b", "r", "b.u.id")}),
              ElementsAre("ALTER TABLE a.t SET SCHEMA b;", "ALTER TABLE b.t RENAME TO u;",
                          "ALTER SEQUENCE b.s RENAME TO r;"));
}

TEST(Rename, ASequenceThatLeavesItsTable) {
  const Object a = schema("a", 1);
  const Object b = schema("b", 2);
  EXPECT_THAT(plan({a, b, table("a", "t", 100), sequence("a", "s", "a.t.id")},
                   {a, b, table("a", "t", 100), sequence("b", "s")}),
              ElementsAre("ALTER SEQUENCE a.s OWNED BY NONE;", "ALTER SEQUENCE a.s SET SCHEMA b;"));
  EXPECT_THAT(plan({a, b, table("a", "t", 100), sequence("a", "s", "a.t.id")},
                   {a, b, table("b", "t", 100), sequence("a", "s")}),
              ElementsAre("ALTER SEQUENCE a.s OWNED BY NONE;", "ALTER TABLE a.t SET SCHEMA b;"));
}

TEST(Rename, AnOwnedSequenceWhoseNameIsTaken) {
  const Object a = schema("a", 1);
  const Object b = schema("b", 2);
  const Object other = root("sequence", "b", "s", 201);
  EXPECT_THAT(plan({a, b, table("a", "t", 100), sequence("a", "s", "a.t.id"), other},
                   {a, b, table("b", "t", 100), sequence("b", "r", "b.t.id"), other}),
              ElementsAre("ALTER SEQUENCE a.s RENAME TO s_new;", "ALTER TABLE a.t SET SCHEMA b;",
                          "ALTER SEQUENCE b.s_new RENAME TO r;"));
}

// What an extension's member is called goes with its schema.
TEST(Rename, OfASchemaWithMembersOfAnExtension) {
  const auto member = [](const char* name, TextMap privileges) {
    return root("changed_privileges", "", name, 0, {{"privileges", std::move(privileges)}});
  };
  EXPECT_THAT(plan({schema("w2", 1), member("type w2.citext", {{"bob", "USAGE"}})},
                   {schema("w", 1), member("type w.citext", {{"eve", "USAGE"}})}),
              testing::AllOf(testing::Contains("ALTER SCHEMA w2 RENAME TO w;"),
                             testing::Contains(HasSubstr("w.citext")),
                             testing::Not(testing::Contains(HasSubstr("w2.citext")))));
}

// A schema has no two indexes of one name.
TEST(Rename, OnTheWayNoIndexIsInTheWay) {
  const auto indexed = [](const char* place, const char* name, std::uint32_t oid, bool has) {
    std::vector<Object> parts;
    if (has)
      parts.push_back(
          test::part("index", "i", {oid + 1, 0}, {{"method", "btree"}, {"columns", TextList{"a"}}}));
    return test::with(table(place, name, oid), std::move(parts));
  };
  EXPECT_THAT(
      plan({schema("a", 1), schema("b", 2), indexed("a", "t", 100, true), indexed("b", "u", 200, true)},
           {schema("a", 1), schema("b", 2), indexed("b", "t", 100, true), indexed("b", "u", 200, false)}),
      ElementsAre("ALTER INDEX b.i RENAME TO i_old;", "ALTER TABLE a.t SET SCHEMA b;",
                  "DROP INDEX b.i_old;"));
}

}  // namespace
}  // namespace schema_audit
