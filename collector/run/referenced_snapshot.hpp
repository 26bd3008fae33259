// The snapshot of a store that a reference names.
#pragma once

#include <optional>

#include "collector/run/reference.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// nullopt: there is none. REQUIRES: reference.is_stored().
std::optional<SnapshotRow> referenced_snapshot(Store& store, TargetId target, const Reference& reference);

}  // namespace schema_audit
