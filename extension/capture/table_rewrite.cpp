// The event trigger for table_rewrite: a table that a command is about to write anew, and why.
#include "extension/capture/event.hpp"
#include "extension/capture/object_row.hpp"

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
  return schema_audit::on_event(fcinfo, schema_audit::record_rewrite);
}
