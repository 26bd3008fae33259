// What an object was before the running statement, from the catalog row that the statement replaced. Needs no
// preparation: the old row is still there until the transaction ends.
#pragma once

#include "extension/capture/log_row.hpp"
#include "extension/capture/statement.hpp"

namespace schema_audit {

// Sets the columns old_owner and old_privileges of an object row. They stay NULL when there was no such
// object before. `frame` is null when the statement was not seen to begin.
void set_old_owner(LogRow* row, const StatementFrame* frame, const ObjectAddress& object);

// With `columns`, those of the columns of a relation too.
void set_old_privileges(LogRow* row, const StatementFrame* frame, const ObjectAddress& object, bool columns);

// The same for default privileges of a role, in a schema or (InvalidOid) everywhere.
void set_old_default_privileges(LogRow* row, const StatementFrame* frame, Oid role, Oid schema, char objects);

}  // namespace schema_audit
