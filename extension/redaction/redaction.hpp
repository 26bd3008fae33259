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

// For a client's string of which the current statement is an unknown part, or which only runs it: it is
// parsed again, and each of its statements is redacted by itself. The whole text is dropped when a DO
// block or a query in it looks like it holds a secret.
RedactedText redact_string(const char* text);

// For a text without a parse tree, which need not be SQL: all of it or nothing.
RedactedText redact_unparsed(std::string_view text);

}  // namespace schema_audit
