// What the three event triggers share: one command's events write under one statement row.
#pragma once

#include "extension/capture/log_row.hpp"

namespace schema_audit {

struct Event {
  const EventTriggerData* trigger;
  Oid log_schema;  // where the extension's tables are
};

// False when nothing is to be recorded now: the log is switched off, or this server cannot write.
// Raises an error when the function was not called as an event trigger.
bool begin_event(FunctionCallInfo call, Event* event);

// Whether an earlier event of the same command has recorded something.
bool has_recorded(const Event& event);

// Writes object rows (a List of LogRow*) below the statement row of the event's command, which is written
// first if this is the first time. Nothing is written for an empty list.
void record_objects(const Event& event, List* rows);

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
