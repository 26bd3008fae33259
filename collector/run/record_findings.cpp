#include "collector/run/record_findings.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace schema_audit {

RecordedFindings known_log_findings(Store& store, TargetId target, const std::vector<LogFinding>& found) {
  RecordedFindings result;
  std::set<std::string> known;
  for (const LogFindingRow& row : store.log_findings(target)) {
    known.insert(row.digest);
    if (!row.accepted_at) result.all.push_back(to_finding(row));
  }
  for (const LogFinding& finding : found) {
    if (!known.insert(finding.digest).second) continue;
    result.fresh.push_back(finding);
    result.all.push_back(finding);
  }
  return result;
}

RecordedFindings record_log_findings(Store& store, TargetId target, const std::vector<LogFinding>& found,
                                     const Timestamp& now) {
  RecordedFindings result = known_log_findings(store, target, found);
  for (const LogFinding& finding : result.fresh) store.add_log_finding(target, to_row(finding, now));
  return result;
}

bool queue_alert(const Config& config, Store& store, const TargetConfig& target, const NewAlert& alert,
                 const Timestamp& now) {
  std::vector<std::string> channels;
  for (const AlertChannelConfig& channel : config.alerts) {
    const auto& wanted = channel.environments;
    const bool fits =
        wanted.empty() || std::find(wanted.begin(), wanted.end(), target.environment) != wanted.end();
    if (fits && alert.worst >= channel.min_severity) channels.push_back(channel.name);
  }
  if (channels.empty()) return false;
  const auto row = store.find_target(target.name);
  return store.add_alert({alert.id, row->id, now, std::string(to_text(alert.worst)), alert.payload},
                         channels);
}

ExitCode exit_code_of(Severity severity) {
  if (severity == Severity::kCritical) return ExitCode::kCritical;
  return severity == Severity::kMajor ? ExitCode::kMajor : ExitCode::kNone;
}

}  // namespace schema_audit
