// An object's address as a user types it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/identity.hpp"

namespace schema_audit {

struct ObjectName {
  std::string text;                // as typed, without a kind in front
  std::string kind;                // "" when none was given
  std::vector<std::string> names;  // unquoted parts: {"public", "orders"}
};

// `public.orders`, `"odd name".t`, `table public.orders`, `public.f(integer)`. An unquoted part is folded to
// lower case, as SQL does. Throws CollectorError (usage) when quotes do not close or a part is empty.
ObjectName parse_object_name(std::string_view text);

// Whether an identity is meant by a name: by its parts (the schema may be left out) and, where given, kind
// and arguments.
bool means(const ObjectName& name, const Identity& identity);

}  // namespace schema_audit
