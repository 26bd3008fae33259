#include "extension/capture/utility_hook.hpp"

#include "extension/attempt/failed_statement.hpp"
#include "extension/backend/guard.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/policy.hpp"
#include "extension/capture/statement.hpp"

namespace schema_audit {

namespace {

ProcessUtility_hook_type next_hook = nullptr;

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
    StatementFrame frame = {};
    frame.tree = own->utilityStmt;
    frame.tag = CreateCommandTag(own->utilityStmt);
    frame.query = query;
    frame.location = own->stmt_location;
    frame.length = own->stmt_len;
    frame.top_level = context == PROCESS_UTILITY_TOPLEVEL;
    INSTR_TIME_SET_CURRENT(frame.started);
    frame.first_command = IsTransactionState() ? GetCurrentCommandId(false) : FirstCommandId;
    frame.outer = current_frame();
    set_current_frame(&frame);
    const bool kept = is_worth_keeping(frame.tree);
    PG_TRY();
    {
      // Known before anything fails: whether there is a log to keep attempts for.
      if (kept) log_schema();
      probe_before(frame.tree);
      next(own, query, false, context, params, environment, destination, completion);
    }
    PG_CATCH();
    {
      set_current_frame(frame.outer);
      if (kept) fail_statement(frame);
      PG_RE_THROW();
    }
    PG_END_TRY();
    set_current_frame(frame.outer);
  });
}

}  // namespace

void install_utility_hook() {
  next_hook = ProcessUtility_hook;
  ProcessUtility_hook = watch_utility;
}

}  // namespace schema_audit
