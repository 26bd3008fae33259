// Names that have broken something before.
#pragma once

#include <string>
#include <vector>

namespace schema_audit::test {

// Quotes, newline, ;, $$, backslash, emoji, right-to-left override, bytes that are not UTF-8, 63 bytes,
// nothing at all.
std::vector<std::string> hostile_names();

}  // namespace schema_audit::test
