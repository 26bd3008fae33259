// schema_migration(before integer, after integer) returns text: the statements that turn one stored snapshot
// into another.
#include "core/plan/plan.hpp"
#include "core/plan/plan_text.hpp"
#include "core/plan/surroundings.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/functions/stored_snapshot.hpp"
#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

namespace {

// Of most objects it is enough to know that they are alike.
Plan plan_within(std::int32_t before, std::int32_t after) {
  const Difference changed = difference(before, after);
  if (changed.before.empty() && changed.after.empty()) return {};
  Surroundings same;
  each_alike(before, after, [&](const VersionKey& key, std::string_view body, std::string_view hints) {
    same.add(key, body, hints);
  });
  PlanOptions options;
  options.lineage = Lineage::kSameDatabase;
  return make_plan_around(
      changed.before, changed.after, same,
      [&](const std::vector<VersionKey>& keys) { return objects_of(after, keys); }, options);
}

std::string migration(std::int32_t before, std::int32_t after) {
  const FunctionScope scope;
  const SpiConnection spi;
  const SnapshotRow from = required_snapshot(before);
  const SnapshotRow to = required_snapshot(after);
  const Plan plan = same_catalog(from.instant.incarnation, to.instant.incarnation)
                        ? plan_within(before, after)
                        : make_plan(objects_of(before), objects_of(after), {});
  return plan_sql(plan, "snapshot " + std::to_string(before), "snapshot " + std::to_string(after));
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_migration);

Datum schema_audit_migration(PG_FUNCTION_ARGS) {
  const int32 before = PG_GETARG_INT32(0);
  const int32 after = PG_GETARG_INT32(1);
  text* result = schema_audit::guard([&]() -> text* {
    const std::string sql = schema_audit::migration(before, after);
    return schema_audit::pg_call(
        [&] { return cstring_to_text_with_len(sql.data(), static_cast<int>(sql.size())); });
  });
  PG_RETURN_TEXT_P(result);
}
}
