#include "extension/capture/event_triggers.hpp"

#include "extension/capture/log_schema.hpp"

namespace schema_audit {

namespace {

bool are_switched_off() {
#if PG_VERSION_NUM >= 170000
  if (!event_triggers) return true;
#endif
  // Single-user mode.
  return !IsUnderPostmaster;
}

bool fires(const EventTriggerCacheItem* trigger) {
  const char other = SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA ? TRIGGER_FIRES_ON_ORIGIN
                                                                                : TRIGGER_FIRES_ON_REPLICA;
  return trigger->enabled != other;
}

bool is_drop_trigger_armed() {
  if (are_switched_off()) return false;
  const Oid schema = log_schema();
  if (!OidIsValid(schema)) return false;
  const List* triggers = EventCacheLookup(EVT_SQLDrop);
  for (int i = 0; i < list_length(triggers); ++i) {
    const auto* trigger = static_cast<const EventTriggerCacheItem*>(list_nth(triggers, i));
    if (fires(trigger) && get_func_namespace(trigger->fnoid) == schema) return true;
  }
  return false;
}

// The server has no events for these.
bool has_no_events(Oid class_id) { return class_id == EventTriggerRelationId || IsSharedRelation(class_id); }

}  // namespace

bool will_report_drop(StatementFrame* frame, Oid class_id) {
  if (frame == nullptr || !command_tag_event_trigger_ok(frame->tag) || has_no_events(class_id)) return false;
  if (frame->drop_trigger == Armed::kUnknown) {
    frame->drop_trigger = is_drop_trigger_armed() ? Armed::kYes : Armed::kNo;
  }
  return frame->drop_trigger == Armed::kYes;
}

bool is_explain_analyze(const Node* tree) {
  if (!IsA(tree, ExplainStmt)) return false;
  const List* options = reinterpret_cast<const ExplainStmt*>(tree)->options;
  bool analyze = false;
  for (int i = 0; i < list_length(options); ++i) {
    auto* option = static_cast<DefElem*>(list_nth(options, i));
    if (std::strcmp(option->defname, "analyze") == 0) analyze = defGetBoolean(option);
  }
  return analyze;
}

}  // namespace schema_audit
