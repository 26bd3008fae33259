// The rules that squawk publishes (https://squawkhq.com/docs/rules), one case each: what an online plan does
// instead, with the lock of each step, or which hazard says that there is no other way.
// test/e2e/plan_online.sh runs squawk itself.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/plan/plan.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::with;

struct Expected {
  std::string sql;
  Lock lock;
  std::vector<std::string> hazards;
};

struct Rule {
  std::string name;
  std::vector<Object> before;
  std::vector<Object> after;
  std::vector<Expected> steps;
};

Object column(std::string name, std::int32_t number, std::string type, test::AttributeList more = {}) {
  Object object = part("column", std::move(name), {100, number}, more);
  object.attributes.set("type", std::move(type));
  return object;
}

Object a(test::AttributeList more = {}) { return column("a", 1, "bigint", more); }

std::vector<Object> t(std::vector<Object> parts) {
  return {with(root("table", "app", "t", 100), std::move(parts))};
}

std::vector<Object> partitions(bool attached) {
  Object partition = with(root("table", "app", "part", 300),
                          {part("column", "a", {300, 1}, {{"type", std::string("bigint")}})});
  if (attached) {
    partition.attributes.set("partition_of", std::string("app.whole"));
    partition.attributes.set("partition_bound", std::string("FOR VALUES FROM (0) TO (1)"));
  }
  return {with(root("table", "app", "whole", 200, {{"partition_key", std::string("RANGE (a)")}}),
               {part("column", "a", {200, 1}, {{"type", std::string("bigint")}})}),
          partition};
}

std::vector<Rule> rules() {
  const Object index = part("index", "i", {110, 0}, {{"columns", TextList{"a"}}});
  const auto constraint = [](std::string name, std::string type, test::AttributeList more) {
    Object object = part("constraint", std::move(name), {120, 0}, more);
    object.attributes.set("constraint_type", std::move(type));
    return object;
  };
  const Object unique = constraint("k", "unique", {{"columns", TextList{"a"}}});
  const Object primary = constraint("k", "primary key", {{"columns", TextList{"a"}}});
  const Object check = constraint("k", "check", {{"expression", std::string("(a > 0)")}});
  const Object foreign = constraint("k", "foreign key",
                                    {{"columns", TextList{"a"}},
                                     {"referenced_table", std::string("app.u")},
                                     {"referenced_columns", TextList{"id"}}});
  constexpr Lock kExclusive = Lock::kAccessExclusive;
  constexpr Lock kShared = Lock::kShareUpdateExclusive;
  return {
      {"require-concurrent-index-creation",
       t({a()}),
       t({a(), index}),
       {{"CREATE INDEX CONCURRENTLY i ON app.t (a);", kShared, {"scans_table", "outside_transaction"}}}},
      {"require-concurrent-index-deletion",
       t({a(), index}),
       t({a()}),
       {{"DROP INDEX CONCURRENTLY app.i;", kShared, {"outside_transaction"}}}},
      {"disallowed-unique-constraint",
       t({a()}),
       t({a(), unique}),
       {{"CREATE UNIQUE INDEX CONCURRENTLY k ON app.t (a);", kShared, {"outside_transaction", "scans_table"}},
        {"ALTER TABLE app.t ADD CONSTRAINT k UNIQUE USING INDEX k;", kExclusive, {}}}},
      {"adding-serial-primary-key-field",
       t({a({{"not_null", true}})}),
       t({a({{"not_null", true}}), primary}),
       {{"CREATE UNIQUE INDEX CONCURRENTLY k ON app.t (a);", kShared, {"outside_transaction", "scans_table"}},
        {"ALTER TABLE app.t ADD CONSTRAINT k PRIMARY KEY USING INDEX k;", kExclusive, {}}}},
      {"constraint-missing-not-valid",
       t({a()}),
       t({a(), check}),
       {{"ALTER TABLE app.t ADD CONSTRAINT k CHECK ((a > 0)) NOT VALID;", kExclusive, {}},
        {"ALTER TABLE app.t VALIDATE CONSTRAINT k;", kShared, {"scans_table"}}}},
      {"adding-foreign-key-constraint",
       t({a()}),
       t({a(), foreign}),
       {{"ALTER TABLE app.t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES app.u (id) NOT VALID;",
         Lock::kShareRowExclusive,
         {}},
        {"ALTER TABLE app.t VALIDATE CONSTRAINT k;", kShared, {"scans_table"}}}},
      {"adding-not-nullable-field",
       t({a()}),
       t({a({{"not_null", true}})}),
       {{"ALTER TABLE app.t ADD CONSTRAINT a_not_null CHECK (a IS NOT NULL) NOT VALID;", kExclusive, {}},
        {"ALTER TABLE app.t VALIDATE CONSTRAINT a_not_null;", kShared, {"scans_table"}},
        {"ALTER TABLE app.t ALTER COLUMN a SET NOT NULL;", kExclusive, {}},
        {"ALTER TABLE app.t DROP CONSTRAINT a_not_null;", kExclusive, {}}}},
      {"adding-required-field",
       t({a()}),
       t({a(), column("b", 2, "text", {{"not_null", true}})}),
       {{"ALTER TABLE app.t ADD COLUMN b text NOT NULL;", kExclusive, {"needs_empty_table"}}}},
      {"adding-field-with-default, stored once",
       t({a()}),
       t({a(), column("b", 2, "text", {{"default", std::string("'x'::text")}})}),
       {{"ALTER TABLE app.t ADD COLUMN b text DEFAULT 'x'::text;", kExclusive, {}}}},
      {"adding-field-with-default, computed for each row",
       t({a()}),
       t({a(), column("b", 2, "uuid", {{"default", std::string("gen_random_uuid()")}})}),
       {{"ALTER TABLE app.t ADD COLUMN b uuid DEFAULT gen_random_uuid();",
         kExclusive,
         {"rewrites_table", "blocks_reads"}}}},
      {"changing-column-type",
       t({a()}),
       t({column("a", 1, "integer")}),
       {{"ALTER TABLE app.t ALTER COLUMN a TYPE integer;",
         kExclusive,
         {"converts_values", "rewrites_table", "blocks_reads"}}}},
      {"changing-column-type, of the same representation",
       t({column("a", 1, "character varying(9)")}),
       t({column("a", 1, "text")}),
       {{"ALTER TABLE app.t ALTER COLUMN a TYPE text;", kExclusive, {}}}},
      {"ban-drop-column",
       t({a(), column("b", 2, "text")}),
       t({a()}),
       {{"ALTER TABLE app.t DROP COLUMN b;", kExclusive, {"data_loss"}}}},
      {"ban-drop-table", t({a()}), {}, {{"DROP TABLE app.t;", kExclusive, {"data_loss"}}}},
      {"ban-drop-not-null",
       t({a({{"not_null", true}})}),
       t({a()}),
       {{"ALTER TABLE app.t ALTER COLUMN a DROP NOT NULL;", kExclusive, {"breaks_clients"}}}},
      {"renaming-column",
       t({column("b", 1, "bigint")}),
       t({a()}),
       {{"ALTER TABLE app.t RENAME COLUMN b TO a;", kExclusive, {"breaks_clients"}}}},
      {"renaming-table",
       t({a()}),
       {with(root("table", "app", "u", 100), {a()})},
       {{"ALTER TABLE app.t RENAME TO u;", kExclusive, {"breaks_clients"}}}},
      {"require-concurrent-partition-detach",
       partitions(true),
       partitions(false),
       {{"ALTER TABLE app.whole DETACH PARTITION app.part CONCURRENTLY;", kShared, {"outside_transaction"}},
        {"DO ", kExclusive, {}}}},
  };
}

