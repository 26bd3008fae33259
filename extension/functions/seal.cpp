// schema_audit.seal() returns bigint
#include "extension/backend/guard.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/seal/block.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_seal);

Datum schema_audit_seal(PG_FUNCTION_ARGS) {
  PreventCommandDuringRecovery("schema_audit.seal()");
  PreventCommandIfReadOnly("schema_audit.seal()");
  const Oid schema = get_func_namespace(fcinfo->flinfo->fn_oid);
  const int64 sealed = schema_audit::guard([&] { return schema_audit::seal_committed(schema).transactions; });
  PG_RETURN_INT64(sealed);
}
}
