// Who runs the current command: what the server knows for a fact, and what the application claims.
#pragma once

#include "extension/capture/log_row.hpp"

namespace schema_audit {

// Fills the columns of a statement row that tell who, from where, and with which program.
void set_actor(LogRow* row);

}  // namespace schema_audit
