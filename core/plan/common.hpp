// What all kinds have in common: owner, comment, security labels, privileges.
#pragma once

#include <string_view>

#include "core/plan/kind_plan.hpp"

namespace schema_audit {

// Of an object that was just created. given: privileges that it may have got by default privileges.
void add_common(const Unit& unit, const TextMap& given, Steps& steps);

// Where both sides differ.
void alter_common(const Unit& before, const Unit& after, Steps& steps);

// Whether the attribute is written here or by a facet, so that no room has to.
bool is_common(std::string_view kind, std::string_view attribute);

}  // namespace schema_audit
