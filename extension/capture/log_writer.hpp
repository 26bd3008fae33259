// Writes rows into the tables of the log: straight into the heap and its indexes, several rows at a time,
// without SPI, privilege checks, triggers or row security. The lock on the table is given back at once, as
// for a catalog, so that nothing that waits for it waits for the user's transaction; but when that ends right
// after, its end gives it back at less cost.
#pragma once

#include "extension/backend/server.hpp"
#include "extension/capture/log_row.hpp"

namespace schema_audit {

// Both take a List of LogRow*, number the rows within the top-level transaction, and raise an error when they
// cannot be written. `log_schema` is the schema of the extension's tables. Return the number of the first
// row.
int32 write_statements(Oid log_schema, List* rows);
int32 write_objects(Oid log_schema, List* rows);

// When a lock on a table of the log is given back.
enum class LogLock { kAtOnce, kAtEnd };

// Writes one row of another table of the log as it is.
void write_log_row(Oid log_schema, const char* table, std::span<const LogColumn> columns, LogRow* row,
                   LogLock lock = LogLock::kAtOnce);

// Raises an error when rows could not be written: tables are missing or are not what they were. Writes
// nothing and keeps no lock.
void probe_log(Oid log_schema);

}  // namespace schema_audit
