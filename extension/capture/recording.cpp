#include "extension/capture/recording.hpp"

#include "extension/attempt/recorded_statements.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/access_log.hpp"
#include "extension/capture/log_writer.hpp"
#include "extension/capture/statement_row.hpp"
#include "extension/protection/log_ddl.hpp"

namespace schema_audit {

namespace {

// For a command that has no frame. It is the same command only with the same tree in the same subtransaction;
// the commands that follow in this session have frames.
struct FramelessStatement {
  const Node* tree;
  SubTransactionId subtransaction;
  RecordedStatement recorded;
};
FramelessStatement frameless = {nullptr, InvalidSubTransactionId, {{0}, 0}};

}  // namespace

SubTransactionId command_subtransaction = InvalidSubTransactionId;

RecordedStatement* recorded_of(const Recording& recording) {
  if (recording.frame != nullptr) return &recording.frame->recorded;
  const SubTransactionId subtransaction = command_subtransaction != InvalidSubTransactionId
                                              ? command_subtransaction
                                              : GetCurrentSubTransactionId();
  if (frameless.tree != recording.tree || frameless.subtransaction != subtransaction) {
    frameless = {recording.tree, subtransaction, {InvalidFullTransactionId, 0}};
  }
  return &frameless.recorded;
}

bool is_switched_off() { return !settings.enabled || RecoveryInProgress() || IsBinaryUpgrade; }

bool is_in_own_script() {
  return creating_extension && CurrentExtensionObject == get_extension_oid("schema_audit", true);
}

bool may_record() { return !is_switched_off() && !is_in_own_script(); }

bool has_recorded(const Recording& recording) {
  const RecordedStatement* recorded = recorded_of(recording);
  return FullTransactionIdIsValid(recorded->xid) &&
         FullTransactionIdEquals(recorded->xid, GetTopFullTransactionIdIfAny());
}

// A command may run in several transactions: each has a statement row of its own.
int32 record_statement(const Recording& recording) {
  RecordedStatement* recorded = recorded_of(recording);
  const FullTransactionId xid = GetTopFullTransactionId();
  if (!FullTransactionIdEquals(recorded->xid, xid)) {
    LogRow* row = make_statement_row(recording.tag, recording.frame, recording.captured_by);
    *recorded = {xid, write_statements(recording.log_schema, list_make1(row))};
    remember_recorded(*row, recording.tag, recorded->number);
  }
  return recorded->number;
}

void record_objects(const Recording& recording, List* rows) {
  if (rows == NIL) return;
  refuse_log_change(recording, rows);
  const Datum statement = Int32GetDatum(record_statement(recording));
  for (int i = 0; i < list_length(rows); ++i) {
    auto* row = static_cast<LogRow*>(list_nth(rows, i));
    row->set(object_column::kStatement, statement);
    note_recorded(DatumGetObjectId(row->values[object_column::kClassId]),
                  DatumGetObjectId(row->values[object_column::kObjectId]));
  }
  write_objects(recording.log_schema, rows);
}

}  // namespace schema_audit
