#include "extension/attempt/failed_statement.hpp"

#include "extension/attempt/attempt.hpp"
#include "extension/attempt/recorded_statements.hpp"
#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/statement_text.hpp"

namespace schema_audit {

namespace {

// Runs what must not replace the error that it is about. Nothing in it reads the catalog or takes a lock, and
// the transaction is about to be aborted: so its own error can be dropped.
template <typename Function>
void quietly(Function function) {
  try {
    pg_call(function);
  } catch (...) {
  }
}

void set_text(Attempt* attempt, const StatementText& text) {
  attempt->texts[attempt_text::kStatement] = text.text;
  attempt->redacted = text.redacted;
}

// A message may repeat parts of its statement. Of one with secrets only the constant part is kept, with its
// placeholders.
const char* safe_message(const ErrorData& error, bool redacted) {
  return redacted ? error.message_id : error.message;
}

void keep_failure(const StatementFrame& frame, const ErrorData& error) {
  Attempt attempt = make_attempt(outcome_of(error.sqlerrcode));
  attempt.sqlstate = error.sqlerrcode;
  set_text(&attempt, statement_text(&frame));
  attempt.texts[attempt_text::kCommandTag] =
      GetCommandTagName(CreateCommandTag(const_cast<Node*>(frame.tree)));
  attempt.texts[attempt_text::kMessage] = safe_message(error, attempt.redacted);
  if (FullTransactionIdIsValid(frame.recorded.xid) &&
      FullTransactionIdEquals(frame.recorded.xid, GetTopFullTransactionIdIfAny())) {
    attempt.number = frame.recorded.number;
    forget_recorded(attempt.number);
  }
  keep_attempt(attempt);
}

bool is_temporary(const RangeVar* relation) {
  return relation != nullptr && relation->relpersistence == RELPERSISTENCE_TEMP;
}

// As far as the command itself says so.
bool makes_temporary(const Node* tree) {
  switch (nodeTag(tree)) {
    case T_CreateStmt:
      return is_temporary(reinterpret_cast<const CreateStmt*>(tree)->relation);
    case T_CreateTableAsStmt:
      return is_temporary(reinterpret_cast<const CreateTableAsStmt*>(tree)->into->rel);
    case T_ViewStmt:
      return is_temporary(reinterpret_cast<const ViewStmt*>(tree)->view);
    case T_CreateSeqStmt:
      return is_temporary(reinterpret_cast<const CreateSeqStmt*>(tree)->sequence);
    default:
      return false;
  }
}

bool is_ddl(const Node* tree) {
  auto* node = const_cast<Node*>(tree);
  return GetCommandLogLevel(node) == LOGSTMT_DDL || command_tag_event_trigger_ok(CreateCommandTag(node)) ||
         IsA(tree, TruncateStmt);
}

}  // namespace

bool is_worth_keeping(const Node* tree) {
  return tree != nullptr && is_ddl(tree) && (settings.log_temporary || !makes_temporary(tree));
}

void fail_statement(const StatementFrame& frame) {
  if (!settings.log_attempts || is_without_log() || RecoveryInProgress()) PG_RE_THROW();
  // The memory of errors is small and is emptied by the next one.
  MemoryContextSwitchTo(TopTransactionContext != nullptr ? TopTransactionContext : TopMemoryContext);
  ErrorData* error = CopyErrorData();
  FlushErrorState();
  quietly([&] { keep_failure(frame, *error); });
  ReThrowError(error);
  pg_unreachable();
}

void keep_refusal(const char* command, const char* message) {
  if (!settings.log_attempts) return;
  Attempt attempt = make_attempt(Outcome::kRefused);
  attempt.sqlstate = ERRCODE_INSUFFICIENT_PRIVILEGE;
  set_text(&attempt, statement_text(nullptr));
  attempt.texts[attempt_text::kCommandTag] = command;
  attempt.texts[attempt_text::kMessage] = message;
  keep_attempt(attempt);
}

}  // namespace schema_audit
