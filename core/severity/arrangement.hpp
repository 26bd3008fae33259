// The order in which findings stand: the worst group first, and what follows from a finding right behind it.
#pragma once

#include <vector>

#include "core/severity/finding.hpp"

namespace schema_audit {

// For each finding the severity of the worst one of its group: of what follows from the same finding, and of
// that itself. REQUIRES: what follows stands behind what it follows from.
std::vector<Severity> group_ranks(const std::vector<Finding>& findings);

// Puts the worst groups first and leaves each of them whole; groups of one rank keep their order. REQUIRES:
// as above.
void arrange_groups(std::vector<Finding>& findings);

}  // namespace schema_audit
