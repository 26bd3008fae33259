// The seal of a transaction: the leaves of the log rows that it wrote, in memory until it commits, then one
// row of ddl_transaction with their Merkle root. It takes no lock that is kept, and waits for nobody.
#pragma once

#include "extension/seal/sealed_table.hpp"

namespace schema_audit {

// REQUIRES: called once, from _PG_init, before whatever else writes log rows when a transaction commits: the
// server calls the one that was registered first last.
void install_transaction_seal();

// A row that has just been numbered and is about to be written. `present[i]` says whether the table has
// column i, null that it has them all: what it does not have is not stored, and so not sealed. Rows of a
// savepoint that is rolled back are forgotten.
void add_to_seal(Oid log_schema, const SealedTable& table, const LogRow& row, const bool* present);

}  // namespace schema_audit
