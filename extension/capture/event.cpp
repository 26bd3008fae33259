#include "extension/capture/event.hpp"

#include "extension/backend/guard.hpp"
#include "extension/capture/policy.hpp"
#include "extension/protection/silent_gap.hpp"

namespace schema_audit {

Datum on_event(FunctionCallInfo call, void (*record)(const Event&)) {
  if (!CALLED_AS_EVENT_TRIGGER(call)) {
    ereport(ERROR, (errcode(ERRCODE_E_R_I_E_EVENT_TRIGGER_PROTOCOL_VIOLATED),
                    errmsg("the function can only be called as an event trigger")));
  }
  const auto* trigger = reinterpret_cast<const EventTriggerData*>(call->context);
  StatementFrame* frame = frame_of(trigger);
  if (frame != nullptr) frame->event_triggers_fired = true;
  Event event = {trigger, {InvalidOid, trigger->parsetree, trigger->tag, frame, kByEventTrigger}};
  if (is_switched_off()) {
    // With the library preloaded, the tripwire knows whether there was a change.
    if (frame == nullptr) guard([&] { note_silent_gap(event.recording); });
    return Datum{0};
  }
  guard([&] {
    under_policy(event.recording, [&] {
      if (!may_record()) return;
      fault_in_server();
      // The schema of the function itself, so that renaming it breaks nothing.
      event.recording.log_schema = get_func_namespace(call->flinfo->fn_oid);
      record(event);
    });
  });
  return Datum{0};
}

namespace {

// The row types of the functions that are called, for the life of the session.
struct RowType {
  Oid function;
  TupleDesc columns;
};
RowType row_types[2] = {};

RowType* row_type_of(Oid function) {
  for (RowType& type : row_types) {
    if (type.function == InvalidOid) type.function = function;
    if (type.function == function) return &type;
  }
  elog(ERROR, "unexpected set-returning function %u", function);
  pg_unreachable();
}

void keep(RowType* type, TupleDesc columns) {
  const MemoryContext outer = MemoryContextSwitchTo(CacheMemoryContext);
  type->columns = CreateTupleDescCopy(columns);
  MemoryContextSwitchTo(outer);
}

}  // namespace

RowSet call_set_returning(Oid function) {
  fault_in_server();
  RowType* type = row_type_of(function);
  FmgrInfo info;
  fmgr_info(function, &info);
  ExprContext* context = makeNode(ExprContext);
  context->ecxt_per_query_memory = CurrentMemoryContext;
  ReturnSetInfo* result = makeNode(ReturnSetInfo);
  result->econtext = context;
  result->allowedModes = SFRM_Materialize;
  if (type->columns != nullptr) {
    // The server's helper would put the row type together from pg_proc each time, which takes longer than all
    // the rest of the call. It takes the caller's word for a function that returns just "record".
    result->expectedDesc = type->columns;
    info.fn_oid = F_RECORD_IN;
  }
  LOCAL_FCINFO(call, 0);
  InitFunctionCallInfoData(*call, &info, 0, InvalidOid, nullptr, reinterpret_cast<Node*>(result));
  FunctionCallInvoke(call);
  if (type->columns == nullptr) keep(type, result->setDesc);
  return {result->setResult, MakeSingleTupleTableSlot(result->setDesc, &TTSOpsMinimalTuple)};
}

bool RowSet::next() {
  // A row that was written to disk is read into the memory that is current now and freed with the next one.
  const MemoryContext outer = MemoryContextSwitchTo(slot->tts_mcxt);
  const bool found = tuplestore_gettupleslot(rows, true, false, slot);
  if (found) slot_getallattrs(slot);
  MemoryContextSwitchTo(outer);
  return found;
}

void RowSet::finish() {
  ExecDropSingleTupleTableSlot(slot);
  tuplestore_end(rows);
}

}  // namespace schema_audit
