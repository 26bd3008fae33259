// The event trigger for table_rewrite: a table that a command is about to write anew, and why.
#include "extension/backend/guard.hpp"
#include "extension/capture/event.hpp"
#include "extension/capture/object_row.hpp"
#include "extension/capture/policy.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_table_rewrite);
}

namespace schema_audit {

namespace {

void record_rewrite(const Event& event) {
  const Oid table = DatumGetObjectId(OidFunctionCall0(F_PG_EVENT_TRIGGER_TABLE_REWRITE_OID));
  const Datum reason = OidFunctionCall0(F_PG_EVENT_TRIGGER_TABLE_REWRITE_REASON);
  LogRow* row =
      make_object_row("rewritten", GetCommandTagName(event.trigger->tag), {RelationRelationId, table, 0});
  if (row == nullptr) return;
  row->set(object_column::kRewriteReason, reason);
  record_objects(event.recording, list_make1(row));
}

}  // namespace

}  // namespace schema_audit

Datum schema_audit_table_rewrite(PG_FUNCTION_ARGS) {
  return schema_audit::guard([&] {
    schema_audit::Event event;
    if (schema_audit::begin_event(fcinfo, &event)) {
      schema_audit::under_policy(event.recording, [&] { schema_audit::record_rewrite(event); });
    }
    return Datum{0};
  });
}
