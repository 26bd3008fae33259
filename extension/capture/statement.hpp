// The statements that this backend is running now, outermost last, as the utility hook sees them. A frame
// lives on the C stack of the hook, which takes it away however the statement ends.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Where a statement's row is. Holds only in its transaction.
struct RecordedStatement {
  FullTransactionId xid;
  int32 number;
};

// Whether one of our event triggers is going to be called.
enum class Armed : char { kUnknown, kYes, kNo };

// What it has dropped so far, as the access log saw it.
enum class Drops : char { kNone, kLeftOut, kRecorded };

struct StatementFrame {
  const Node* tree;  // null when nobody parsed it as a command
  CommandTag tag;
  const char* query;  // the string that was parsed; the locations are in it
  int location;
  int length;
  bool top_level;  // sent by the client, not run by a function
  instr_time started;
  CommandId first_command;  // the catalog before the statement: what this transaction did before this number
  bool event_triggers_fired;  // one of ours was called for it
  bool listed;                // the server's list of what it did was read
  bool spans_transactions;    // it has committed something before its end
  Armed drop_trigger;
  Drops drops;
  int accesses;  // where its part of the access log begins
  RecordedStatement recorded;
  bool has_gap;  // some of it could not be recorded, and that is known
  StatementFrame* outer;
};

// Null when there is none, e.g. because the library was loaded while the statement was running.
StatementFrame* current_frame();
void set_current_frame(StatementFrame* frame);

// The frame of the statement that an event trigger is called for, or null.
StatementFrame* frame_of(const EventTriggerData* trigger);

}  // namespace schema_audit
