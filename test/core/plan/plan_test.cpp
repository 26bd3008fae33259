#include "core/plan/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/kinds/registry.hpp"
#include "core/plan/kind_plan.hpp"
#include "core/plan/plan_text.hpp"
#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::planned;
using test::root;
using test::sql_of;
using test::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Object column(std::string name, std::int32_t number, std::string type, test::AttributeList more = {}) {
  Object object = part("column", std::move(name), {100, number}, more);
  object.attributes.set("type", std::move(type));
  return object;
}

Object orders(std::vector<Object> parts) {
  return with(root("table", "app", "orders", 100), std::move(parts));
}

TEST(Plan, OfEqualSidesIsEmpty) {
  const std::vector<Object> objects{orders({column("id", 1, "bigint")})};
  EXPECT_TRUE(make_plan(objects, objects, {}).empty());
  EXPECT_EQ(plan_sql(make_plan(objects, objects, {}), "a", "b"), "");
}

TEST(Plan, RefreshesNothingThatNoQueryCanRead) {
  Object base = with(root("table", "app", "t", 100), {column("id", 1, "bigint")});
  Object inner = with(root("view", "app", "v", 200, {{"query", " SELECT id FROM app.v"}}), {});
  inner.needs = {{1259, 200, 1, false}};
  Object outer = root("view", "app", "w", 300, {{"query", " SELECT id FROM app.v"}});
  outer.needs = {{1259, 200, 0, false}};
  Object filled = root("materialized_view", "app", "m", 400, {{"query", " SELECT id FROM app.w"}});
  filled.needs = {{1259, 300, 0, false}};
  const Plan stuck = make_plan({}, {base, inner, outer, filled}, {});
  EXPECT_THAT(sql_of(stuck), testing::Not(testing::Contains(HasSubstr("REFRESH"))));
  EXPECT_THAT(stuck.notes, testing::Contains(HasSubstr("app.m stays without data")));
  inner.needs = {{1259, 100, 1, false}};
  EXPECT_THAT(planned({}, {base, inner, outer, filled}),
              testing::Contains("REFRESH MATERIALIZED VIEW app.m;"));
}

TEST(Plan, CountsWhatBelongsToTheCluster) {
  const std::vector<Object> before{root("role", "", "a", 1), root("role", "", "b", 2),
                                   root("database", "", "d", 3)};
  const std::vector<Object> after{root("role", "", "a", 1, {{"login", true}}), root("database", "", "d", 3),
                                  root("tablespace", "", "fast", 4)};
  PlanOptions options;
  options.lineage = Lineage::kSameDatabase;
  const Plan plan = make_plan(before, after, options);
  EXPECT_THAT(plan.steps, IsEmpty());
  EXPECT_THAT(plan.notes, ElementsAre(HasSubstr("1 object of kind tablespace differs"),
                                      HasSubstr("2 objects of kind role differ")));
  EXPECT_TRUE(make_plan(before, before, options).empty());
  EXPECT_TRUE(make_plan(before, after, {}).empty()) << "of two clusters";
}

TEST(Plan, CreatesATableWithColumnsInTheirOrder) {
  EXPECT_THAT(
      planned({}, {orders({column("b", 1, "bigint", {{"not_null", true}}),
                           column("a", 2, "text", {{"default", std::string("'x'::text")}})})}),
      ElementsAre("CREATE TABLE app.orders (\n    b bigint NOT NULL,\n    a text DEFAULT 'x'::text\n);"));
}

TEST(Plan, AltersColumnsInPlace) {
  EXPECT_THAT(planned({orders({column("a", 1, "integer"), column("b", 2, "text"), column("c", 3, "text")})},
                      {orders({column("a", 1, "bigint", {{"not_null", true}}),
                               column("b", 2, "text", {{"default", std::string("''::text")}}),
                               column("d", 3, "text")})}),
              ElementsAre("ALTER TABLE app.orders DROP COLUMN c;",
                          "ALTER TABLE app.orders ALTER COLUMN a TYPE bigint;",
                          "ALTER TABLE app.orders ALTER COLUMN a SET NOT NULL;",
                          "ALTER TABLE ONLY app.orders ALTER COLUMN b SET DEFAULT ''::text;",
                          "ALTER TABLE app.orders ADD COLUMN d text;"));
}

