#include "collector/run/resolve_side.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "collector/run/event_model.hpp"
#include "collector/run/known_renames.hpp"
#include "collector/run/observation.hpp"
#include "collector/run/referenced_snapshot.hpp"
#include "collector/run/snapshot_file.hpp"
#include "collector/run/stored_side.hpp"
#include "core/severity/selection.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

namespace {

// What the store knows of the log, and what came since.
std::vector<Event> known_events(Store* store, std::optional<TargetId> target,
                                const std::vector<Event>& pulled, const std::vector<Finding>& findings) {
  std::vector<Event> events;
  if (store && target) events = stored_events(*store, *target, findings);
  events.insert(events.end(), pulled.begin(), pulled.end());
  return events;
}

Side live_side(const Reference& reference, const Config& config, Store* store, const Clock& clock) {
  const TargetConfig& target = config.target(reference.target);
  const auto row = store ? store->find_target(target.name) : std::nullopt;
  const std::optional<TargetId> id = row ? std::optional<TargetId>(row->id) : std::nullopt;
  Connection connection(target, config.timeouts);
  Side side;
  side.name = target.name;
  const Observation seen = observe(
      connection, store, id, clock,
      [&](const CatalogSelection*) {
        side.objects.clear();
        return true;
      },
      [&](Object&& root) { side.objects.push_back(std::move(root)); });
  side.environment = target.environment;
  side.lineage = seen.snapshot.lineage;
  side.target = id.value_or(0);
  side.snapshot = kNow;
  side.server_version = seen.snapshot.server_version;
  side.skipped = seen.skipped;
  side.scope = target.scope;
  leave_out(target.scope, side.objects, side.skipped);
  side.no_events = seen.no_events;
  if (store && id) side.log_since = log_since(*store, *id);
  const auto pulled = std::make_shared<const std::vector<Event>>(to_events(seen.events.rows));
  side.events = [store, id, pulled](const std::vector<Finding>& findings) {
    return known_events(store, id, *pulled, findings);
  };
  const auto rows = std::make_shared<const std::vector<ObjectRow>>(seen.events.rows.objects);
  side.renames = [store, id, rows](const std::vector<Finding>& findings) {
    std::vector<LoggedRename> renames;
    if (store && id) renames = renames_in(stored_rows(*store, *id, findings).objects);
    const std::vector<LoggedRename> pulled_renames = renames_in(*rows);
    renames.insert(renames.end(), pulled_renames.begin(), pulled_renames.end());
    return renames;
  };
  return side;
}

// A side without its objects, and where these are.
struct StoredSide {
  Side side;
  TargetId target = 0;
  SnapshotId snapshot = 0;
};

StoredSide find_stored(const Reference& reference, Store* store) {
  const auto target = store ? store->find_target(reference.target) : std::nullopt;
  if (!target) {
    throw CollectorError(ExitCode::kUsage,
                         "the store has no target \"" + reference.target + "\": collect it first");
  }
  const std::optional<SnapshotRow> snapshot = referenced_snapshot(*store, target->id, reference);
  if (!snapshot) {
    throw CollectorError(ExitCode::kUsage, "there is no snapshot " + reference.text +
                                               "; schema-audit snapshots " + reference.target +
                                               " lists those there are");
  }
  if (snapshot->format_version != kFormatVersion) {
    throw CollectorError(ExitCode::kBadData, "snapshot " + reference.text + " has format version " +
                                                 std::to_string(snapshot->format_version) +
                                                 ", this program compares version " +
                                                 std::to_string(kFormatVersion));
  }
  StoredSide stored;
  stored.side = stored_side(*store, *target, *snapshot, target->name + "@" + std::to_string(snapshot->id));
  stored.side.server_version = snapshot->server_version;
  stored.target = target->id;
  stored.snapshot = snapshot->id;
  return stored;
}

Side snapshot_side(const Reference& reference, Store* store) {
  StoredSide stored = find_stored(reference, store);
  stored.side.objects = stored_objects(*store, stored.target, stored.snapshot);
  return std::move(stored.side);
}

Side file_side(const Reference& reference) {
  Side side;
  side.name = reference.path;
  side.no_events = "a snapshot document has no log";
  Snapshot snapshot = read_snapshot_file(reference.path);
  side.objects = std::move(snapshot.objects);
  side.server_version = snapshot.server_version;
  side.skipped = std::move(snapshot.skipped);
  side.scope = std::move(snapshot.scope);
  return side;
}

}  // namespace

Side resolve_side(const Reference& reference, const Config& config, Store* store, const Clock& clock) {
  switch (reference.type) {
    case Reference::Type::kLive:
      return live_side(reference, config, store, clock);
    case Reference::Type::kFile:
      return file_side(reference);
    case Reference::Type::kStored:
    case Reference::Type::kTime:
    case Reference::Type::kLabel:
      break;
  }
  return snapshot_side(reference, store);
}

std::pair<Side, Side> resolve_sides(const Reference& before, const Reference& after, const Config& config,
                                    Store* store, const Clock& clock) {
  if (!before.is_stored() || !after.is_stored()) {
    Side first = resolve_side(before, config, store, clock);
    return {std::move(first), resolve_side(after, config, store, clock)};
  }
  StoredSide from = find_stored(before, store);
  StoredSide to = find_stored(after, store);
  if (from.target == to.target) {
    const VersionChanges changes = store->versions_between(from.target, from.snapshot, to.snapshot);
    keep_differing(changes.before, changes.after, from.side, to.side);
    // What happened in between explains it, whichever way one looks.
    from.side.events = nullptr;
    to.side.events = [store, target = from.target, first = std::min(from.snapshot, to.snapshot),
                      last = std::max(from.snapshot, to.snapshot)](const std::vector<Finding>&) {
      return to_events(store->events_between(target, first, last));
    };
  } else {
    keep_differing(store->versions_of(from.target, from.snapshot), store->versions_of(to.target, to.snapshot),
                   from.side, to.side);
  }
  return {std::move(from.side), std::move(to.side)};
}

}  // namespace schema_audit
