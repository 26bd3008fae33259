// What a command other than ALTER TABLE did to an object's name, schema, owner or parts, from its parse tree.
#pragma once

#include "extension/capture/object_row.hpp"

namespace schema_audit {

// Sets the sub-command and, where the object was called otherwise before, its old name and old identity.
// `name` is what it is called now.
void set_simple_subcommand(LogRow* row, const CollectedCommand* command, const ObjectName& name);

// Whether IF [NOT] EXISTS made the command do nothing, where the server does not tell. `dropped` tells
// whether the command has dropped anything.
bool is_simple_no_op(const CollectedCommand* command, bool dropped);

}  // namespace schema_audit
