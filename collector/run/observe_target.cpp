#include "collector/run/observe_target.hpp"

#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

#include "collector/run/connecting.hpp"
#include "collector/run/sealing.hpp"
#include "collector/store/open_store.hpp"
#include "core/render/snapshot_codec.hpp"
#include "core/severity/selection.hpp"

namespace schema_audit {

namespace {

using std::chrono::steady_clock;

// Takes the objects of one attempt to read a catalog: what the scope chooses goes on.
class Intake {
 public:
  Intake(const Scope& scope, const Scope& former, const std::vector<OpenVersion>& open)
      : selection_(scope), former_(former), builder_(open) {
    if (scope == former) return;
    for (const OpenVersion& version : open) open_.insert(version.key);
  }

  void take(Object&& root) {
    if (selection_.keep(root)) {
      if (!former_.chooses(root)) ++shown_;
      builder_.add(root);
    } else if (open_.contains({root.kind, root_key(identity_of(root))})) {
      ++hidden_;
    }
  }

  // Of the selected objects those that do not come are gone; all others are as they were. False when it is
  // not known where in the catalog one of them is.
  bool keep_others(const CatalogSelection& only) { return builder_.keep_others(only); }

  std::vector<Skipped> left_out() const { return selection_.left_out(); }

  // What another scope shows or hides was neither added nor removed.
  SnapshotDelta finish() {
    SnapshotDelta delta = builder_.finish();
    delta.added -= shown_;
    delta.removed -= hidden_;
    return delta;
  }

 private:
  Selection selection_;
  Selection former_;
  SnapshotDeltaBuilder builder_;
  std::set<VersionKey> open_;  // empty when the scope is what it was
  std::int64_t shown_ = 0;
  std::int64_t hidden_ = 0;
};

// Tells what is being read, and the end of it.
class Teller {
 public:
  explicit Teller(const ObservationTask& task) : task_(task) {}
  Teller(const Teller&) = delete;
  Teller& operator=(const Teller&) = delete;
  ~Teller() { tell(""); }

  void tell(const std::string& kind) const {
    if (task_.reading) task_.reading->set(task_.target.name, kind);
  }

 private:
  const ObservationTask& task_;
};

}  // namespace

ObservedTarget observe_target(const ObservationTask& task, PoolPlace& place) {
  const auto end =
      task.longest.count() > 0 ? steady_clock::now() + task.longest : steady_clock::time_point::max();
  const ConnectionPool::Lease lease = connect_with_retries(*task.pool, task.target, task.timeouts,
                                                           {task.retries, task.retry_delay, end}, place);
  Connection& connection = *lease;
  connection.give_up_at(end);
  static_cast<void>(seal_target(connection));
  std::unique_ptr<Store> store;
  Scope former = task.target.scope;
  std::optional<SnapshotRow> latest;
  if (task.id) {
    store = open_store(task.store, StoreMode::kReadOnly);
    latest = store->latest_snapshot(*task.id);
    if (latest) former = scope_from_json(latest->scope);
  }
  EarlierLook earlier;
  if (latest && former == task.target.scope && latest->format_version == kFormatVersion) {
    earlier = {latest->lineage, latest->mark, std::nullopt};
    // Where something was left out, it takes a whole reading to count it.
    if (skipped_from_json(latest->skipped).empty()) earlier.places = store->catalog_places(*task.id);
  }
  std::optional<Intake> intake;
  ObservedTarget result;
  const Teller teller(task);
  std::string kind;
  result.seen = observe(
      connection, store.get(), task.id, task.clock,
      [&](const CatalogSelection* only) {
        intake.emplace(task.target.scope, former,
                       task.id ? store->open_versions(*task.id) : std::vector<OpenVersion>{});
        return only == nullptr || intake->keep_others(*only);
      },
      [&](Object&& root) {
        if (root.kind != kind) teller.tell(kind = root.kind);
        intake->take(std::move(root));
      },
      &earlier);
  SnapshotRow& snapshot = result.seen.snapshot;
  snapshot.scope = scope_to_json(task.target.scope);
  snapshot.no_events = result.seen.no_events;
  if (result.seen.unchanged) {
    result.seen.skipped = skipped_from_json(latest->skipped);
    result.delta.fingerprint = digest_from_bytes(latest->fingerprint);
    result.delta.objects = latest->objects;
    spdlog::debug("target {}: the catalog is as it was at snapshot {}", task.target.name, latest->id);
  } else {
    if (result.seen.part) {
      spdlog::debug("target {}: {} objects read that may have changed since snapshot {}", task.target.name,
                    *result.seen.part, latest->id);
    }
    for (Skipped& left_out : intake->left_out()) result.seen.skipped.push_back(std::move(left_out));
    result.delta = intake->finish();
  }
  snapshot.skipped = skipped_to_json(result.seen.skipped);
  snapshot.fingerprint = to_bytes(result.delta.fingerprint);
  snapshot.objects = result.delta.objects;
  snapshot.added = result.delta.added;
  snapshot.altered = result.delta.altered;
  snapshot.removed = result.delta.removed;
  return result;
}

}  // namespace schema_audit
