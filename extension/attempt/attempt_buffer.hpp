// Attempts in shared memory, of all databases, until the background worker of each has stored them: a failed
// transaction cannot write. The same attempt of the same session, repeated before it is stored, is counted
// and not kept again; what does not fit is counted by database. A crash of the server loses what is not
// stored.
#pragma once

#include "extension/attempt/attempt.hpp"

namespace schema_audit {

// REQUIRES: called once, from _PG_init. Does nothing outside of shared_preload_libraries.
void install_attempt_buffer();

// Whether there is such memory.
bool has_attempt_buffer();

// REQUIRES: has_attempt_buffer(). Allocates nothing and never fails.
void put_attempt(const Attempt& attempt);

// The attempts of the current database, oldest first, in the current memory context.
struct TakenAttempts {
  List* attempts;  // of Attempt*
  uint64 end;      // they are older than this
};

// They stay in the buffer until forget_attempts() says that they are stored.
// REQUIRES: only one process at a time does this for a database.
TakenAttempts copy_attempts();
void forget_attempts(uint64 end);

// Whether copy_attempts() would find something.
bool has_attempts();

}  // namespace schema_audit
