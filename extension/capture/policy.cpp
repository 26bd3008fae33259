#include "extension/capture/policy.hpp"

#include "extension/attempt/recorded_statements.hpp"
#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/irrevocable.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/log_writer.hpp"

namespace schema_audit {

namespace {

// The transaction in which an irrevocable command was recorded: it has done its work already.
FullTransactionId irrevocable_xid = {0};

// A refusal is no failure to record, and a cancellation belongs to the user.
bool goes_on(const ErrorData& error) {
  return error.sqlerrcode == ERRCODE_INSUFFICIENT_PRIVILEGE || error.sqlerrcode == ERRCODE_QUERY_CANCELED ||
         error.sqlerrcode == ERRCODE_ASSERT_FAILURE;
}

// Null when nothing was raised. The error is in the current memory context.
ErrorData* caught(void (*record)(void*), void* argument) {
  try {
    pg_call([&] { record(argument); });
  } catch (const PgError& error) {
    return error.data();
  } catch (...) {
    const Failure failure = describe_current_exception();
    auto* data = static_cast<ErrorData*>(palloc0(sizeof(ErrorData)));
    data->elevel = ERROR;
    data->sqlerrcode = failure.sqlstate;
    data->message = pstrdup(failure.message != nullptr ? failure.message : "unexpected error");
    data->assoc_context = CurrentMemoryContext;
    return data;
  }
  return nullptr;
}

// In a subtransaction that is rolled back in every case. Null when nothing was raised.
ErrorData* caught_reading(void (*look)(void*), void* argument) {
  const MemoryContext context = CurrentMemoryContext;
  const ResourceOwner owner = CurrentResourceOwner;
  BeginInternalSubTransaction(nullptr);
  MemoryContextSwitchTo(context);
  ErrorData* error = caught(look, argument);
  RollbackAndReleaseCurrentSubTransaction();
  MemoryContextSwitchTo(context);
  CurrentResourceOwner = owner;
  return error;
}

void report_gap(const Recording& recording, const ErrorData& error) {
  // One command may fail to be recorded more than once.
  if (recording.frame != nullptr && std::exchange(recording.frame->has_gap, true)) return;
  GapText text = {};
  auto read = [&] { read_gap_text(recording, error, &text); };
  caught_reading([](void* function) { (*static_cast<decltype(read)*>(function))(); }, &read);
  remember_gap(recording, error.sqlerrcode, text);
  ereport(WARNING, (errcode(error.sqlerrcode),
                    errmsg("the command %s is not recorded in the DDL log", GetCommandTagName(recording.tag)),
                    errdetail_internal("%s", error.message != nullptr ? error.message : "unknown error"),
                    error.hint != nullptr ? errhint("%s", error.hint) : 0));
}

void record_in_subtransaction(const Recording& recording, bool must_not_fail, void (*record)(void*),
                              void* argument) {
  RecordedStatement* recorded = recorded_of(recording);
  const RecordedStatement before = *recorded;
  const MemoryContext context = CurrentMemoryContext;
  const ResourceOwner owner = CurrentResourceOwner;
  const SubTransactionId outer = command_subtransaction;
  if (outer == InvalidSubTransactionId) command_subtransaction = GetCurrentSubTransactionId();
  BeginInternalSubTransaction(nullptr);
  MemoryContextSwitchTo(context);
  ErrorData* error = caught(record, argument);
  command_subtransaction = outer;
  if (error == nullptr) {
    ReleaseCurrentSubTransaction();
  } else {
    // It is not the command that is rolled back.
    if (recorded->number != before.number) forget_recorded(recorded->number);
    RollbackAndReleaseCurrentSubTransaction();
  }
  MemoryContextSwitchTo(context);
  CurrentResourceOwner = owner;
  if (error == nullptr) return;
  *recorded = before;
  if (!must_not_fail && goes_on(*error)) ReThrowError(error);
  report_gap(recording, *error);
}

void on_transaction(XactEvent event, void*) {
  if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
    irrevocable_xid = {0};
}

}  // namespace

bool may_change_log() { return settings.allow_log_changes && superuser(); }

namespace {

// It changes no schema, and may be what mends the log.
bool is_setting(const Node* tree) {
  return tree != nullptr && (IsA(tree, VariableSetStmt) || IsA(tree, DiscardStmt));
}

// A superuser who is mending the log, or who has just switched it off: what is recorded then is the switch.
bool is_let_pass() { return may_change_log() || (!settings.enabled && superuser()); }

bool stands(const Recording& recording) {
  return settings.on_failure == static_cast<int>(OnFailure::kWarning) || is_let_pass() ||
         is_setting(recording.tree);
}

}  // namespace

void run_under_policy(const Recording& recording, void (*record)(void*), void* argument) {
  const bool must_not_fail = is_irrevocable(recording.tree) || is_past_undoing();
  if (must_not_fail || stands(recording)) {
    if (must_not_fail) irrevocable_xid = GetTopFullTransactionId();
    record_in_subtransaction(recording, must_not_fail, record, argument);
  } else {
    record(argument);
  }
}

void look_under_policy_at(const Recording& recording, void (*look)(void*), void* argument) {
  if (!IsTransactionState() || !stands(recording)) {
    look(argument);
    return;
  }
  ErrorData* error = caught_reading(look, argument);
  if (error == nullptr) return;
  if (goes_on(*error)) ReThrowError(error);
  report_gap(recording, *error);
}

void fail_to_note(StatementFrame* frame) {
  const Recording recording = {InvalidOid, frame != nullptr ? frame->tree : nullptr,
                               frame != nullptr ? frame->tag : CMDTAG_UNKNOWN, frame, kByTripwire};
  look_under_policy(recording, [] {
    ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory"),
                    errdetail("What the command does could not be noted.")));
  });
}

void probe_before(const Node* tree) {
  if (!is_irrevocable(tree) || settings.on_failure != static_cast<int>(OnFailure::kError) ||
      may_change_log() || !may_record()) {
    return;
  }
  const Oid schema = log_schema();
  if (OidIsValid(schema)) probe_log(schema);
}

bool is_past_undoing() {
  return FullTransactionIdIsValid(irrevocable_xid) &&
         FullTransactionIdEquals(irrevocable_xid, GetTopFullTransactionIdIfAny());
}

void watch_policy() { RegisterXactCallback(on_transaction, nullptr); }

}  // namespace schema_audit
