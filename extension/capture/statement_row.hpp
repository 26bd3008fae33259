// The row of a statement: what was run, when, where in the server it came from, and by whom.
#pragma once

#include "extension/capture/log_row.hpp"
#include "extension/capture/statement.hpp"

namespace schema_audit {

// `frame` is null when the statement was not seen to begin. `captured_by` is the value of the column with
// that name. Number, transaction and incarnation are left to the writer.
LogRow* make_statement_row(CommandTag tag, const StatementFrame* frame, const char* captured_by);

}  // namespace schema_audit
