#include "extension/capture/event.hpp"

#include "extension/backend/settings.hpp"
#include "extension/capture/log_writer.hpp"
#include "extension/capture/statement.hpp"
#include "extension/capture/statement_row.hpp"

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

RecordedStatement* recorded_of(const Event& event) {
  if (StatementFrame* frame = frame_of(event.trigger)) return &frame->recorded;
  if (frameless.tree != event.trigger->parsetree ||
      frameless.subtransaction != GetCurrentSubTransactionId()) {
    frameless = {event.trigger->parsetree, GetCurrentSubTransactionId(), {InvalidFullTransactionId, 0}};
  }
  return &frameless.recorded;
}

// A command may run in several transactions: each has a statement row of its own.
int32 statement_number(const Event& event) {
  RecordedStatement* recorded = recorded_of(event);
  const FullTransactionId xid = GetTopFullTransactionId();
  if (!FullTransactionIdEquals(recorded->xid, xid)) {
    const int32 number = write_statements(
        event.log_schema, list_make1(make_statement_row(event.trigger->parsetree, event.trigger->tag,
                                                        frame_of(event.trigger), "event trigger")));
    *recorded = {xid, number};
  }
  return recorded->number;
}

// The script that makes or updates this very extension: its steps are not changes of the user's schema.
bool in_own_script() {
  return creating_extension && CurrentExtensionObject == get_extension_oid("schema_audit", true);
}

}  // namespace

bool begin_event(FunctionCallInfo call, Event* event) {
  if (!CALLED_AS_EVENT_TRIGGER(call)) {
    ereport(ERROR, (errcode(ERRCODE_E_R_I_E_EVENT_TRIGGER_PROTOCOL_VIOLATED),
                    errmsg("the function can only be called as an event trigger")));
  }
  if (!settings.enabled || RecoveryInProgress() || IsBinaryUpgrade || in_own_script()) return false;
  event->trigger = reinterpret_cast<const EventTriggerData*>(call->context);
  // The schema of the function itself, so that renaming it breaks nothing.
  event->log_schema = get_func_namespace(call->flinfo->fn_oid);
  return true;
}

bool has_recorded(const Event& event) {
  const RecordedStatement* recorded = recorded_of(event);
  return FullTransactionIdIsValid(recorded->xid) &&
         FullTransactionIdEquals(recorded->xid, GetTopFullTransactionIdIfAny());
}

void record_objects(const Event& event, List* rows) {
  if (rows == NIL) return;
  const Datum statement = Int32GetDatum(statement_number(event));
  for (int i = 0; i < list_length(rows); ++i) {
    static_cast<LogRow*>(list_nth(rows, i))->set(object_column::kStatement, statement);
  }
  write_objects(event.log_schema, rows);
}

RowSet call_set_returning(Oid function) {
  FmgrInfo info;
  fmgr_info(function, &info);
  ExprContext* context = makeNode(ExprContext);
  context->ecxt_per_query_memory = CurrentMemoryContext;
  ReturnSetInfo* result = makeNode(ReturnSetInfo);
  result->econtext = context;
  result->allowedModes = SFRM_Materialize;
  LOCAL_FCINFO(call, 0);
  InitFunctionCallInfoData(*call, &info, 0, InvalidOid, nullptr, reinterpret_cast<Node*>(result));
  FunctionCallInvoke(call);
  return {result->setResult, MakeSingleTupleTableSlot(result->setDesc, &TTSOpsMinimalTuple)};
}

bool RowSet::next() {
  if (!tuplestore_gettupleslot(rows, true, false, slot)) return false;
  slot_getallattrs(slot);
  return true;
}

}  // namespace schema_audit
