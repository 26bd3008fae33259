// schema_audit.incarnation() returns uuid
#include "extension/backend/guard.hpp"
#include "extension/capture/log_position.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_incarnation);

Datum schema_audit_incarnation(PG_FUNCTION_ARGS) {
  (void)fcinfo;
  return schema_audit::guard([] {
    auto* copy = static_cast<pg_uuid_t*>(palloc(sizeof(pg_uuid_t)));
    *copy = *schema_audit::log_incarnation();
    return UUIDPGetDatum(copy);
  });
}
}
