// What was dropped and what was added, and looks alike.
#pragma once

#include <vector>

#include "core/severity/finding.hpp"
#include "core/severity/regrade.hpp"

namespace schema_audit {

// Notes on both findings that they may be one rename: same kind, same place, same shape, and nothing else is
// as much alike. Not for what a rule says is none.
void note_possible_renames(std::vector<Finding>& findings, const std::vector<RenameRule>& rules);

}  // namespace schema_audit
