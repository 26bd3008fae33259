// Cuts one statement out of the string that a client sent. Pure: no server, no allocation.
#pragma once

#include <string_view>

namespace schema_audit {

// `location` and `length` are the parser's: -1 means the whole string, a length of 0 means to its end.
// Comments before the statement belong to it, back to the end of the statement before (PostgreSQL 18 leaves
// them out of its location); comments behind the last statement of the string belong to that one, with the
// semicolon between. White space at both ends does not.
std::string_view slice_statement(std::string_view query, int location, int length, bool plain_backslash);

}  // namespace schema_audit
