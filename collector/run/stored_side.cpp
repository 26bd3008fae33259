#include "collector/run/stored_side.hpp"

#include <utility>

#include "collector/run/known_renames.hpp"
#include "core/render/snapshot_codec.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

std::string log_since(Store& store, TargetId target) {
  for (const std::string& incarnation : store.incarnations(target)) {
    const std::uint64_t below = store.pruned(target, incarnation).events_below;
    if (below > 0)
      return "events of transactions before " + std::to_string(below) + " were pruned from the store";
  }
  return "";
}

std::vector<Object> stored_objects(Store& store, TargetId target, SnapshotId snapshot) {
  std::vector<Object> objects;
  for (VersionRow& row : store.versions_of(target, snapshot))
    objects.push_back(to_object({std::move(row.key), {}, std::move(row.body), std::move(row.hints)}));
  return objects;
}

Side stored_side(Store& store, const TargetRow& target, const SnapshotRow& snapshot, std::string name) {
  Side side;
  side.name = std::move(name);
  side.environment = target.environment;
  side.lineage = snapshot.lineage;
  side.target = target.id;
  side.snapshot = snapshot.id;
  side.skipped = skipped_from_json(snapshot.skipped);
  side.scope = scope_from_json(snapshot.scope);
  side.no_events = snapshot.no_events;
  side.log_since = log_since(store, target.id);
  side.events = [&store, id = target.id](const std::vector<Finding>& findings) {
    return stored_events(store, id, findings);
  };
  side.renames = [&store, id = target.id](const std::vector<Finding>& findings) {
    return renames_in(stored_rows(store, id, findings).objects);
  };
  return side;
}

}  // namespace schema_audit
