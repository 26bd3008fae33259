// The bodies of routines.
#pragma once

#include <string>

#include "core/plan/model.hpp"

namespace schema_audit {

// Whether the server reads the body of a routine when it is made, so that it needs what it uses.
bool can_be_emptied(const Unit& routine);

// The same routine with a body that uses nothing: it stands in until what the real one needs is there.
// REQUIRES: check_function_bodies is off.
std::string empty_routine(const Unit& routine);

}  // namespace schema_audit
