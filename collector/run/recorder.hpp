// Puts into the store what looks at targets gave: log, snapshot, what changed, drift, alerts. What one look
// gave is one transaction. Not thread-safe.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/run/alert_message.hpp"
#include "collector/run/alert_script.hpp"
#include "collector/run/channel_alerts.hpp"
#include "collector/run/cluster_news.hpp"
#include "collector/run/collect.hpp"
#include "collector/run/observe_target.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// What a look at a target gave.
struct Looked {
  std::optional<ObservedTarget> observed;
  std::exception_ptr error;
};

class Recorder {
 public:
  Recorder(const Config& config, Store& store, const Clock& clock, bool dry_run)
      : config_(config),
        store_(store),
        clock_(clock),
        dry_run_(dry_run),
        not_kept_(dry_run ? store.begin() : nullptr),
        clusters_(config, store, dry_run) {}

  // The target is looked at in this run, and most likely answers.
  void expect(const TargetConfig& target) { clusters_.expect(target); }

  // What a look at it gave is kept, or noted when it failed.
  TargetOutcome finish(const TargetConfig& target, Looked& looked);
  TargetOutcome fail(const TargetConfig& target, const std::string& error);

  // When no further target comes: what is still to be told, beside what was told of its target.
  void finish_run(CollectOutcome& outcome);

  std::size_t alerts() const { return alerts_; }

 private:
  std::unique_ptr<StoreTransaction> begin();  // null in a dry run
  void note_failure(const TargetConfig& target, const std::string& error);
  void keep_log(const TargetConfig& target, const Observation& seen, TargetOutcome& outcome);
  void add_log(const TargetConfig& target, TargetId id, const Observation& seen, TargetOutcome& outcome);
  void add_log_findings(const TargetConfig& target, TargetId id, const Observation& seen,
                        TargetOutcome& outcome);
  void keep(const TargetConfig& target, ObservedTarget& observed, TargetOutcome& outcome);
  std::optional<CurrentDrift> drift(const TargetConfig& target, const TargetRow& row,
                                    const SnapshotRow& snapshot, TargetOutcome& outcome);
  std::vector<Attachment> scripts_for(const TargetConfig& target, const StoredSnapshot& now,
                                      const std::optional<SnapshotRow>& before, bool of_drift);
  void keep_report(TargetId id, const Report& report, const std::string& reference,
                   const SnapshotRow& snapshot);
  void put_alert(const TargetConfig& target, const std::optional<NewAlert>& message, const Timestamp& now);

  const Config& config_;
  Store& store_;
  const Clock& clock_;
  const bool dry_run_;
  // In a dry run all is one transaction that is never committed: each target is compared with what came
  // before it.
  const std::unique_ptr<StoreTransaction> not_kept_;
  ClusterNews clusters_;
  std::size_t alerts_ = 0;
};

}  // namespace schema_audit
