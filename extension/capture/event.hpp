// What the three event triggers share: one command's events write under one statement row.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

struct Event {
  const EventTriggerData* trigger;
  Recording recording;
};

// The body of an event trigger's function: calls record under the policy, unless nothing is to be recorded
// now. Raises an error when the function was not called as an event trigger.
Datum on_event(FunctionCallInfo call, void (*record)(const Event&));

// The result of a set-returning function of the server that takes no arguments.
struct RowSet {
  Tuplestorestate* rows;
  TupleTableSlot* slot;

  // The next row into the slot, with its values there until the next call; false at the end.
  bool next();
  // Gives back memory and files. An error does that too.
  void finish();
  bool is_null(int column) const { return slot->tts_isnull[column]; }
  Datum value(int column) const { return slot->tts_values[column]; }
};
RowSet call_set_returning(Oid function);

}  // namespace schema_audit
