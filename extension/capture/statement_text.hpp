// The text of a statement as the log keeps it.
#pragma once

#include "extension/backend/server.hpp"
#include "extension/capture/statement.hpp"

namespace schema_audit {

struct StatementText {
  const char* text = nullptr;  // null: there is none, or it cannot be shown
  bool redacted = false;       // a secret was left out, or the whole text because of one
  // Of the whole text, when it was cut; else 0 and null.
  int32 whole_length = 0;
  const bytea* whole_hash = nullptr;
};

// The exact text with the comments around it, without secrets, cut to schema_audit.max_statement_length.
// Without a frame the whole string that the client sent. In the current memory context.
StatementText statement_text(const StatementFrame* frame);

}  // namespace schema_audit
