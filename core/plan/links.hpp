// Which statements of a plan must come before which.
#pragma once

#include "core/plan/nodes.hpp"

namespace schema_audit {

void link(Nodes& nodes);

}  // namespace schema_audit
