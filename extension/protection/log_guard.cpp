// The trigger on the tables of the log and of the snapshots: rows come from the extension, which writes past
// it. COPY by a superuser may load rows of another history, or of this one's past, as restoring a dump does;
// a superuser with schema_audit.allow_log_changes may do everything. Both leave a row in the log.
#include "extension/attempt/attempt.hpp"
#include "extension/attempt/failed_statement.hpp"
#include "extension/attempt/recorded_statements.hpp"
#include "extension/backend/guard.hpp"
#include "extension/capture/log_position.hpp"
#include "extension/capture/log_writer.hpp"
#include "extension/capture/object_row.hpp"
#include "extension/capture/policy.hpp"
#include "extension/capture/statement_row.hpp"
#include "extension/capture/statement_text.hpp"
#include "extension/protection/loaded_attempt.hpp"
#include "extension/protection/loaded_block.hpp"
#include "extension/protection/log_change.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_guard_log);
}

namespace schema_audit {

namespace {

// Rows of the statement that is running. A statement on one guarded table does not run another on the same.
struct RowCount {
  Oid table;
  int64 rows;
};
RowCount counted = {InvalidOid, 0};

const CopyStmt* running_copy() {
  if (const StatementFrame* frame = current_frame()) {
    return frame->tree != nullptr && IsA(frame->tree, CopyStmt)
               ? reinterpret_cast<const CopyStmt*>(frame->tree)
               : nullptr;
  }
  // The library was loaded by the trigger.
  if (ActivePortal == nullptr || list_length(ActivePortal->stmts) != 1) return nullptr;
  const Node* tree = static_cast<const PlannedStmt*>(linitial(ActivePortal->stmts))->utilityStmt;
  return tree != nullptr && IsA(tree, CopyStmt) ? reinterpret_cast<const CopyStmt*>(tree) : nullptr;
}

bool is_load(const Relation table) {
  const CopyStmt* copy = running_copy();
  return copy != nullptr && copy->is_from && superuser() &&
         RangeVarGetRelid(copy->relation, NoLock, true) == RelationGetRelid(table);
}

CommandTag tag_of(const TriggerData& trigger) {
  if (TRIGGER_FIRED_BY_UPDATE(trigger.tg_event)) return CMDTAG_UPDATE;
  if (TRIGGER_FIRED_BY_DELETE(trigger.tg_event)) return CMDTAG_DELETE;
  if (TRIGGER_FIRED_BY_TRUNCATE(trigger.tg_event)) return CMDTAG_TRUNCATE_TABLE;
  return running_copy() != nullptr ? CMDTAG_COPY : CMDTAG_INSERT;
}

[[noreturn]] void refuse(const TriggerData& trigger) {
  const CommandTag tag = tag_of(trigger);
  const char* message =
      psprintf("%s of \"%s\" is refused: its rows are written by the extension schema_audit only",
               GetCommandTagName(tag), RelationGetRelationName(trigger.tg_relation));
  // TRUNCATE fails as a command of its own.
  if (tag != CMDTAG_TRUNCATE_TABLE || current_frame() == nullptr)
    keep_refusal(GetCommandTagName(tag), message);
  ereport(
      ERROR,
      (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg_internal("%s", message),
       errhint("A superuser can load a dump with COPY, and for a repair set schema_audit.allow_log_changes "
               "to on; both are recorded.")));
}

// Everything before it is over.
FullTransactionId oldest_running() {
  const FullTransactionId next = ReadNextFullTransactionId();
  const TransactionId oldest = GetTransactionSnapshot()->xmin;
  uint32 epoch = EpochFromFullTransactionId(next);
  if (oldest > XidFromFullTransactionId(next)) --epoch;
  return FullTransactionIdFromEpochAndXid(epoch, oldest);
}

// A row that is loaded must not pass for one of the present. True when it is of this history.
bool check_loaded_row(const TriggerData& trigger) {
  const TupleDesc descriptor = RelationGetDescr(trigger.tg_relation);
  bool null = false;
  const int incarnation = SPI_fnumber(descriptor, "incarnation");
  if (incarnation <= 0) return false;
  const Datum own = SPI_getbinval(trigger.tg_trigtuple, descriptor, incarnation, &null);
  if (null || std::memcmp(DatumGetUUIDP(own), log_incarnation(), UUID_LEN) != 0) return false;
  for (const char* name : {"xid", "end_xid"}) {
    const int column = SPI_fnumber(descriptor, name);
    if (column <= 0) continue;
    const Datum value = SPI_getbinval(trigger.tg_trigtuple, descriptor, column, &null);
    if (null) continue;
    const FullTransactionId xid = DatumGetFullTransactionId(value);
    const bool past = std::strcmp(name, "xid") == 0
                          ? FullTransactionIdPrecedes(xid, oldest_running())
                          : FullTransactionIdPrecedesOrEquals(xid, oldest_running());
    if (past) continue;
    ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
                    errmsg("a row of table \"%s\" is refused: its transaction is not over in this history",
                           RelationGetRelationName(trigger.tg_relation)),
                    errdetail("Column %s is " UINT64_FORMAT ".", name, U64FromFullTransactionId(xid)),
                    errhint("Only rows of the past can be loaded.")));
  }
  return true;
}

