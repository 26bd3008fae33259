// What led from one stored snapshot of a target to a later one.
#pragma once

#include <vector>

#include "collector/store/store.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

Report changes_between(Store& store, const TargetRow& target, const SnapshotRow& from, const SnapshotRow& to,
                       const FindingRules& rules);

// The same without what belongs to the whole cluster (see ClusterNews).
Report database_changes_between(Store& store, const TargetRow& target, const SnapshotRow& from,
                                const SnapshotRow& to, const FindingRules& rules);

}  // namespace schema_audit
