// What changed in a whole cluster: roles, tablespaces, databases, privileges on parameters.
//
// Each of its targets sees that, and it is told once for every server and environment: by the last of its
// targets that is kept in a run, with the names that the log of any of them has. The store remembers the
// snapshot up to which it was told, so that nothing is lost when targets are dead or a run ends early. Not
// thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collector/config/config.hpp"
#include "collector/store/store.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

class ClusterNews {
 public:
  ClusterNews(const Config& config, Store& store, bool dry_run)
      : config_(config), store_(store), dry_run_(dry_run) {}

  // The target is looked at in this run, and most likely answers: who comes before it leaves the telling to
  // it.
  void expect(const TargetConfig& target);
  // It is not waited for any more, if it was.
  void done(const TargetConfig& target);

  // What is to be told with this snapshot of the target; empty when others of its cluster are still to come.
  // REQUIRES: the transaction that keeps the snapshot is open; done() was called.
  Report take(const TargetConfig& target, const TargetRow& row, const SnapshotRow& snapshot,
              const std::optional<SnapshotRow>& before);

  // What nobody told because who was waited for did not come.
  struct Rest {
    const TargetConfig* target = nullptr;  // with the newest snapshot
    TargetRow row;
    SnapshotRow snapshot;
    Report report;
  };
  // REQUIRES: a transaction is open; no further target comes.
  std::vector<Rest> take_rest();

 private:
  struct Seen {
    const TargetConfig* target = nullptr;
    TargetRow row;
    SnapshotRow snapshot;
  };
  struct Cluster {
    std::string place;           // see place_of()
    std::optional<Seen> newest;  // of this run
    std::optional<Seen> former;  // where to begin when nothing was told yet
    bool told = false;
  };

  Report tell(const std::string& name, Cluster& cluster);
  std::optional<Seen> begin_of(const std::string& name, const Cluster& cluster);
  std::vector<Event> events_since(const std::string& place, const Timestamp& since);

  const Config& config_;
  Store& store_;
  const bool dry_run_;
  std::map<std::string, std::set<std::string>> expected_;  // names of targets by place
  std::map<std::string, Cluster> clusters_;                // by the name that the store knows them by
};

}  // namespace schema_audit
