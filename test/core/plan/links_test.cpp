// Statements that need an order which no dependency of the catalog tells.
#include "core/plan/links.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::planned;
using test::root;
using test::with;
using testing::ElementsAre;

Object table(std::string name, std::uint32_t oid, bool logged, std::vector<Object> parts = {}) {
  Object object = root("table", "app", std::move(name), oid);
  if (!logged) object.attributes.set("persistence", std::string("unlogged"));
  return with(std::move(object), std::move(parts));
}

Object key_to(const char* referenced) {
  return part("constraint", "k", {},
              {{"constraint_type", "foreign key"},
               {"columns", TextList{"a"}},
               {"referenced_table", referenced},
               {"referenced_columns", TextList{"a"}}});
}

// A table that is logged refers to none that is not; b refers to a, y to z.
TEST(Links, PersistenceFromTableToTable) {
  const auto tables = [](bool logged) {
    return std::vector<Object>{table("a", 100, logged), table("b", 101, logged, {key_to("app.a")}),
                               table("y", 102, logged, {key_to("app.z")}), table("z", 103, logged)};
  };
  EXPECT_THAT(planned(tables(true), tables(false)),
              ElementsAre("ALTER TABLE app.b SET UNLOGGED;", "ALTER TABLE app.a SET UNLOGGED;",
                          "ALTER TABLE app.y SET UNLOGGED;", "ALTER TABLE app.z SET UNLOGGED;"));
  EXPECT_THAT(planned(tables(false), tables(true)),
              ElementsAre("ALTER TABLE app.a SET LOGGED;", "ALTER TABLE app.b SET LOGGED;",
                          "ALTER TABLE app.z SET LOGGED;", "ALTER TABLE app.y SET LOGGED;"));
}

// The function comes late, since it waits for the table; default privileges come later still.
TEST(Links, DefaultPrivilegesAreNotForWhatThePlanMakes) {
  Object function = root("routine", "app", "f", 300, {{"definition", "CREATE FUNCTION app.f() ..."}});
  function.needs = {{1259, 101, 0, false}};
  Object key = table("b", 101, true);
  key.needs = {{1247, 200, 0, false}};
  Object defaults = root("default_privileges", "", "of olga on functions", 0, {{"owner", "olga"}});
  defaults.attributes.set("privileges", TextMap{{"PUBLIC", "none"}});
  const std::vector<std::string> sql =
      planned({}, {function, key, root("enum", "app", "e", 200, {{"labels", TextList{"x"}}}), defaults});
  ASSERT_FALSE(sql.empty());
  EXPECT_THAT(sql.back(), testing::StartsWith("ALTER DEFAULT PRIVILEGES"));
}

TEST(Links, ATableOfATypeComesWhenTheTypeIsAsItWillBe) {
  const auto type = [](std::vector<Object> attributes) {
    return with(root("composite_type", "app", "pair", 200), std::move(attributes));
  };
  const Object x = part("column", "x", {200, 1}, {{"type", "integer"}});
  const Object y = part("column", "y", {200, 2}, {{"type", "text"}});
  Object typed = root("table", "app", "t", 100, {{"of_type", "app.pair"}});
  typed.needs = {{1247, 201, 0, false}};
  EXPECT_THAT(planned({type({x})}, {type({x, y}), typed}),
              ElementsAre("ALTER TYPE app.pair ADD ATTRIBUTE y text;", "CREATE TABLE app.t OF app.pair;"));
}

}  // namespace
}  // namespace schema_audit
