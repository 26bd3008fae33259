#include "extension/commands/guarded_settings.hpp"

#include "extension/backend/settings.hpp"
#include "extension/commands/rows.hpp"

namespace schema_audit {

namespace {

constexpr const char* kGuarded[] = {
    "session_replication_role",       "event_triggers",
    "schema_audit.enabled",           "schema_audit.max_statement_length",
    "schema_audit.on_failure",        "schema_audit.actor_key",
    "schema_audit.log_temporary",     "schema_audit.log_attempts",
    "schema_audit.allow_log_changes",
};
constexpr int kCount = static_cast<int>(std::size(kGuarded));

// In the memory of the transaction; null when nothing is remembered.
struct Values {
  bool enabled;
  const char* texts[kCount];
};
Values* remembered = nullptr;

const char* value_of(const char* name) {
  // Its text is hidden even from superusers.
  if (std::strcmp(name, "schema_audit.actor_key") == 0)
    return settings.actor_key != nullptr ? settings.actor_key : "";
  const char* value = GetConfigOption(name, true, false);
  return value != nullptr ? value : "";
}

const char* change_text(const char* name) {
  if (std::strcmp(name, "schema_audit.actor_key") == 0) return "SET";
  return psprintf("SET TO %s", value_of(name));
}

void on_transaction_end(XactEvent event, void*) {
  if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
    remembered = nullptr;
}

}  // namespace

bool sets_guarded(const Node* tree) {
  const auto* statement = reinterpret_cast<const VariableSetStmt*>(tree);
  if (statement->kind == VAR_RESET_ALL) return true;
  if (statement->name == nullptr) return false;
  return std::any_of(std::begin(kGuarded), std::end(kGuarded),
                     [&](const char* name) { return pg_strcasecmp(name, statement->name) == 0; });
}

bool discards_all(const Node* tree) {
  return reinterpret_cast<const DiscardStmt*>(tree)->target == DISCARD_ALL;
}

List* remember_settings(const Recording&) {
  if (remembered != nullptr) return NIL;
  const MemoryContext outer = MemoryContextSwitchTo(TopTransactionContext);
  auto* values = static_cast<Values*>(palloc(sizeof(Values)));
  values->enabled = settings.enabled;
  for (int i = 0; i < kCount; ++i) values->texts[i] = pstrdup(value_of(kGuarded[i]));
  remembered = values;
  MemoryContextSwitchTo(outer);
  return NIL;
}

bool has_remembered_settings() { return remembered != nullptr && remembered->enabled; }

List* changed_settings(const Recording& recording, const char* role) {
  List* rows = NIL;
  if (remembered == nullptr) return rows;
  for (int i = 0; i < kCount; ++i) {
    if (std::strcmp(remembered->texts[i], value_of(kGuarded[i])) == 0) continue;
    LogRow* row = parameter_row(recording, kGuarded[i], change_text(kGuarded[i]));
    row->set_text(object_column::kRole, role);
    rows = lappend(rows, row);
    if (!settings.enabled && remembered->enabled) settings.switch_is_recorded = true;
  }
  remembered = nullptr;
  return rows;
}

List* set_settings(const Recording& recording) { return changed_settings(recording, "target"); }

void watch_settings() { RegisterXactCallback(on_transaction_end, nullptr); }

}  // namespace schema_audit
