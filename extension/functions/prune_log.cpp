// schema_audit.prune_log(before timestamptz) returns bigint
#include "extension/seal/prune.hpp"

#include "extension/backend/guard.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_prune_log);

Datum schema_audit_prune_log(PG_FUNCTION_ARGS) {
  PreventCommandDuringRecovery("schema_audit.prune_log()");
  PreventCommandIfReadOnly("schema_audit.prune_log()");
  const Oid schema = get_func_namespace(fcinfo->flinfo->fn_oid);
  const TimestampTz before = PG_GETARG_TIMESTAMPTZ(0);
  const int64 blocks = schema_audit::guard([&] { return schema_audit::prune_log(schema, before); });
  PG_RETURN_INT64(blocks);
}
}
