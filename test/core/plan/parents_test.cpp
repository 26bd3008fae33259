#include "core/plan/parents.hpp"

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
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

constexpr bool kInherited = true;
constexpr bool kOwn = false;

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
  EXPECT_THAT(planned({parent("p", 100, {"a"}), child({column("a", 200, 1, kInherited)})},
                      {parent("p", 100, {}), child({column("a", 200, 1, kOwn)})}),
              ElementsAre("ALTER TABLE ONLY app.p DROP COLUMN a;"));
}

TEST(Parents, GetAColumnBehindTheChildThatHasItToo) {
  EXPECT_THAT(
      planned({parent("p", 100, {}), child({})},
              {parent("p", 100, {"a"}), child({column("a", 200, 1, kOwn)})}),
      ElementsAre("ALTER TABLE app.c ADD COLUMN a integer;", "ALTER TABLE app.p ADD COLUMN a integer;"));
  EXPECT_THAT(planned({parent("p", 100, {"a"}), child({column("a", 200, 1, kOwn)})},
                      {parent("p", 100, {}), child({})}),
              ElementsAre("ALTER TABLE app.p DROP COLUMN a;", "ALTER TABLE app.c DROP COLUMN a;"));
}

// The column stays inherited, from a table that is there for the time of the change.
TEST(Parents, ChangeWhileColumnsStay) {
  EXPECT_THAT(
      planned({parent("p", 100, {"a"}), parent("q", 300, {"a"}), child({column("a", 200, 1, kInherited)})},
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

// Each name is that of its column as far as it fits, and no two are the same.
TEST(Parents, KeepColumnsWithLongNamesApart) {
  const std::string accented = std::string(58, 'a') + "\u00e9bcd";
  const std::string one = std::string(59, 'x') + "aaaa";
  const std::string other = std::string(59, 'x') + "bbbb";
  const auto side = [&](bool inherited) {
    return std::vector<Object>{parent("p", 100, {accented, one, other}),
                               child({column(accented, 200, 1, inherited), column(one, 200, 2, inherited),
                                      column(other, 200, 3, inherited)})};
  };
  const std::vector<std::string> sql = planned(side(kOwn), side(kInherited));
  const std::string kept = quote_identifier(std::string(58, 'a') + "_old");
  const std::string first = std::string(59, 'x') + "_old";
  const std::string second = std::string(58, 'x') + "_old1";
  const auto rename = [](const std::string& from, const std::string& to) {
    return "ALTER TABLE app.c RENAME COLUMN " + quote_identifier(from) + " TO " + to + ";";
  };
  EXPECT_THAT(sql, IsSupersetOf({rename(accented, kept), rename(one, first), rename(other, second),
                                 "ALTER TABLE app.c DROP COLUMN " + kept + ";",
                                 "ALTER TABLE app.c DROP COLUMN " + first + ";",
                                 "ALTER TABLE app.c DROP COLUMN " + second + ";"}));
  EXPECT_THAT(sql, Contains("ALTER TABLE app.c_parent ALTER COLUMN " + other + " TYPE integer USING " +
                            second + ";"));
}

// Both are there at the same time.
TEST(Parents, OfTheMomentHaveNamesOfTheirOwn) {
  const std::string one = std::string(56, 'x') + "aaaa";
  const std::string other = std::string(56, 'x') + "bbbb";
  const auto side = [&](const std::string& from) {
    std::vector<Object> objects{parent("p", 100, {"a"}), parent("q", 300, {"a"})};
    for (const auto& [name, oid] : {std::pair(one, 400U), std::pair(other, 500U)}) {
      objects.push_back(with(root("table", "app", name, oid, {{"inherits", TextList{from}}}),
                             {column("a", oid, 1, kInherited)}));
    }
    return objects;
  };
  const std::vector<std::string> sql = planned(side("app.p"), side("app.q"));
  EXPECT_THAT(sql, IsSupersetOf({"CREATE TABLE app." + std::string(56, 'x') + "_parent (\n);",
                                 "CREATE TABLE app." + std::string(55, 'x') + "_parent1 (\n);",
                                 "DROP TABLE app." + std::string(56, 'x') + "_parent;",
                                 "DROP TABLE app." + std::string(55, 'x') + "_parent1;"}));
}

TEST(Parents, OfAForeignTableChangeInPlace) {
  const auto side = [](TextList parents) {
    return std::vector<Object>{parent("p", 100, {}), parent("q", 300, {}),
                               root("foreign_table", "app", "f", 200,
                                    {{"server", std::string("s")}, {"inherits", std::move(parents)}})};
  };
  EXPECT_THAT(planned(side({"app.p"}), side({"app.q"})),
              ElementsAre("ALTER TABLE app.f NO INHERIT app.p;", "ALTER TABLE app.f INHERIT app.q;"));
}

TEST(Parents, ComeAndGoWithTheTable) {
  const std::vector<Object> both{parent("p", 100, {"a"}), child({column("a", 200, 1, kInherited)})};
  EXPECT_THAT(planned({}, both), ElementsAre("CREATE TABLE app.p (\n    a integer\n);",
                                             "CREATE TABLE app.c (\n)\nINHERITS (app.p);"));
  EXPECT_THAT(planned(both, {}), ElementsAre("DROP TABLE app.c;", "DROP TABLE app.p;"));
  EXPECT_THAT(planned(both, both), IsEmpty());
}

// The server adds no identity to children, and no column to a parent alone.
TEST(Parents, GetAnIdentityOfTheirOwn) {
  Object p = parent("p", 100, {"a"});
  p.children[0].attributes.set("identity", std::string("always"));
  p.children[0].attributes.set("identity_sequence", std::string("p_a_seq"));
  p.children[0].attributes.set("not_null", true);
  Object c = child({column("a", 200, 1, kInherited)});
  c.children[0].attributes.set("not_null", true);
  EXPECT_THAT(planned({parent("p", 100, {}), child({})}, {p, c}),
              ElementsAre("ALTER TABLE app.p ADD COLUMN a integer NOT NULL;",
                          "ALTER TABLE app.p ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "
                          "app.p_a_seq);",
                          "ALTER TABLE ONLY app.c ALTER COLUMN a DROP DEFAULT;"));
  EXPECT_THAT(planned({parent("p", 100, {})}, {p}),
              ElementsAre("ALTER TABLE app.p ADD COLUMN a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE "
                          "NAME app.p_a_seq) NOT NULL;"));
}

}  // namespace
}  // namespace schema_audit
