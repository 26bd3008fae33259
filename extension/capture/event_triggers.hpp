// Whether the server will call our event triggers for a statement.
#pragma once

#include "extension/capture/statement.hpp"

namespace schema_audit {

// Whether the trigger for sql_drop will tell about an object of this catalog when the statement is over.
// `frame` is null outside of utility commands.
bool will_report_drop(StatementFrame* frame, Oid class_id);

bool is_explain_analyze(const Node* tree);

}  // namespace schema_audit
