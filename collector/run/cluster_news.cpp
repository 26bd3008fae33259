#include "collector/run/cluster_news.hpp"

#include <algorithm>
#include <utility>

#include "collector/postgres/connection_options.hpp"
#include "collector/run/comparison.hpp"
#include "collector/run/event_model.hpp"
#include "collector/run/stored_side.hpp"
#include "collector/store/pg_snapshot.hpp"
#include "core/kinds/registry.hpp"
#include "core/render/snapshot_codec.hpp"

namespace schema_audit {
namespace {

// Targets of one place see the same: one server, and one of several hosts chosen alike; and they are told
// alike.
std::string place_of(const TargetConfig& target) {
  std::string place = target.environment + "\n" + server_of(target.connection);
  for (const ConnectionParameter& parameter : target.connection.parameters) {
    if (parameter.keyword == "target_session_attrs") place += "\n" + parameter.value;
  }
  if (!target.scope.kinds.empty()) place += "\n" + scope_to_json(Scope{{}, target.scope.kinds});
  return place;
}

// The system's identifier; the database's is of no interest here.
std::string system_of(const SnapshotRow& snapshot) {
  return snapshot.lineage.substr(0, snapshot.lineage.find('/'));
}

// Of snapshots of one cluster; transaction numbers are those of the cluster.
bool is_older(const SnapshotRow& one, const SnapshotRow& other) {
  const auto a = parse_pg_snapshot(one.xact_snapshot);
  const auto b = parse_pg_snapshot(other.xact_snapshot);
  return a && b && a->xmax != b->xmax ? a->xmax < b->xmax : one.taken_at < other.taken_at;
}

std::vector<VersionRow> cluster_versions(Store& store, TargetId target, SnapshotId snapshot) {
  std::vector<VersionRow> all;
  for (const Kind* kind : cluster_registry()) {
    for (VersionRow& row : store.versions_of_kind(target, snapshot, std::string(kind->name)))
      all.push_back(std::move(row));
  }
  return all;
}

std::string snapshot_name(const TargetRow& row, const SnapshotRow& snapshot) {
  return row.name + "@" + std::to_string(snapshot.id);
}

}  // namespace

void ClusterNews::expect(const TargetConfig& target) { expected_[place_of(target)].insert(target.name); }

void ClusterNews::done(const TargetConfig& target) {
  const auto found = expected_.find(place_of(target));
  if (found == expected_.end()) return;
  found->second.erase(target.name);
  if (found->second.empty()) expected_.erase(found);
}

Report ClusterNews::take(const TargetConfig& target, const TargetRow& row, const SnapshotRow& snapshot,
                         const std::optional<SnapshotRow>& before) {
  const std::string system = system_of(snapshot);
  if (system.empty()) return {};
  const std::string place = place_of(target);
  const std::string name = system + "\n" + place;
  Cluster& cluster = clusters_[name];
  cluster.place = place;
  // What a dry run saw of others is not in the store any more.
  if (dry_run_ || !cluster.newest || is_older(cluster.newest->snapshot, snapshot))
    cluster.newest = Seen{&target, row, snapshot};
  if (before && system_of(*before) == system) cluster.former = Seen{&target, row, *before};
  cluster.told = false;
  // The first snapshot of a target has no report to tell it in.
  if (!before || expected_.contains(place)) return {};
  return tell(name, cluster);
}

std::vector<ClusterNews::Rest> ClusterNews::take_rest() {
  std::vector<Rest> rest;
  if (dry_run_) return rest;
  for (auto& [name, cluster] : clusters_) {
    if (cluster.told || !cluster.newest) continue;
    Report report = tell(name, cluster);
    if (report.findings.empty() && report.ignored.empty()) continue;
    const Seen& seen = *cluster.newest;
    rest.push_back({seen.target, seen.row, seen.snapshot, std::move(report)});
  }
  return rest;
}

Report ClusterNews::tell(const std::string& name, Cluster& cluster) {
  cluster.told = true;
  const Seen& newest = *cluster.newest;
  const auto begin = begin_of(name, cluster);
  // Another run may have seen something newer meanwhile, and have told it.
  if (begin && newest.snapshot.taken_at < begin->snapshot.taken_at &&
      is_older(newest.snapshot, begin->snapshot))
    return {};
  store_.set_told_cluster(name, {newest.row.id, newest.snapshot.id});
  if (!begin) return {};
  const std::string server = "the server of " + newest.row.name;
  Side before = stored_side(store_, begin->row, begin->snapshot, server);
  Side after = stored_side(store_, newest.row, newest.snapshot, server);
  // Hints are those of the cluster.
  before.lineage = after.lineage = system_of(newest.snapshot);
  before.events = nullptr;
  after.events = [&](const std::vector<Finding>&) {
    return events_since(cluster.place, begin->snapshot.taken_at);
  };
  keep_differing(cluster_versions(store_, begin->row.id, begin->snapshot.id),
                 cluster_versions(store_, newest.row.id, newest.snapshot.id), before, after);
  Report report = compare("changes", std::move(before), std::move(after), config_.rules());
  report.before = snapshot_name(begin->row, begin->snapshot);
  report.after = snapshot_name(newest.row, newest.snapshot);
  return report;
}

// Up to where it was told.
std::optional<ClusterNews::Seen> ClusterNews::begin_of(const std::string& name, const Cluster& cluster) {
  const auto told = store_.told_cluster(name);
  if (!told) return cluster.former;
  const auto snapshot = store_.find_snapshot(told->target, told->snapshot);
  const std::vector<TargetRow> targets = store_.targets();
  const auto row = std::ranges::find(targets, told->target, &TargetRow::id);
  if (!snapshot || row == targets.end()) return cluster.former;
  return Seen{nullptr, *row, *snapshot};
}

std::vector<Event> ClusterNews::events_since(const std::string& place, const Timestamp& since) {
  std::vector<Event> all;
  for (const TargetConfig& target : config_.targets) {
    if (place_of(target) != place) continue;
    const auto row = store_.find_target(target.name);
    const auto latest = row ? store_.latest_snapshot(row->id) : std::nullopt;
    if (!latest) continue;
    const auto first = store_.snapshot_at(row->id, since);
    std::vector<Event> events = to_events(store_.events_between(
        row->id, first ? std::optional<SnapshotId>(first->id) : std::nullopt, latest->id));
    for (Event& event : events) {
      event.origin = target.name;
      all.push_back(std::move(event));
    }
  }
  return all;
}

}  // namespace schema_audit
