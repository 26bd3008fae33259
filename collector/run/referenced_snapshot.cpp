#include "collector/run/referenced_snapshot.hpp"

#include <algorithm>

namespace schema_audit {

std::optional<SnapshotRow> referenced_snapshot(Store& store, TargetId target, const Reference& reference) {
  if (reference.type == Reference::Type::kTime) return store.snapshot_at(target, reference.time);
  if (reference.type == Reference::Type::kLabel) {
    const std::vector<SnapshotRow> rows = store.snapshots(target);
    const auto newest = std::find_if(rows.rbegin(), rows.rend(),
                                     [&](const SnapshotRow& row) { return row.label == reference.label; });
    return newest == rows.rend() ? std::nullopt : std::optional(*newest);
  }
  return reference.snapshot ? store.find_snapshot(target, *reference.snapshot)
                            : store.latest_snapshot(target);
}

}  // namespace schema_audit
