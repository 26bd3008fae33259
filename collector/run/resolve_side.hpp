// From a reference on the command line to one side of a comparison.
#pragma once

#include <utility>

#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/run/comparison.hpp"
#include "collector/run/reference.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// Reads a live target, a stored snapshot or a file. store may be null when there is none yet: live targets
// and files need none. Stores nothing. The store must outlive the side. Throws CollectorError: usage for what
// does not exist, bad data for a file that is no snapshot, PostgresError for a target.
Side resolve_side(const Reference& reference, const Config& config, Store* store, const Clock& clock);

// Both sides of a comparison: of two stored snapshots only the objects that differ are read.
std::pair<Side, Side> resolve_sides(const Reference& before, const Reference& after, const Config& config,
                                    Store* store, const Clock& clock);

}  // namespace schema_audit
