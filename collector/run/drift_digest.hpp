// Whether a drift is the one that was seen before.
#pragma once

#include <string>

#include "core/render/report.hpp"

namespace schema_audit {

// The same for the same findings about the same values, whoever made them and whenever. Empty for no
// findings.
std::string drift_digest(const Report& report);

}  // namespace schema_audit
