#include "collector/run/alert_message.hpp"

#include <algorithm>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "collector/alert/alert_id.hpp"
#include "collector/alert/link.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostFindings = 20;
constexpr std::size_t kLongestText = 300;
constexpr std::size_t kLongestLogText = 800;

Json by(const Finding& finding) {
  if (finding.events.empty()) return {{"unexplained", shortened(finding.unexplained, kLongestText)}};
  const Event& event = finding.events.back();
  Json json;
  json["who"] = who(event.actor);
  // The end user stands apart too, with the trust: a receiver need not take the sentence to pieces.
  if (!event.actor.end_user.empty()) {
    json["actor"] = shortened(event.actor.end_user, kLongestText);
    json["actor_trust"] = event.actor.end_user_trust.empty() ? "claimed" : event.actor.end_user_trust;
  }
  json["at"] = event.at;
  json["application"] = event.actor.application_name;
  json["address"] = event.actor.client_address.empty() ? "local socket" : event.actor.client_address;
  if (!event.origin.empty()) json["on"] = event.origin;
  if (!event.actor.reason.empty()) json["reason"] = shortened(event.actor.reason, kLongestText);
  json["statement"] = shortened(event.statement, kLongestText);
  return json;
}

Json summary(const Report& report) {
  const Counts counts = count(report.findings);
  Json json;
  json["before"] = report.before;
  json["after"] = report.after;
  json["critical"] = counts.critical;
  json["major"] = counts.major;
  json["minor"] = counts.minor;
  json["findings"] = Json::array();
  const std::size_t shown = std::min(report.findings.size(), kMostFindings);
  for (std::size_t i = 0; i < shown; ++i) {
    const Finding& finding = report.findings[i];
    json["findings"].push_back({{"code", finding.code},
                                {"severity", to_text(finding.severity)},
                                {"sentence", shortened(finding.sentence, kLongestText)},
                                {"advice", finding.advice},
                                {"by", by(finding)}});
  }
  json["not_shown"] = report.findings.size() - shown;
  return json;
}

}  // namespace

std::optional<NewAlert> make_alert(const TargetConfig& target, const SnapshotRow& snapshot,
                                   const TargetNews& news) {
  if (!news.changes && !news.drift) return std::nullopt;
  const bool resolved = news.state == DriftNews::kResolved;
  NewAlert alert;
  Json data;
  data["target"] = target.name;
  data["environment"] = target.environment;
  data["snapshot"] = snapshot.id;
  if (news.changes) {
    alert.worst = worst(news.changes->findings);
    data["changes"] = summary(*news.changes);
  }
  if (news.drift) {
    if (!resolved) alert.worst = std::max(alert.worst, worst(news.drift->findings));
    Json drift = summary(*news.drift);
    drift["state"] = to_text(news.state);
    drift["since"] = news.told ? news.told->since : snapshot.taken_at;
    if (news.told) drift["was"] = news.told->severity;
    // The same for as long as it stays, so that a receiver can join what belongs together.
    drift["incident"] = alert_id({"drift", target.name, target.reference});
    data["drift"] = std::move(drift);
  }
  data["severity"] = to_text(alert.worst);
  Json json;
  json["type"] = news.changes ? "schema.changed" : resolved ? "schema.resolved" : "schema.drifted";
  json["timestamp"] = snapshot.taken_at;
  json["data"] = std::move(data);
  alert.payload = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return alert;
}

std::optional<NewAlert> make_log_alert(const TargetConfig& target, const std::vector<LogFinding>& findings,
                                       const Timestamp& now) {
  if (findings.empty()) return std::nullopt;
  const auto severity = [](const LogFinding& finding) { return finding.severity; };
  const LogFinding& first = *std::ranges::max_element(findings, {}, severity);
  NewAlert alert;
  alert.worst = first.severity;
  Json log;
  for (const Severity level : {Severity::kCritical, Severity::kMajor, Severity::kMinor})
    log[std::string(to_text(level))] =
        static_cast<std::size_t>(std::ranges::count(findings, level, severity));
  log["findings"] = Json::array();
  std::vector<std::string> digests{target.name};
  for (const LogFinding& finding : findings) {
    digests.push_back(finding.digest);
    if (log["findings"].size() == kMostFindings) continue;
    log["findings"].push_back({{"code", finding.code},
                               {"severity", to_text(finding.severity)},
                               {"sentence", shortened(finding.sentence, kLongestLogText)},
                               {"advice", finding.advice}});
  }
  log["not_shown"] = findings.size() - log["findings"].size();
  alert.id = alert_id(digests);
  Json json;
  json["type"] = first.code;
  json["timestamp"] = now;
  json["data"] = {{"target", target.name},
                  {"environment", target.environment},
                  {"log", std::move(log)},
                  {"severity", to_text(alert.worst)}};
  alert.payload = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return alert;
}

std::string with_link(const std::string& payload, const std::string& link, const std::string& id) {
  Json json = Json::parse(payload);
  Json& data = json["data"];
  const std::int64_t snapshot = data.value("snapshot", std::int64_t{0});
  data["link"] = fill_link(
      link, {id, data.value("target", ""), data.value("environment", ""), data.value("severity", ""),
             snapshot > 0 ? std::to_string(snapshot) : std::string("latest")});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace schema_audit
