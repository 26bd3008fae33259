// OPTIONS (...) of foreign tables, servers and wrappers: values that hold secrets are in no snapshot.
#pragma once

#include <string>

#include "core/plan/kind_plan.hpp"

namespace schema_audit {

// Says that somebody has to set what no plan can know.
void note_hidden_options(const Unit& unit, Steps& steps);

// Does nothing when they are the same. begin: "ALTER SERVER s".
void alter_options(Alteration& a, const std::string& begin);

}  // namespace schema_audit
