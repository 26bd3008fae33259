// Queries in one notation, whichever major printed them.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

// The text of a view's query as pg_get_viewdef() of 16 and later would print it: before 16 every column of
// the outermost query carries the name of its relation, since then not when that query reads a single
// relation.
std::string normalize_query(std::string_view query, int server_version);

}  // namespace schema_audit
