// Attempts that a dump brings back into the history they come from, e.g. by pg_restore --clean.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Before rows are loaded into a table of the log: while attempts are loaded none is stored, and those that
// were stored since the table is new keep their numbers.
void begin_loading_attempts(Relation table);

// An attempt of this history that is loaded, with a number of its own; any other row as it is.
// REQUIRES: begin_loading_attempts() was called in this command.
HeapTuple numbered_attempt(Relation table, HeapTuple loaded);

}  // namespace schema_audit
