// Keeps secrets out of the log: passwords, the values of options that hold passwords, tokens or connection
// strings, and the values of secret settings are found by parse node and cut out of the text; all the rest
// stays. When a secret cannot be located the whole text is dropped.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

struct RedactedText {
  const char* text = nullptr;  // null: it cannot be shown
  bool redacted = false;       // something was left out
};

// `statement` is a part of `query`, in which the parse tree has its locations.
RedactedText redact_statement(std::string_view query, std::string_view statement, const Node* tree);

// For a whole string of which the statement is an unknown part, or which only runs it: it is parsed again,
// and each of its statements is redacted by itself. The text is dropped when something in it that is not
// redacted by its parse node, such as the body of a DO block, looks like a secret. `tree` may be null.
RedactedText redact_unsliced(std::string_view text, const Node* tree);

}  // namespace schema_audit
