// Whether a plan does what it says: tried on a scratch database, there and back.
#pragma once

#include <string>
#include <vector>

#include "collector/scratch/scratch_server.hpp"
#include "core/model/object.hpp"
#include "core/plan/plan.hpp"

namespace schema_audit {

struct Proof {
  bool proved = false;
  std::string text;  // where it was proved, or what came out otherwise; one line
};

// Builds `before` from nothing, applies the plan and compares with `after`; then plans and applies the way
// back and compares with `before`. Definitions are tried, there are no rows in a scratch database. A
// statement that the server refuses is no proof, nor is any difference. Throws PostgresError when the server
// cannot be used. REQUIRES: both sides hold every object.
Proof prove(ScratchServer& server, const Plan& plan, const PlanOptions& options,
            const std::vector<Object>& before, const std::vector<Object>& after);

}  // namespace schema_audit
