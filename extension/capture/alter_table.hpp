// The sub-commands of ALTER TABLE and its like, by name, each with the column, constraint or index that it
// touched.
#pragma once

#include "extension/capture/object_row.hpp"

namespace schema_audit {

// In the words of SQL: "ADD COLUMN", "ALTER COLUMN SET NOT NULL". The server's numbers for them change
// between versions.
const char* subcommand_name(const AlterTableCmd* command);

// Whether the command did nothing, because each of its parts said IF [NOT] EXISTS and had nothing to do.
// `dropped` tells whether the command has dropped anything.
bool is_no_op(const CollectedCommand* command, bool dropped);

// Object rows (a List of LogRow*) with the role subcommand, one for each part that did something. `table` is
// what the command is about.
List* subcommand_rows(const CollectedCommand* command, const char* command_tag, const ObjectName& table,
                      bool dropped);

// The partition that ATTACH PARTITION or DETACH PARTITION names, or InvalidOid. The server gives no address
// for it.
Oid partition_of(const AlterTableCmd* command);

}  // namespace schema_audit
