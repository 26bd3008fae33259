// What the writer knows of a table of the log, kept for the life of the session: its OID, which attribute
// takes which of our columns, and its indexes. The catalog's invalidations empty it, so renaming, altering,
// dropping and making the tables again are seen, whoever does it.
//
// Columns are found by name: a library that is newer than the installed tables still fills the columns they
// have.
#pragma once

#include "extension/capture/log_row.hpp"

namespace schema_audit {

struct LogIndex {
  Oid oid;
  IndexInfo* info;
};

struct LogAttribute {
  int column;  // of our rows, which fills it, or -1
  int length;  // -1: a string or an array
  unsigned alignment;
  bool by_value;
  bool packable;

  bool is_null_in(const LogRow& row) const { return column < 0 || row.nulls[column]; }
};

struct LogTable {
  const char* name;
  Oid schema;
  Oid oid;
  bool valid;
  MemoryContext context;  // of all that follows
  int attributes;
  const LogAttribute* layout;
  const bool* present;  // for each of our columns whether the table has it; null when it has them all
  int index_count;
  const LogIndex* indexes;
  bool plain;  // no index needs an expression, a predicate or a look at other rows than its own
};

// Opens the table with the lock of a writer, and tells what is known of it in `known`, which is good until
// the table is closed. Raises an error when the table is not there, or not as it has to be. `name` and
// `columns` live as long as the process.
Relation open_log_table(Oid log_schema, const char* name, std::span<const LogColumn> columns,
                        const LogTable** known);

// Whether the table is known, and so there. Never looks into the catalog.
bool knows_log_table(Oid log_schema, const char* name);

// REQUIRES: called once, from _PG_init.
void watch_log_tables();

}  // namespace schema_audit
