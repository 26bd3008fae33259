// Prometheus Alertmanager: POST /api/v2/alerts. Labels say which alert it is, so nothing that changes from
// time to time may be in them.
#include <ctime>

#include <nlohmann/json.hpp>

#include "collector/alert/channels/http_message.hpp"
#include "collector/alert/channels/wording.hpp"
#include "collector/clock.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::ordered_json;

// Alertmanager takes an alert that is not repeated for resolved at this time: a reminder comes before it.
std::string end_of(const std::string& at, const AlertChannelConfig& channel) {
  constexpr std::time_t kHour = 3600;
  constexpr std::time_t kGrace = 2 * kHour;
  constexpr std::time_t kWithoutReminder = 365 * (24 * kHour);
  std::tm parts{};
  if (strptime(at.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) return at;
  const std::time_t after =
      channel.remind_after_ms == 0 ? kWithoutReminder : channel.remind_after_ms / 1000 + kGrace;
  return format_utc((timegm(&parts) + after) * kMicrosPerSecond);
}

Json alert_of(const Notice& notice, const char* name, Severity severity, const std::string& end) {
  std::string description;
  for (const NoticeFinding& finding : notice.findings) {
    description += std::string(to_text(finding.severity)) + ": " + finding.sentence;
    if (!finding.by.empty()) description += ", by " + finding.by;
    description += "\n";
  }
  description += remainder(notice, 0);
  Json alert = {{"labels",
                 {{"alertname", name},
                  {"severity", std::string(to_text(severity))},
                  {"environment", notice.environment},
                  {"target", notice.target}}},
                {"annotations", {{"summary", notice.headline()}, {"description", description}}},
                {"startsAt", notice.at}};
  if (!end.empty()) alert["endsAt"] = end;
  if (!notice.link.empty()) alert["generatorURL"] = notice.link;
  return alert;
}

}  // namespace

HttpMessages alertmanager_message(const Notice& notice, const AlertChannelConfig& channel) {
  Json alerts = Json::array();
  if (notice.changed || notice.drift_state.empty()) {
    const char* name = notice.type.starts_with("schema.") ? "SchemaChanged" : "SchemaLogDamaged";
    alerts.push_back(alert_of(notice, name, notice.severity, ""));
  }
  if (!notice.drift_state.empty()) {
    // What was told under another severity is another alert, and over.
    if (notice.drift_was && (notice.resolved() || *notice.drift_was != notice.drift_severity))
      alerts.push_back(alert_of(notice, "SchemaDrifted", *notice.drift_was, notice.at));
    if (!notice.resolved())
      alerts.push_back(alert_of(notice, "SchemaDrifted", notice.drift_severity, end_of(notice.at, channel)));
  }
  return {{channel.url + "/api/v2/alerts", alerts.dump(-1, ' ', false, Json::error_handler_t::replace)}};
}

}  // namespace schema_audit
