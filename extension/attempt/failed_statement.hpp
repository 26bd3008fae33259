// DDL commands that end with an error.
#pragma once

#include "extension/capture/statement.hpp"

namespace schema_audit {

// Whether an attempt at the command is worth keeping.
bool is_worth_keeping(const Node* tree);

// Keeps the statement of the frame as a failed or refused attempt, and raises its error again.
// REQUIRES: called in a PG_CATCH, instead of PG_RE_THROW, for a command that is worth keeping.
[[noreturn]] void fail_statement(const StatementFrame& frame);

// The same for a refusal that is about to be raised, of a command without a frame of its own, such as INSERT.
void keep_refusal(const char* command, const char* message);

}  // namespace schema_audit
