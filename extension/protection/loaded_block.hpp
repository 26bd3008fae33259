// Blocks that a dump brings back into the history they come from, e.g. by pg_restore --clean.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Before rows are loaded into a table of the log: while blocks are loaded none is made.
void keep_from_sealing(Relation table);

// Before a block of this history is loaded: blocks that were made since the tables are new give way to it,
// and what they covered is sealed again behind it. Of two blocks with one number the one that was sealed
// first stays. REQUIRES: keep_from_sealing() was called in this transaction.
void make_room_for_block(Relation table, HeapTuple loaded);

}  // namespace schema_audit
