// Where the extension's tables are in the current database.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// The schema of the log, or InvalidOid when this database does not have the extension. Both answers are
// remembered until the catalog says otherwise, so that asking costs nothing. Outside of a transaction nothing
// is known: InvalidOid. May look into the catalog.
Oid log_schema();

// Whether the answer is remembered.
bool knows_log_schema();

// Whether it is known already that this database has no log. Never looks into the catalog.
bool is_without_log();

// Makes log_schema() look again. REQUIRES: called after CREATE EXTENSION of this very extension, whose tables
// are younger than their schema.
void forget_log_schema();

// REQUIRES: called once, from _PG_init.
void watch_log_schema();

}  // namespace schema_audit
