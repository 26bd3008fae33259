// Object rows of commands that event triggers miss, from what their trees say.
#pragma once

#include "extension/capture/object_row.hpp"
#include "extension/capture/recording.hpp"

namespace schema_audit {

// The recorded statement as what it is.
template <typename Statement>
const Statement* tree_of(const Recording& recording) {
  return reinterpret_cast<const Statement*>(recording.tree);
}

// A row for what the statement names, or null when there is no such object. `subcommand` may be null.
LogRow* target_row(const Recording& recording, Oid class_id, Oid object_id, const char* subcommand);

// The same for something that is about to go.
LogRow* doomed_row(const Recording& recording, Oid class_id, Oid object_id);

// A list of the row, empty for null.
List* one_row(LogRow* row);

// A setting of the server, which has no row in a catalog unless somebody was granted rights on it.
LogRow* parameter_row(const Recording& recording, const char* parameter, const char* subcommand);

// "SET work_mem", "RESET ALL".
const char* setting_text(const VariableSetStmt* statement);

// Upper-case names of options, in one string: "OWNER, CONNECTION_LIMIT"; null for an empty list.
const char* option_names(const List* options);

}  // namespace schema_audit
