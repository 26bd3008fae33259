// How a command gets into the log, whoever noticed it: one statement row, and object rows below it.
#pragma once

#include "extension/capture/log_row.hpp"
#include "extension/capture/statement.hpp"

namespace schema_audit {

// Values of the column captured_by.
inline constexpr const char* kByEventTrigger = "event trigger";
inline constexpr const char* kByUtilityHook = "utility hook";
inline constexpr const char* kByTripwire = "tripwire";
inline constexpr const char* kByGuard = "guard";
inline constexpr const char* kByFunction = "function";

// One command that is being recorded.
struct Recording {
  Oid log_schema;
  const Node* tree;  // null when the command is unknown
  CommandTag tag;
  StatementFrame* frame;  // null when the command was not seen to begin
  const char* captured_by;
};

// The subtransaction of the command, while its recording has one of its own; else InvalidSubTransactionId.
extern SubTransactionId command_subtransaction;

// Whether nothing is to be recorded now: the log is switched off, or this server cannot write.
bool is_switched_off();

// False when nothing is to be recorded now: it is switched off, or the script that makes this very extension
// is running. May look into the catalog.
bool may_record();

// Whether the script that makes or updates this very extension is running: its steps are not changes of the
// user's schema. May look into the catalog.
bool is_in_own_script();

// Where the command's statement row is, if it has one in this transaction.
RecordedStatement* recorded_of(const Recording& recording);

// Whether something was recorded of the same command in this transaction.
bool has_recorded(const Recording& recording);

// The number of the command's statement row in this transaction, which is written first if there is none.
int32 record_statement(const Recording& recording);

// Writes object rows (a List of LogRow*) below the command's statement row. Nothing is written for an empty
// list.
void record_objects(const Recording& recording, List* rows);

}  // namespace schema_audit
