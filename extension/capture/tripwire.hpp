// Finds what changed in the catalog and was not recorded, and records it: because event triggers are switched
// off, because a function in C changed it without any command, or because somebody wrote to a catalog by
// hand.
#pragma once

#include "extension/capture/statement.hpp"

namespace schema_audit {

// Accounts for what was accessed since the statement began. REQUIRES: the statement has succeeded, and its
// own records are written.
void check_statement(StatementFrame* frame);

// REQUIRES: called once, from _PG_init, after those who must see every row of a transaction before it
// commits: the server calls the newest first.
void watch_commits();

}  // namespace schema_audit
