// The text form of a one-dimensional PostgreSQL array, as array_out() writes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schema_audit {

// '{a,"b, c",NULL}' -> a | b, c | (NULL elements are left out). Throws std::invalid_argument when it is not
// an array literal (docs: "Arrays", section "Array Input and Output Syntax").
std::vector<std::string> parse_array(std::string_view text);

}  // namespace schema_audit
