// Any text in HTML and XML.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

// For text and for quoted attributes, on one line: printable(), and nothing is left that markup acts on or
// that XML 1.0 forbids.
std::string markup_text(std::string_view text);

// The same, but line feeds and tabs stay.
std::string markup_block(std::string_view text);

}  // namespace schema_audit
