// What the three event triggers share: one command's events write under one statement row.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

struct Event {
  const EventTriggerData* trigger;
  Recording recording;
};

// False when nothing is to be recorded now: the log is switched off, or this server cannot write.
// Raises an error when the function was not called as an event trigger.
bool begin_event(FunctionCallInfo call, Event* event);

// The result of a set-returning function of the server that takes no arguments.
struct RowSet {
  Tuplestorestate* rows;
  TupleTableSlot* slot;

  // The next row into the slot, with its values there until the next call; false at the end.
  bool next();
  bool is_null(int column) const { return slot->tts_isnull[column]; }
  Datum value(int column) const { return slot->tts_values[column]; }
};
RowSet call_set_returning(Oid function);

}  // namespace schema_audit