void write_report(const Recording& recording, const TriggerData& trigger) {
  LogRow* statement = make_statement_row(recording.tag, recording.frame, kByGuard);
  const int32 number = write_statements(recording.log_schema, list_make1(statement));
  remember_recorded(*statement, recording.tag, number);
  LogRow* object = make_object_row("target", GetCommandTagName(recording.tag),
                                   {RelationRelationId, RelationGetRelid(trigger.tg_relation), 0});
  if (object == nullptr) return;
  object->set(object_column::kStatement, Int32GetDatum(number));
  if (recording.tag != CMDTAG_TRUNCATE_TABLE)
    object->set_text(object_column::kSubcommand, psprintf(INT64_FORMAT " rows", counted.rows));
  write_objects(recording.log_schema, list_make1(object));
}

// While nothing is recorded the change is a gap.
void keep_unrecorded(CommandTag tag, const TriggerData& trigger) {
  const StatementText text = statement_text(nullptr);
  Attempt attempt = make_attempt(Outcome::kUnrecorded);
  attempt.texts[attempt_text::kCommandTag] = GetCommandTagName(tag);
  attempt.texts[attempt_text::kStatement] = text.text;
  attempt.redacted = text.redacted;
  attempt.texts[attempt_text::kMessage] =
      psprintf("table \"%s\" of the log was changed while schema_audit.enabled was off",
               RelationGetRelationName(trigger.tg_relation));
  keep_attempt(attempt);
}

void report(const TriggerData& trigger) {
  const CommandTag tag = tag_of(trigger);
  if (!may_record()) {
    keep_unrecorded(tag, trigger);
    return;
  }
  StatementFrame* frame = tag == CMDTAG_COPY || tag == CMDTAG_TRUNCATE_TABLE ? current_frame() : nullptr;
  const Recording recording = {RelationGetNamespace(trigger.tg_relation),
                               frame != nullptr ? frame->tree : nullptr, tag, frame, kByGuard};
  under_policy(recording, [&] { write_report(recording, trigger); });
}

HeapTuple guard_row(const TriggerData& trigger) {
  HeapTuple row = TRIGGER_FIRED_BY_UPDATE(trigger.tg_event) ? trigger.tg_newtuple : trigger.tg_trigtuple;
  if (is_load(trigger.tg_relation) && !may_change_log() && check_loaded_row(trigger)) {
    make_room_for_block(trigger.tg_relation, row);
    row = numbered_attempt(trigger.tg_relation, row);
  }
  if (counted.table != RelationGetRelid(trigger.tg_relation))
    counted = {RelationGetRelid(trigger.tg_relation), 0};
  counted.rows++;
  return row;
}

HeapTuple guard_change(const TriggerData& trigger) {
  const bool row = TRIGGER_FIRED_FOR_ROW(trigger.tg_event);
  if (OwnLogChange::active() || IsBinaryUpgrade) {
    if (!row) return nullptr;
    return TRIGGER_FIRED_BY_UPDATE(trigger.tg_event) ? trigger.tg_newtuple : trigger.tg_trigtuple;
  }
  if (TRIGGER_FIRED_AFTER(trigger.tg_event)) {
    report(trigger);
    counted = {InvalidOid, 0};
    return nullptr;
  }
  const bool loaded = TRIGGER_FIRED_BY_INSERT(trigger.tg_event) && is_load(trigger.tg_relation);
  if (!loaded && !may_change_log()) refuse(trigger);
  if (row) return guard_row(trigger);
  if (loaded) {
    keep_from_sealing(trigger.tg_relation);
    begin_loading_attempts(trigger.tg_relation);
  }
  counted = {RelationGetRelid(trigger.tg_relation), 0};
  return nullptr;
}

}  // namespace

}  // namespace schema_audit

Datum schema_audit_guard_log(PG_FUNCTION_ARGS) {
  return schema_audit::guard([&] {
    if (!CALLED_AS_TRIGGER(fcinfo)) {
      ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
                      errmsg("the function can only be called as a trigger")));
    }
    return PointerGetDatum(
        schema_audit::guard_change(*reinterpret_cast<const TriggerData*>(fcinfo->context)));
  });
}
