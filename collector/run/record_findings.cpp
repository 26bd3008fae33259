#include "collector/run/record_findings.hpp"

#include <map>
#include <set>
#include <string>

#include "collector/alert/alert_id.hpp"
#include "collector/run/channel_alerts.hpp"

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
  std::map<std::string, std::vector<std::string>> by_link;
  for (const AlertChannelConfig& channel : config.alerts) {
    if (hears_of(channel, target) && alert.worst >= channel.min_severity)
      by_link[channel.link].push_back(channel.name);
  }
  if (by_link.empty()) return false;
  const TargetId id = store.find_target(target.name)->id;
  bool is_new = false;
  for (const auto& [link, channels] : by_link) {
    AlertRow row{alert.id, id, now, std::string(to_text(alert.worst)), alert.payload, ""};
    if (!link.empty()) {
      row.id = alert_id({alert.id, link});
      row.payload = with_link(alert.payload, link, row.id);
    }
    is_new = store.add_alert(row, channels) || is_new;
  }
  return is_new;
}

ExitCode exit_code_of(Severity severity) {
  if (severity == Severity::kCritical) return ExitCode::kCritical;
  return severity == Severity::kMajor ? ExitCode::kMajor : ExitCode::kNone;
}

}  // namespace schema_audit
