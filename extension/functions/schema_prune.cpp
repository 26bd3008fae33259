// schema_prune(before timestamptz) returns integer
#include "extension/functions/function_scope.hpp"
#include "extension/protection/log_change.hpp"
#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

namespace {

// The newest snapshot stays: what comes next is stored as what differs from it, and its number is never given
// again.
constexpr const char* kRemoveSnapshots =
    "WITH gone AS (DELETE FROM schema_audit.snapshot WHERE taken_at < $1::pg_catalog.timestamptz"
    " AND id < (SELECT max(id) FROM schema_audit.snapshot) RETURNING id)"
    " SELECT count(*) FROM gone";

constexpr const char* kRemoveVersions =
    "DELETE FROM schema_audit.object_version v WHERE v.last_snapshot IS NOT NULL AND NOT EXISTS"
    " (SELECT FROM schema_audit.snapshot s WHERE s.id BETWEEN v.first_snapshot AND v.last_snapshot)";

// The interval of a version that stays begins and ends with snapshots that are there.
constexpr const char* kShortenIntervals =
    "UPDATE schema_audit.object_version v SET"
    " first_snapshot = (SELECT min(s.id) FROM schema_audit.snapshot s WHERE s.id >= v.first_snapshot),"
    " last_snapshot = (SELECT max(s.id) FROM schema_audit.snapshot s WHERE s.id <= v.last_snapshot)"
    " WHERE NOT EXISTS (SELECT FROM schema_audit.snapshot s WHERE s.id = v.first_snapshot)"
    " OR (v.last_snapshot IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM schema_audit.snapshot s WHERE s.id = v.last_snapshot))";

std::int32_t prune_snapshots(TimestampTz before) {
  const FunctionScope scope;
  const SpiConnection spi;
  lock_store();
  const OwnLogChange change;
  // In ISO notation with its offset, whatever the session's own is.
  const char* text = pg_call([&] { return timestamptz_to_str(before); });
  const std::vector<SpiValue> values{spi_text(text)};
  const std::vector<SpiRow> rows = spi_query(kRemoveSnapshots, values, false);
  const std::int32_t removed = std::stoi(rows.at(0).at(0).value_or("0"));
  if (removed > 0) {
    spi_query(kRemoveVersions, {}, false);
    spi_query(kShortenIntervals, {}, false);
  }
  return removed;
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_prune_snapshots);

Datum schema_audit_prune_snapshots(PG_FUNCTION_ARGS) {
  PreventCommandDuringRecovery("schema_prune()");
  PreventCommandIfReadOnly("schema_prune()");
  const TimestampTz before = PG_GETARG_TIMESTAMPTZ(0);
  const int32 removed = schema_audit::guard([&] { return schema_audit::prune_snapshots(before); });
  PG_RETURN_INT32(removed);
}
}
