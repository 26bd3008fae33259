// Two reports that are told as one: what changed in a database, and in the cluster that it is of.
#pragma once

#include "core/render/report.hpp"

namespace schema_audit {

// Takes the findings of the other one in, the worst groups first, and adds up what rules hide and grade. What
// was not looked at is the same for both.
void combine(Report& report, Report other);

}  // namespace schema_audit