TEST(Plan, ConvertsByACastWhereTypesDoNotFit) {
  EXPECT_THAT(planned({orders({column("a", 1, "text")})}, {orders({column("a", 1, "integer")})}),
              ElementsAre("ALTER TABLE app.orders ALTER COLUMN a TYPE integer USING a::integer;"));
}

// A view that reads the column is taken away and put back, with what was granted on it.
TEST(Plan, RecreatesAViewAroundAChangeOfType) {
  const auto view = [](std::string type) {
    Object object =
        with(root("view", "app", "totals", 200,
                  {{"query", std::string(" SELECT total FROM app.orders;")}, {"owner", std::string("olga")}}),
             {part("column", "total", {200, 1}, {{"type", std::move(type)}})});
    object.attributes.set("privileges", TextMap{{"bob", "SELECT"}});
    object.needs = {{1259, 100, 1, false}};
    return object;
  };
  EXPECT_THAT(
      planned({orders({column("total", 1, "integer")}), view("integer")},
              {orders({column("total", 1, "bigint")}), view("bigint")}),
      ElementsAre("DROP VIEW app.totals;", "ALTER TABLE app.orders ALTER COLUMN total TYPE bigint;",
                  "CREATE VIEW app.totals AS\n SELECT total FROM app.orders;",
                  "ALTER VIEW app.totals OWNER TO olga;", "GRANT SELECT ON TABLE app.totals TO bob;"));
}

TEST(Plan, RebuildsAnEnumThatLosesALabel) {
  const auto mood = [](TextList labels) {
    return root("enum", "app", "mood", 300, {{"labels", std::move(labels)}});
  };
  const auto table = [] {
    Object mood_column = column("m", 1, "app.mood");
    mood_column.needs = {{1247, 300, 0, false}};
    return orders({mood_column});
  };
  EXPECT_THAT(
      planned({mood({"a", "b"}), table()}, {mood({"a"}), table()}),
      ElementsAre("ALTER TYPE app.mood RENAME TO mood_old;", "CREATE TYPE app.mood AS ENUM (\n    'a'\n);",
                  "ALTER TABLE app.orders ALTER COLUMN m TYPE app.mood USING m::text::app.mood;",
                  "DROP TYPE app.mood_old;"));
  EXPECT_THAT(planned({mood({"a", "c"}), table()}, {mood({"a", "b", "c", "d"}), table()}),
              ElementsAre("ALTER TYPE app.mood ADD VALUE 'b' AFTER 'a';",
                          "ALTER TYPE app.mood ADD VALUE 'd' AFTER 'c';"));
}

// Two that are as good as the same when they are cut.
TEST(Plan, RebuildsEnumsWithLongNamesBesideEachOther) {
  const std::string one = std::string(59, 'x') + "aaaa";
  const std::string other = std::string(59, 'x') + "bbbb";
  const auto moods = [&](TextList labels) {
    std::vector<Object> objects;
    std::vector<Object> columns;
    for (const auto& [name, oid] : {std::pair(one, 300), std::pair(other, 301)}) {
      objects.push_back(root("enum", "app", name, static_cast<std::uint32_t>(oid), {{"labels", labels}}));
      columns.push_back(column("c" + std::to_string(oid), oid - 299, "app." + name));
      columns.back().needs = {{1247, static_cast<std::uint32_t>(oid), 0, false}};
    }
    objects.push_back(orders(std::move(columns)));
    return objects;
  };
  EXPECT_THAT(
      planned(moods({"a", "b"}), moods({"a"})),
      testing::IsSupersetOf({"ALTER TYPE app." + one + " RENAME TO " + std::string(59, 'x') + "_old;",
                             "ALTER TYPE app." + other + " RENAME TO " + std::string(58, 'x') + "_old1;",
                             "DROP TYPE app." + std::string(59, 'x') + "_old;",
                             "DROP TYPE app." + std::string(58, 'x') + "_old1;"}));
}

