// What one collection of one target, or a check of its log, has to say to the outside.
#pragma once

#include <optional>
#include <string>

#include "collector/alert/drift_news.hpp"
#include "collector/config/config.hpp"
#include "collector/run/log_finding.hpp"
#include "collector/store/channel_row.hpp"
#include "collector/store/snapshot_row.hpp"
#include "core/model/severity.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

// What is news of a target to a channel.
struct TargetNews {
  std::optional<Report> changes;
  std::optional<Report> drift;  // with a state other than kNone
  DriftNews state = DriftNews::kNone;
  std::optional<ToldDrift> told;  // what the channel knew of it
};

struct NewAlert {
  std::string id;                    // of what is told once, whichever collection finds it; else empty
  Severity worst = Severity::kNone;  // kNone: only that drift is gone
  std::string payload;  // JSON: {"type": "schema.changed" | "schema.drifted" | "schema.resolved",
                        // "timestamp", "data": {...}}
};

// One message for the changes and the drift together; nothing without either. The worst findings come first
// and the rest is counted, so that the message stays below what receivers take (20 kB).
std::optional<NewAlert> make_alert(const TargetConfig& target, const SnapshotRow& snapshot,
                                   const TargetNews& news);

// One message for what was found about the log of a target; its type is the code of the worst of them.
// Nothing when there are no findings.
std::optional<NewAlert> make_log_alert(const TargetConfig& target, const std::vector<LogFinding>& findings,
                                       const Timestamp& now);

// The payload for a channel that has a link (link_problem() has none), filled with what the alert is about.
std::string with_link(const std::string& payload, const std::string& link, const std::string& id);

}  // namespace schema_audit
