#include "extension/capture/utility_hook.hpp"

#include "extension/attempt/failed_statement.hpp"
#include "extension/backend/guard.hpp"
#include "extension/capture/access_log.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/policy.hpp"
#include "extension/capture/recording.hpp"
#include "extension/capture/statement.hpp"
#include "extension/capture/tripwire.hpp"
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

void prepare_record(Watched* watched) {
  watched->unseen = find_unseen(watched->frame.tree);
  if (watched->unseen == nullptr || !may_record()) return;
  watched->recording = true;
  watched->log_schema = log_schema();
  if (OidIsValid(watched->log_schema) && watched->unseen->before != nullptr) {
    watched->gone = watched->unseen->before(recording_of(watched));
  }
}

void record_unseen(Watched* watched) {
  const UnseenCommand* unseen = watched->unseen;
  // Switching the log off is recorded as well.
  if (unseen == nullptr || (!watched->recording && !may_record())) return;
  if (unseen->node == T_CreateExtensionStmt) forget_log_schema();
  if (!OidIsValid(watched->log_schema)) watched->log_schema = log_schema();
  if (!OidIsValid(watched->log_schema)) return;
  CommandCounterIncrement();
  const Recording recording = recording_of(watched);
  under_policy(recording, [&] {
    List* rows = watched->gone;
    if (unseen->after != nullptr) rows = list_concat(rows, unseen->after(recording));
    record_objects(recording, rows);
  });
}

extern "C" void watch_utility(PlannedStmt* planned, const char* query, bool read_only_tree,
                              ProcessUtilityContext context, ParamListInfo params,
                              QueryEnvironment* environment, DestReceiver* destination,
                              QueryCompletion* completion) {
  guard([&] {
    const ProcessUtility_hook_type next = next_hook != nullptr ? next_hook : standard_ProcessUtility;
    // Parts of a statement have no events of their own.
    if (context == PROCESS_UTILITY_SUBCOMMAND) {
      next(planned, query, read_only_tree, context, params, environment, destination, completion);
      return;
    }
    // The server would make this copy a little later; made here, event triggers get the tree that the frame
    // knows.
    PlannedStmt* own = read_only_tree ? static_cast<PlannedStmt*>(copyObjectImpl(planned)) : planned;
    Watched watched = {};
    begin_statement(&watched, own, query, context == PROCESS_UTILITY_TOPLEVEL);
    const bool kept = is_worth_keeping(watched.frame.tree);
    prepare_record(&watched);
    set_current_frame(&watched.frame);
    PG_TRY();
    {
      // Known before anything fails: whether there is a log to keep attempts for.
      if (kept) log_schema();
      probe_before(watched.frame.tree);
      next(own, query, false, context, params, environment, destination, completion);
      record_unseen(&watched);
      check_statement(&watched.frame);
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
