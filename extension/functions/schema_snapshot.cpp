// schema_snapshot(label text) returns integer
#include "core/store/snapshot_delta.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/seal/block.hpp"
#include "extension/store/instant.hpp"
#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

namespace {

std::int32_t take_snapshot(const std::string& label) {
  const FunctionScope scope;
  std::optional<SnapshotRow> newest;
  {
    const SpiConnection spi;
    lock_store();
    newest = newest_snapshot();
  }
  const Changes changes = changes_since(newest);
  std::int32_t id = 0;
  {
    const SpiConnection spi;
    id = write_snapshot(changes.delta, changes.now, label);
  }
  // Without the background worker nobody else may do it.
  const Oid schema = pg_call([] { return log_schema(); });
  if (OidIsValid(schema)) seal_committed(schema);
  return id;
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_snapshot);

Datum schema_audit_snapshot(PG_FUNCTION_ARGS) {
  // In this order: every transaction of a standby is read-only too.
  PreventCommandDuringRecovery("schema_snapshot()");
  PreventCommandIfReadOnly("schema_snapshot()");
  const char* label = PG_ARGISNULL(0) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(0));
  const int32 id = schema_audit::guard([&] { return schema_audit::take_snapshot(label); });
  PG_RETURN_INT32(id);
}
}
