// The statements that undo what a report found, or that repeat it.
#pragma once

#include <string>
#include <vector>

#include "collector/run/comparison.hpp"
#include "core/plan/plan.hpp"

namespace schema_audit {

enum class Remedy {
  kUndo,    // the later side becomes as the earlier one: of drift
  kRepeat,  // the earlier side becomes as the later one: of a diff
};

// What is one object under two names, as rules and logs know: for plans between unrelated databases.
std::vector<KnownRename> renames_between(Side before, Side after, const FindingRules& rules);

// Both sides must hold all their objects. What the rules ignore stays as it is.
Plan remedy(Side before, Side after, Remedy direction, const FindingRules& rules);

// The same as a script with its hazards as comments; a comment alone when there is nothing to do.
std::string remedy_sql(Side before, Side after, Remedy direction, const FindingRules& rules);

}  // namespace schema_audit