TEST(Plan, PutsForeignKeysLastAndBreaksTheirCircles) {
  const auto table = [](std::string name, std::uint32_t oid, std::string other) {
    return with(root("table", "app", name, oid),
                {part("column", "id", {oid, 1}, {{"type", std::string("integer")}}),
                 part("constraint", name + "_pkey", {oid + 1, 0},
                      {{"constraint_type", std::string("primary key")}, {"columns", TextList{"id"}}}),
                 part("constraint", name + "_fkey", {oid + 2, 0},
                      {{"constraint_type", std::string("foreign key")},
                       {"columns", TextList{"id"}},
                       {"referenced_table", "app." + other},
                       {"referenced_columns", TextList{"id"}}})});
  };
  const std::vector<Object> both{table("a", 1000, "b"), table("b", 2000, "a")};
  EXPECT_THAT(
      planned({}, both),
      ElementsAre("CREATE TABLE app.a (\n    id integer\n);", "CREATE TABLE app.b (\n    id integer\n);",
                  "ALTER TABLE ONLY app.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);",
                  "ALTER TABLE ONLY app.b ADD CONSTRAINT b_pkey PRIMARY KEY (id);",
                  "ALTER TABLE app.a ADD CONSTRAINT a_fkey FOREIGN KEY (id) REFERENCES app.b (id);",
                  "ALTER TABLE app.b ADD CONSTRAINT b_fkey FOREIGN KEY (id) REFERENCES app.a (id);"));
  EXPECT_THAT(planned(both, {}), ElementsAre("ALTER TABLE app.a DROP CONSTRAINT a_fkey;",
                                             "ALTER TABLE app.b DROP CONSTRAINT b_fkey;", "DROP TABLE app.a;",
                                             "DROP TABLE app.b;"));
}

// A view and a function that call each other: one of them is there before it is whole.
TEST(Plan, CreatesViewsThatNeedEachOtherInTwoPieces) {
  Object view = with(root("view", "app", "v", 200, {{"query", std::string(" SELECT app.f() AS x;")}}),
                     {part("column", "x", {200, 1}, {{"type", std::string("integer")}})});
  view.needs = {{1255, 300, 0, false}};
  Object function = root("routine", "app", "f", 300,
                         {{"language", std::string("sql")},
                          {"result", std::string("integer")},
                          {"sql_body", std::string("RETURN (SELECT count(x) FROM app.v)")}});
  function.needs = {{1259, 200, 0, false}};
  const auto sql = planned({}, {view, function});
  ASSERT_EQ(sql.size(), 3U);
  EXPECT_EQ(sql[0], "CREATE VIEW app.v AS\n SELECT NULL::integer AS x;");
  EXPECT_THAT(sql[1], HasSubstr("CREATE FUNCTION app.f()"));
  EXPECT_EQ(sql[2], "CREATE OR REPLACE VIEW app.v AS\n SELECT app.f() AS x;");
}

// The new table takes a name that the old one gives away, and the function reads the one, then the other.
TEST(Plan, EmptiesWhatStandsInItsOwnWay) {
  const auto table = [](std::string name, std::uint32_t oid) {
    return with(root("table", "app", std::move(name), oid),
                {part("column", "id", {oid, 1}, {{"type", std::string("integer")}}),
                 part("constraint", "k", {oid + 1, 0},
                      {{"constraint_type", std::string("primary key")}, {"columns", TextList{"id"}}})});
  };
  const auto function = [](const std::string& name, std::uint32_t oid) {
    Object object = root("routine", "app", "f", 300,
                         {{"language", std::string("sql")},
                          {"result", std::string("integer")},
                          {"sql_body", "RETURN (SELECT count(id) FROM app." + name + ")"}});
    object.needs = {{1259, oid, 0, false}, {2606, oid + 1, 0, false}};
    return object;
  };
  const auto sql = planned({table("a", 1000), function("a", 1000)}, {table("b", 2000), function("b", 2000)});
  ASSERT_EQ(sql.size(), 5U);
  EXPECT_EQ(sql[0], "CREATE OR REPLACE FUNCTION app.f()\n RETURNS integer\n LANGUAGE sql\n AS $$$$;");
  EXPECT_EQ(sql[1], "DROP TABLE app.a;");
  EXPECT_EQ(sql[2], "CREATE TABLE app.b (\n    id integer\n);");
  EXPECT_EQ(sql[3], "ALTER TABLE ONLY app.b ADD CONSTRAINT k PRIMARY KEY (id);");
  EXPECT_THAT(sql[4], HasSubstr("FROM app.b"));
}