TEST(OnlinePlan, KeepsSquawksRulesOrSaysWhatItDoes) {
  for (const Rule& rule : rules()) {
    SCOPED_TRACE(rule.name);
    PlanOptions options;
    options.online = true;
    if (rule.name.starts_with("renaming")) options.lineage = Lineage::kSameDatabase;
    const Plan plan = make_plan(rule.before, rule.after, options);
    ASSERT_EQ(plan.steps.size(), rule.steps.size());
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const Step& step = plan.steps[i];
      EXPECT_THAT(step.sql, testing::StartsWith(rule.steps[i].sql));
      EXPECT_EQ(to_text(step.lock), to_text(rule.steps[i].lock)) << step.sql;
      EXPECT_FALSE(step.in_transaction) << step.sql;
      std::vector<std::string> hazards;
      for (const Hazard hazard : step.hazards) hazards.emplace_back(about(hazard).name);
      EXPECT_EQ(hazards, rule.steps[i].hazards) << step.sql;
    }
  }
}

TEST(OnlinePlan, DetachesAtOnceBesideADefaultPartition) {
  const auto with_default = [](std::vector<Object> objects) {
    Object rest = with(root("table", "app", "rest", 400),
                       {part("column", "a", {400, 1}, {{"type", std::string("bigint")}})});
    rest.attributes.set("partition_of", std::string("app.whole"));
    rest.attributes.set("partition_bound", std::string("DEFAULT"));
    objects.push_back(rest);
    return objects;
  };
  PlanOptions options;
  options.online = true;
  const Plan plan = make_plan(with_default(partitions(true)), with_default(partitions(false)), options);
  ASSERT_EQ(plan.steps.size(), 1U);
  EXPECT_EQ(plan.steps[0].sql, "ALTER TABLE app.whole DETACH PARTITION app.part;");
  EXPECT_EQ(to_text(plan.steps[0].lock), to_text(Lock::kAccessExclusive));
}

}  // namespace
}  // namespace schema_audit
