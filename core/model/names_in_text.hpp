// Names that stand in the text of an expression or a query.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schema_audit {

// Replaces a name wherever it stands by itself, in literals, too: there it is the text of a regclass. With
// `prefix` ("schema.") it may go on.
std::string replace_name(const std::string& text, const std::string& from, const std::string& to,
                         bool prefix = false);

// All names in a text, quoted as they stand there: of `public.t.c` this is `public.t.c`, `public.t` and
// `public`. Words of SQL are among them.
std::vector<std::string> names_in(std::string_view text);

}  // namespace schema_audit
