// Arrays of constants whose cast the server would move into them when it reads its own text again.
//
// `status IN ('a', 'b')` on a varchar column is printed as
// (ARRAY['a'::character varying, 'b'::character varying])::text[]; read as it stands, each element is cast
// instead of the array, and the definition is another one than it was.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

// The statement with the type of such arrays written behind them, so that it gives what it was printed from.
// Literals, quoted names and dollar-quoted bodies are left as they are.
std::string with_array_types(std::string_view statement);

}  // namespace schema_audit
