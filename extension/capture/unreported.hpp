// Commands that the server does not even report to its object_access_hook: when our event triggers do not see
// them either, their trees have to tell.
#pragma once

#include "extension/capture/statement.hpp"

namespace schema_audit {

// Whether the statement is such a command, and no event trigger of ours was called for it.
bool leaves_no_access(const StatementFrame* frame);

// Object rows (a List of LogRow*) for what it names.
List* rows_of_unreported(const StatementFrame* frame, const char* role);

}  // namespace schema_audit