TEST(Plan, CreatesAViewThatReadsItselfInTwoPieces) {
  Object view = with(root("view", "app", "v", 200, {{"query", std::string(" SELECT x FROM app.v;")}}),
                     {part("column", "x", {200, 1}, {{"type", std::string("integer")}})});
  view.needs = {{1259, 200, 1, false}};
  EXPECT_THAT(planned({}, {view}), ElementsAre("CREATE VIEW app.v AS\n SELECT NULL::integer AS x;",
                                               "CREATE OR REPLACE VIEW app.v AS\n SELECT x FROM app.v;"));
}

TEST(Plan, LeavesStorageToANewType) {
  const std::vector<Object> before{orders({column("a", 1, "text", {{"storage", std::string("external")}})})};
  EXPECT_THAT(planned(before, {orders({column("a", 1, "bigint")})}),
              ElementsAre("ALTER TABLE app.orders ALTER COLUMN a TYPE bigint USING a::bigint;"));
  EXPECT_THAT(planned(before, {orders({column("a", 1, "text")})}),
              ElementsAre("ALTER TABLE ONLY app.orders ALTER COLUMN a SET STORAGE EXTENDED;"));
}

TEST(Plan, ConvertsChildrenWithTheirParent) {
  const auto objects = [](TextList labels) {
    Object mood = root("enum", "app", "mood", 300, {{"labels", std::move(labels)}});
    Object own = column("m", 1, "app.mood");
    own.needs = {{1247, 300, 0, false}};
    Object inherited =
        part("column", "m", {500, 1}, {{"type", std::string("app.mood")}, {"inherited", true}});
    inherited.needs = own.needs;
    const Object child =
        with(root("table", "app", "old", 500, {{"inherits", TextList{"app.orders"}}}), {inherited});
    return std::vector<Object>{mood, orders({own}), child};
  };
  EXPECT_THAT(
      planned(objects({"a", "b"}), objects({"a"})),
      ElementsAre("ALTER TYPE app.mood RENAME TO mood_old;", "CREATE TYPE app.mood AS ENUM (\n    'a'\n);",
                  "ALTER TABLE app.orders ALTER COLUMN m TYPE app.mood USING m::text::app.mood;",
                  "DROP TYPE app.mood_old;"));
}

TEST(Plan, MovesASequenceToAnotherColumn) {
  const auto objects = [](const std::string& owner) {
    return std::vector<Object>{orders({column("a", 1, "bigint"), column("b", 2, "bigint")}),
                               root("sequence", "app", "s", 400,
                                    {{"type", std::string("bigint")},
                                     {"owner", std::string("olga")},
                                     {"owned_by", "app.orders." + owner}})};
  };
  EXPECT_THAT(planned(objects("a"), objects("b")),
              ElementsAre("ALTER SEQUENCE app.s OWNED BY NONE;", "ALTER SEQUENCE app.s OWNER TO olga;",
                          "ALTER SEQUENCE app.s OWNED BY app.orders.b;"));
}

TEST(Plan, OfSidesOnlineComesBackForItsLocks) {
  PlanOptions options;
  options.online = true;
  const Plan online = make_plan({orders({column("a", 1, "text")})},
                                {orders({column("a", 1, "text"), column("b", 2, "text")})}, options);
  const std::string sql = plan_sql(online, "x", "y");
  EXPECT_THAT(sql, HasSubstr("SET lock_timeout = 0;\nCREATE OR REPLACE PROCEDURE pg_temp.patiently("));
  EXPECT_THAT(sql, HasSubstr("-- lock: ACCESS EXCLUSIVE\n"
                             "CALL pg_temp.patiently($$ALTER TABLE app.orders ADD COLUMN b text$$);\n"));
}

