#include "collector/run/changes.hpp"

#include <utility>

#include "collector/run/comparison.hpp"
#include "collector/run/event_model.hpp"
#include "collector/run/stored_side.hpp"
#include "core/kinds/registry.hpp"

namespace schema_audit {
namespace {

Report report_of(Store& store, const TargetRow& target, const SnapshotRow& from, const SnapshotRow& to,
                 const VersionChanges& versions, const FindingRules& rules) {
  const auto name = [&](const SnapshotRow& s) { return target.name + "@" + std::to_string(s.id); };
  Side before = stored_side(store, target, from, name(from));
  Side after = stored_side(store, target, to, name(to));
  // Between two snapshots of one database it is known which events lie between them.
  before.events = nullptr;
  after.events = [&](const std::vector<Finding>&) {
    return to_events(store.events_between(target.id, from.id, to.id));
  };
  keep_differing(versions.before, versions.after, before, after);
  return compare("changes", std::move(before), std::move(after), rules);
}

}  // namespace

Report changes_between(Store& store, const TargetRow& target, const SnapshotRow& from, const SnapshotRow& to,
                       const FindingRules& rules) {
  return report_of(store, target, from, to, store.versions_between(target.id, from.id, to.id), rules);
}

Report database_changes_between(Store& store, const TargetRow& target, const SnapshotRow& from,
                                const SnapshotRow& to, const FindingRules& rules) {
  VersionChanges versions = store.versions_between(target.id, from.id, to.id);
  for (auto* rows : {&versions.before, &versions.after})
    std::erase_if(*rows, [](const VersionRow& row) { return is_cluster_kind(row.key.kind); });
  return report_of(store, target, from, to, versions, rules);
}

}  // namespace schema_audit
