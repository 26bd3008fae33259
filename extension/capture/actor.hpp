// Who runs the current command: what the server knows for a fact, and what the application claims.
#pragma once

#include "extension/capture/log_row.hpp"
#include "extension/capture/statement.hpp"

namespace schema_audit {

// Fills the columns of a statement row that tell who, from where, and with which program.
// `frame` is null when the statement was not seen to begin.
void set_actor(LogRow* row, const StatementFrame* frame);

}  // namespace schema_audit
