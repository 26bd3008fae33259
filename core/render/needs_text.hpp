// The dependencies of an object as one text of the interchange document: "1259/16390/3 1255/16400/0=",
// catalog, OID and column number of each; one that the default of a column has ends with "=".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/object.hpp"

namespace schema_audit {

std::string needs_to_text(const std::vector<Dependency>& needs);

// nullopt for what is not such a text.
std::optional<std::vector<Dependency>> needs_from_text(std::string_view text);

}  // namespace schema_audit
