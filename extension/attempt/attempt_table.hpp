// Moves what waits in shared memory into the table of attempts.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Stores the attempts of the current database in schema_audit.ddl_attempt and returns how many rows that
// made. They leave the shared memory when the transaction commits, which nobody who is not doing the same
// waits for. Raises an error when they cannot be written. Returns 0 without looking at the catalog when there
// are none. REQUIRES: a transaction with an active snapshot.
int64 drain_attempts(Oid log_schema);

// REQUIRES: called once, from _PG_init.
void watch_drain();

// The highest number of a history in the table of attempts, 0 when there is none. REQUIRES: nobody else is
// storing attempts, which ShareUpdateExclusiveLock on the table sees to.
int64 newest_attempt(Oid table, const pg_uuid_t* incarnation);

}  // namespace schema_audit
