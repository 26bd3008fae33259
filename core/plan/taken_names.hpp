// The names that objects take on the server, where two of them cannot have the same.
#pragma once

#include <string>
#include <vector>

#include "core/plan/model.hpp"

namespace schema_audit {

// Each with the word of its namespace: relations, types, routines, columns of a table.
std::vector<std::string> taken_names(const Unit& unit);

// A name for the type or the table that neither side has, and that no other gets by the same ending.
std::string temporary_name(const Model& before, const Model& after, const Unit& unit,
                           std::string_view ending = "_old");

}  // namespace schema_audit
