// Where the log stands: which history this database is in and which number the next row of the current
// transaction gets.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Tells the history of this database from that of a copy, a restored dump, or another timeline: system
// identifier (8 bytes), database OID (4) and timeline (4), big-endian. Works during recovery too. Good until
// it is asked for on another timeline.
const pg_uuid_t* log_incarnation();

// The number that the next row of the current top-level transaction would get. Rows below it exist, or were
// rolled back with a savepoint.
int32 next_log_number();

// The same, and counts it as given. `xid` is the current top-level transaction.
int32 take_log_number(FullTransactionId xid);

}  // namespace schema_audit
