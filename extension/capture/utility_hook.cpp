#include "extension/capture/utility_hook.hpp"

#include "extension/attempt/failed_statement.hpp"
#include "extension/backend/guard.hpp"
#include "extension/capture/access_log.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/policy.hpp"
#include "extension/capture/recording.hpp"
#include "extension/capture/statement.hpp"
#include "extension/capture/tripwire.hpp"
#include "extension/commands/guarded_settings.hpp"
#include "extension/commands/unseen_command.hpp"

namespace schema_audit {

namespace {

ProcessUtility_hook_type next_hook = nullptr;

// What the layers above the event triggers have to do for one statement.
struct Watched {
  StatementFrame frame;
  const UnseenCommand* unseen;  // null when event triggers are called for it
  Oid log_schema;               // where to record it; InvalidOid: nowhere
  List* gone;                   // object rows of what the command is going to drop
  bool recording;               // the log was on when it began
};

Recording recording_of(Watched* watched) {
  const StatementFrame& frame = watched->frame;
  return {watched->log_schema, frame.tree, frame.tag, &watched->frame, kByUtilityHook};
}

void begin_statement(Watched* watched, const PlannedStmt* planned, const char* query, bool top_level) {
  StatementFrame& frame = watched->frame;
  frame.tree = planned->utilityStmt;
  frame.tag = CreateCommandTag(planned->utilityStmt);
  frame.query = query;
  frame.location = planned->stmt_location;
  frame.length = planned->stmt_len;
  frame.top_level = top_level;
  INSTR_TIME_SET_CURRENT(frame.started);
  frame.first_command = IsTransactionState() ? GetCurrentCommandId(false) : FirstCommandId;
  frame.accesses = access_count();
  frame.outer = current_frame();
}

// What has to be known before the command runs, and, should it fail, whether there is a log to keep attempts
// for.
void prepare_record(Watched* watched, bool kept) {
  watched->unseen = find_unseen(watched->frame.tree);
  // The settings as they were are needed to record that the log is switched on again.
  const bool settings = watched->unseen != nullptr && watched->unseen->before == remember_settings;
  const bool unseen = watched->unseen != nullptr && (settings || !is_switched_off());
  if (!unseen && (!kept || knows_log_schema())) return;
  look_under_policy(recording_of(watched), [&] {
    const Oid schema = log_schema();
    watched->recording = unseen && may_record();
    if (!watched->recording && !settings) return;
    watched->log_schema = schema;
    if (OidIsValid(schema) && watched->unseen->before != nullptr) {
      watched->gone = watched->unseen->before(recording_of(watched));
    }
  });
}

void record_unseen(Watched* watched) {
  const UnseenCommand* unseen = watched->unseen;
  // Switching the log off is recorded as well.
  if (unseen == nullptr || watched->frame.has_gap || (!watched->recording && is_switched_off())) return;
  if (unseen->node == T_CreateExtensionStmt) forget_log_schema();
  if (is_without_log() && !OidIsValid(watched->log_schema)) return;
  under_policy(recording_of(watched), [&] {
    if (!watched->recording && !may_record()) return;
    if (!OidIsValid(watched->log_schema)) watched->log_schema = log_schema();
    if (!OidIsValid(watched->log_schema)) return;
    CommandCounterIncrement();
    const Recording recording = recording_of(watched);
    List* rows = watched->gone;
    if (unseen->after != nullptr) rows = list_concat(rows, unseen->after(recording));
    record_objects(recording, rows);
  });
}

void call_next(PlannedStmt* planned, const char* query, bool read_only_tree, ProcessUtilityContext context,
               ParamListInfo params, QueryEnvironment* environment, DestReceiver* destination,
               QueryCompletion* completion) {
  const ProcessUtility_hook_type next = next_hook != nullptr ? next_hook : standard_ProcessUtility;
  next(planned, query, read_only_tree, context, params, environment, destination, completion);
}

extern "C" void watch_utility(PlannedStmt* planned, const char* query, bool read_only_tree,
                              ProcessUtilityContext context, ParamListInfo params,
                              QueryEnvironment* environment, DestReceiver* destination,
                              QueryCompletion* completion) {
  guard([&] {
    // Parts of a statement have no events of their own.
    if (context == PROCESS_UTILITY_SUBCOMMAND) {
      call_next(planned, query, read_only_tree, context, params, environment, destination, completion);
      return;
    }
    // The server would make this copy a little later; made here, event triggers get the tree that the frame
    // knows.
    PlannedStmt* own = read_only_tree ? static_cast<PlannedStmt*>(copyObjectImpl(planned)) : planned;
    Watched watched = {};
    begin_statement(&watched, own, query, context == PROCESS_UTILITY_TOPLEVEL);
    const bool kept = is_worth_keeping(watched.frame.tree);
    prepare_record(&watched, kept);
    set_current_frame(&watched.frame);
    PG_TRY();
    {
      // No C++ exception may leave the block: it would leave the server's way out behind.
      guard([&] { probe_before(watched.frame.tree); });
      call_next(own, query, false, context, params, environment, destination, completion);
      guard([&] {
        record_unseen(&watched);
        check_statement(&watched.frame);
      });
    }
    PG_CATCH();
    {
      set_current_frame(watched.frame.outer);
      if (kept) fail_statement(watched.frame);
      PG_RE_THROW();
    }
    PG_END_TRY();
    set_current_frame(watched.frame.outer);
  });
}

}  // namespace

void install_utility_hook() {
  watch_accesses();
  watch_commits();
  next_hook = ProcessUtility_hook;
  ProcessUtility_hook = watch_utility;
}

}  // namespace schema_audit
