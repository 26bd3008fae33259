// The statements that people ran between two snapshots of one database, as a plan: what the log does not
// give, or what does not run again, is filled in from the difference.
#pragma once

#include <vector>

#include "collector/scratch/scratch_server.hpp"
#include "collector/store/event_row.hpp"
#include "core/model/object.hpp"
#include "core/plan/plan.hpp"

namespace schema_audit {

// Runs them on a scratch database that is built as `before`, in the order of the log; what fails there is
// left out, with a note. Throws CollectorError (unavailable) when that database cannot be built, and
// PostgresError. REQUIRES: both sides hold every object.
Plan replay(ScratchServer& server, const EventRows& log, const std::vector<Object>& before,
            const std::vector<Object>& after);

}  // namespace schema_audit