TEST(Plan, RenamesWithinOneDatabase) {
  const auto table = [](std::string name, std::string key) {
    return with(root("table", "app", std::move(name), 100),
                {column(key, 1, "integer"),
                 part("constraint", "positive", {101, 0},
                      {{"constraint_type", std::string("check")}, {"expression", "(" + key + " > 0)"}})});
  };
  const auto view = [](const std::string& query) {
    return root("view", "app", "v", 200, {{"query", query}});
  };
  PlanOptions options;
  options.lineage = Lineage::kSameDatabase;
  EXPECT_THAT(sql_of(make_plan({table("old", "a"), view(" SELECT 1 FROM app.old;")},
                               {table("new", "b"), view(" SELECT 1 FROM app.new;")}, options)),
              ElementsAre("ALTER TABLE app.old RENAME TO new;", "ALTER TABLE app.new RENAME COLUMN a TO b;"));
  // Two that change their names with each other.
  const auto pair = [](std::string first, std::string second) {
    return std::vector<Object>{with(root("table", "app", std::move(first), 100), {column("a", 1, "integer")}),
                               with(root("table", "app", std::move(second), 300), {})};
  };
  EXPECT_THAT(sql_of(make_plan(pair("x", "y"), pair("y", "x"), options)),
              ElementsAre("ALTER TABLE app.y RENAME TO y_old;", "ALTER TABLE app.x RENAME TO y;",
                          "ALTER TABLE app.y_old RENAME TO x;"));
}

TEST(Plan, OnlineLetsOthersGoOn) {
  PlanOptions options;
  options.online = true;
  const Plan made = make_plan(
      {orders({column("a", 1, "integer")})},
      {orders({column("a", 1, "integer", {{"not_null", true}}),
               part("index", "orders_a", {110, 0}, {{"columns", TextList{"a"}}}),
               part("constraint", "positive", {111, 0},
                    {{"constraint_type", std::string("check")}, {"expression", std::string("(a > 0)")}}),
               part("constraint", "orders_key", {112, 0},
                    {{"constraint_type", std::string("unique")}, {"columns", TextList{"a"}}})})},
      options);
  EXPECT_THAT(sql_of(made),
              ElementsAre("ALTER TABLE app.orders ADD CONSTRAINT a_not_null CHECK (a IS NOT NULL) NOT VALID;",
                          "ALTER TABLE app.orders VALIDATE CONSTRAINT a_not_null;",
                          "ALTER TABLE app.orders ALTER COLUMN a SET NOT NULL;",
                          "ALTER TABLE app.orders DROP CONSTRAINT a_not_null;",
                          "CREATE UNIQUE INDEX CONCURRENTLY orders_key ON app.orders (a);",
                          "ALTER TABLE app.orders ADD CONSTRAINT orders_key UNIQUE USING INDEX orders_key;",
                          "ALTER TABLE app.orders ADD CONSTRAINT positive CHECK ((a > 0)) NOT VALID;",
                          "ALTER TABLE app.orders VALIDATE CONSTRAINT positive;",
                          "CREATE INDEX CONCURRENTLY orders_a ON app.orders (a);"));
  EXPECT_THAT(plan_sql(made, "a", "b"), HasSubstr("SET lock_timeout"));
  EXPECT_THAT(plan_sql(made, "a", "b"), testing::Not(HasSubstr("BEGIN;")));
}

TEST(Plan, QuotesHostileNames) {
  const std::string name = "x\"; DROP TABLE t; --\n";
  const Plan made = make_plan({}, {with(root("table", "app", name, 100), {column("a", 1, "text")})}, {});
  EXPECT_EQ(sql_of(made).front(), "CREATE TABLE app.\"x\"\"; DROP TABLE t; --\n\" (\n    a text\n);");
  const Plan gone = make_plan({with(root("table", "app", name, 100), {column("a", 1, "text")})}, {}, {});
  EXPECT_THAT(plan_sql(gone, name, "b"),
              HasSubstr("-- data_loss: table app.\"x\"\"; DROP TABLE t; --\\n\"\n"));
  EXPECT_THAT(plan_sql(gone, name, "b"), HasSubstr("-- from x\"; DROP TABLE t; --\\n to b\n"));
}

