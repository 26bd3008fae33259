// Keeps what was found about a log, and tells the alert channels about it.
#pragma once

#include <vector>

#include "collector/config/config.hpp"
#include "collector/exit_code.hpp"
#include "collector/run/alert_message.hpp"
#include "collector/run/log_finding.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

struct RecordedFindings {
  std::vector<LogFinding> fresh;  // were not known
  std::vector<LogFinding> all;    // those, and what stands from before
};

// What is known and was accepted is left out. REQUIRES: a transaction of the store is open.
RecordedFindings record_log_findings(Store& store, TargetId target, const std::vector<LogFinding>& found,
                                     const Timestamp& now);

// The same without writing.
RecordedFindings known_log_findings(Store& store, TargetId target, const std::vector<LogFinding>& found);

// Into the outbox, for every channel that wants it. False when none does or the alert is known.
bool queue_alert(const Config& config, Store& store, const TargetConfig& target, const NewAlert& alert,
                 const Timestamp& now);

ExitCode exit_code_of(Severity severity);

}  // namespace schema_audit
