#include "collector/run/stored_side.hpp"

#include "core/render/snapshot_codec.hpp"

namespace schema_audit {

Side stored_side(Store& store, const TargetRow& target, const SnapshotRow& snapshot, std::string name) {
  Side side;
  side.name = std::move(name);
  side.lineage = snapshot.lineage;
  side.skipped = skipped_from_json(snapshot.skipped);
  side.scope = scope_from_json(snapshot.scope);
  side.no_events = snapshot.no_events;
  side.events = [&store, id = target.id](const std::vector<Finding>& findings) {
    return stored_events(store, id, findings);
  };
  return side;
}

}  // namespace schema_audit
