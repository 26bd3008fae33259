// A command that did not come to be, or came to be without its record. Plain values and borrowed strings, so
// that it can be described while a transaction is being aborted: roles are OIDs, because the catalog cannot
// be asked for their names then.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

enum class Outcome : int {
  kFailed,
  kRefused,     // for want of a privilege, or by a guard of the log
  kRolledBack,  // it was recorded, and the record went with the command
  kUnrecorded,  // it stands without a record
  kLost         // that many attempts did not fit into the shared memory
};
const char* outcome_name(Outcome outcome);

// 42501 and class 28 are refusals.
Outcome outcome_of(int sqlstate);

namespace attempt_text {
enum : int {
  kCommandTag,
  kStatement,
  kMessage,
  kIdentity,
  kActor,
  kActorTrust,
  kApplication,
  kAddress,
  kCount
};
}  // namespace attempt_text

struct Attempt {
  Outcome outcome;
  TimestampTz at;
  int sqlstate;  // 0: none
  bool redacted;
  Oid session_role;
  Oid effective_role;
  int client_port;  // 0: none
  int backend_pid;
  FullTransactionId xid;
  int32 number;                             // 0: none
  int32 repeated;                           // how many times
  const char* texts[attempt_text::kCount];  // null: none
};
static_assert(std::is_trivially_copyable_v<Attempt>);

// One of this session and moment: time, roles, client, transaction; without a command.
Attempt make_attempt(Outcome outcome);

// Keeps it: in shared memory until it is stored in schema_audit.ddl_attempt, or, when the library is not in
// shared_preload_libraries, as a line of the server log. Never raises an error and never waits for anybody
// but another attempt. Works while a transaction is being aborted. Nothing happens when
// schema_audit.log_attempts is off, except for kUnrecorded, which is always kept.
void keep_attempt(const Attempt& attempt);

}  // namespace schema_audit
