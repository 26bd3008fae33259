// What diff and drift have in common: two sides, what leads from one to the other, and the SQL for it.
#pragma once

#include "collector/cli/context.hpp"
#include "collector/run/reference.hpp"
#include "collector/run/remedy.hpp"

namespace schema_audit {

// Reads each side once, prints the report of this name with the SQL where that is wanted, and returns what
// the findings exit with. Throws as resolve_sides() does.
ExitCode compare_sides(const Context& context, const std::string& name, const Reference& before,
                       const Reference& after, Remedy direction);

}  // namespace schema_audit
