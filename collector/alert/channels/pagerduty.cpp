// PagerDuty's Events API v2: https://developer.pagerduty.com/docs/events-api-v2/overview/. Critical and major
// news wake somebody; minor news is a change event, which does not. Drift is one incident until it is gone.
#include <nlohmann/json.hpp>

#include "collector/alert/channels/http_message.hpp"
#include "collector/alert/channels/wording.hpp"
#include "collector/alert/text_budget.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSummary = 1024;
constexpr std::size_t kSource = 255;
constexpr std::size_t kDedupKey = 255;

const char* severity_word(Severity severity) {
  return severity == Severity::kCritical ? "critical" : severity == Severity::kMajor ? "error" : "info";
}

Json details_of(const Notice& notice) {
  Json details = {{"environment", notice.environment}, {"target", notice.target}};
  Json findings = Json::array();
  for (const NoticeFinding& finding : notice.findings) {
    findings.push_back({{"severity", std::string(to_text(finding.severity))},
                        {"code", finding.code},
                        {"finding", finding.sentence},
                        {"by", finding.by},
                        {"advice", finding.advice},
                        {"statement", finding.statement}});
  }
  details["findings"] = std::move(findings);
  if (!notice.findings.empty()) details["command"] = notice.command;
  if (notice.not_shown > 0) details["not_shown"] = notice.not_shown;
  return details;
}

HttpMessage message(const AlertChannelConfig& channel, const char* path, const Json& json) {
  return {channel.url + path, json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

}  // namespace

HttpMessages pagerduty_message(const Notice& notice, const AlertChannelConfig& channel) {
  HttpMessages messages;
  if (notice.resolved()) {
    messages.push_back(message(channel, "/v2/enqueue",
                               {{"routing_key", channel.token},
                                {"event_action", "resolve"},
                                {"dedup_key", clip_utf16(notice.incident, kDedupKey)}}));
    if (!notice.changed) return messages;
  }
  Json payload = {{"summary", clip_utf16(notice.headline(), kSummary)},
                  {"source", clip_utf16(notice.environment + "/" + notice.target, kSource)},
                  {"timestamp", notice.at}};
  Json json;
  json["routing_key"] = channel.token;
  if (!notice.link.empty()) json["links"] = Json::array({{{"href", notice.link}, {"text", kLinkText}}});
  if (notice.severity < Severity::kMajor) {
    payload["custom_details"] = details_of(notice);
    json["payload"] = std::move(payload);
    messages.push_back(message(channel, "/v2/change/enqueue", json));
    return messages;
  }
  const bool of_drift = !notice.drift_state.empty() && !notice.resolved();
  payload["severity"] = severity_word(notice.severity);
  payload["component"] = notice.target;
  payload["group"] = notice.environment;
  payload["class"] = notice.type;
  payload["custom_details"] = details_of(notice);
  json["event_action"] = "trigger";
  json["dedup_key"] = clip_utf16(of_drift ? notice.incident : notice.id, kDedupKey);
  json["payload"] = std::move(payload);
  messages.push_back(message(channel, "/v2/enqueue", json));
  return messages;
}

}  // namespace schema_audit