TEST(Plan, SaysThatDropsLoseData) {
  const Plan gone = make_plan({orders({column("a", 1, "text")})}, {}, {});
  ASSERT_EQ(gone.steps.size(), 1U);
  EXPECT_TRUE(gone.steps.front().has(Hazard::kDataLoss));
  EXPECT_TRUE(about(Hazard::kDataLoss).dangerous);
}

TEST(Plan, KnowsEveryKind) {
  for (const Kind* kind : registry()) EXPECT_NE(plan_of(kind->name), nullptr) << kind->name;
}

// Whatever differs leads to a statement, or to a note that says why there is none.
TEST(Plan, PassesOverNoAttribute) {
  for (const Kind* kind : registry()) {
    // What follows from a query, or from the columns of a type, needs no statement of its own.
    if (kind->name == "column") continue;
    for (const AttributeKind& attribute : kind->attributes) {
      Value value = std::string("a.b");
      if (attribute.name == "persistence") value = std::string("unlogged");
      if (attribute.type == ValueType::kBool) value = true;
      if (attribute.type == ValueType::kInteger) value = std::int64_t{7};
      if (attribute.type == ValueType::kList || attribute.type == ValueType::kSet)
        value = TextList{"1 (a, b) a.c"};
      if (attribute.type == ValueType::kOptions) value = TextMap{{"fillfactor", "70"}};
      if (attribute.type == ValueType::kPrivileges) value = TextMap{{"bob", "ALL"}};
      Object object;
      object.kind = kind->name;
      object.schema = "app";
      object.name = kind->name == "default_privileges"   ? "for role x on tables"
                    : kind->name == "changed_privileges" ? "table a.b"
                                                         : "(a AS b)";
      if (kind->name == "operator") object.arguments = "integer, integer";
      if (kind->name == "operator_family") object.attributes.set("owner", std::string("x"));
      if (attribute.name == "partition_bound") object.attributes.set("partition_of", std::string("app.p"));
      if (kind->name == "constraint") object.attributes.set("constraint_type", std::string("unique"));
      Object changed = object;
      changed.attributes.set(attribute.name, value);
      const auto whole = [&](const Object& o) {
        if (kind->is_root) return o;
        return with(root(kind->name == "publication_table"   ? "publication"
                         : kind->name == "domain_constraint" ? "domain"
                                                             : "table",
                         "app", "t"),
                    {o});
      };
      const Plan made = make_plan({whole(object)}, {whole(changed)}, {});
      // Facts that no statement sets: they follow from others.
      const bool follows =
          attribute.name == "invalid" || attribute.name == "detach_pending" || attribute.name == "inherited";
      EXPECT_TRUE(follows || !made.empty()) << kind->name << "." << attribute.name;
    }
  }
}

// It takes over the default of the type that it is made of.
TEST(Plan, ADomainWithoutTheDefaultOfItsBase) {
  const auto base = [](const char* value) {
    return root("domain", "app", "price", 200, {{"base_type", "integer"}, {"default", value}});
  };
  const Object rate = root("domain", "app", "rate", 201, {{"base_type", "app.price"}});
  EXPECT_THAT(planned({base("1")}, {base("1"), rate}),
              ElementsAre("CREATE DOMAIN app.rate AS app.price;", "ALTER DOMAIN app.rate DROP DEFAULT;"));
  EXPECT_THAT(planned({base("1")}, {base("1"), root("domain", "app", "rate", 201,
                                                 {{"base_type", "app.price"}, {"default", "2"}})}),
              ElementsAre("CREATE DOMAIN app.rate AS app.price DEFAULT 2;"));
}

}  // namespace
}  // namespace schema_audit
