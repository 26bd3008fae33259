// What one collection of one target, or a check of its log, has to say to the outside.
#pragma once

#include <optional>
#include <string>

#include "collector/config/config.hpp"
#include "collector/run/collect.hpp"
#include "collector/run/log_finding.hpp"
#include "collector/store/snapshot_row.hpp"
#include "core/model/severity.hpp"

namespace schema_audit {

struct NewAlert {
  std::string id;
  Severity worst = Severity::kNone;
  std::string payload;  // JSON: {"type": "schema.changed" | "schema.drifted", "timestamp", "data": {...}}
};

// One message for the changes and the new drift together; nothing when there are no findings. The worst
// findings come first and the rest is counted, so that the message stays below what receivers take (20 kB).
std::optional<NewAlert> make_alert(const TargetConfig& target, const SnapshotRow& snapshot,
                                   const TargetOutcome& outcome);

// One message for what was found about the log of a target; its type is the code of the worst of them.
// Nothing when there are no findings.
std::optional<NewAlert> make_log_alert(const TargetConfig& target, const std::vector<LogFinding>& findings,
                                       const Timestamp& now);

}  // namespace schema_audit
