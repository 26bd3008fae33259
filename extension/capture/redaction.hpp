// Keeps secrets out of the log: the values of options that hold passwords, tokens or connection strings are
// found by parse node and cut out of the text; all the rest stays. When a secret cannot be located the whole
// text is dropped.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

struct StatementText {
  const char* text = nullptr;  // null: there is none, or it cannot be shown
  bool redacted = false;       // something was left out
};

// `statement` is a part of `query`, in which the parse tree has its locations.
StatementText redact_statement(std::string_view query, std::string_view statement, const Node* tree);

// For text of which the statement is an unknown part: it is shown only when nothing in it looks like a
// secret.
StatementText redact_unsliced(std::string_view text, const Node* tree);

}  // namespace schema_audit
