// The statements that go along with an alert by mail.
#pragma once

#include <string>

#include "collector/config/config.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// A snapshot of a target in the store.
struct StoredSnapshot {
  const TargetRow& target;
  const SnapshotRow& snapshot;
};

// The statements that lead from one snapshot of a target to a later one, as `diff --format sql` writes them.
std::string changes_script(Store& store, const StoredSnapshot& before, const StoredSnapshot& after,
                           const FindingRules& rules);

// The statements that make a target as its reference is, as `drift --format sql` writes them.
std::string drift_script(Store& store, const StoredSnapshot& reference, const StoredSnapshot& target,
                         const FindingRules& rules);

}  // namespace schema_audit
