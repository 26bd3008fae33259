#include "collector/alert/notice.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collector/alert/link.hpp"
#include "collector/error.hpp"
#include "core/model/upper_case.hpp"
#include "core/render/printable.hpp"
#include "core/render/utf8.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::json;

std::string text(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? printable(found->get<std::string>()) : std::string();
}

std::size_t number(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
}

std::string who_of(const Json& by) {
  std::string line = text(by, "who");
  if (line.empty()) {
    const std::string why = text(by, "unexplained");
    return why.empty() ? why : "somebody unknown (" + why + ")";
  }
  for (const char* key : {"on", "at", "application", "address", "reason"}) {
    const std::string part = text(by, key);
    if (!part.empty()) line += ", " + part;
  }
  return line;
}

void add_drift(const Json& report, Notice& notice) {
  notice.drift_state = text(report, "state");
  notice.reference = text(report, "before");
  notice.since = text(report, "since");
  notice.incident = text(report, "incident");
  notice.drift_was = severity_from_text(text(report, "was"));
  for (const auto& [word, severity] : {std::pair{"minor", Severity::kMinor},
                                       {"major", Severity::kMajor},
                                       {"critical", Severity::kCritical}}) {
    if (number(report, word) > 0) notice.drift_severity = severity;
  }
}

void add_report(const Json& data, const char* key, Notice& notice) {
  const auto report = data.find(key);
  if (report == data.end() || !report->is_object()) return;
  notice.critical += number(*report, "critical");
  notice.major += number(*report, "major");
  notice.minor += number(*report, "minor");
  notice.not_shown += number(*report, "not_shown");
  for (const Json& item : report->value("findings", Json::array())) {
    NoticeFinding finding;
    finding.severity = severity_from_text(text(item, "severity")).value_or(Severity::kNone);
    finding.code = text(item, "code");
    finding.sentence = text(item, "sentence");
    finding.advice = text(item, "advice");
    if (const auto by = item.find("by"); by != item.end() && by->is_object()) {
      finding.by = who_of(*by);
      finding.statement = text(*by, "statement");
    }
    notice.findings.push_back(std::move(finding));
  }
}

// What shows all that the payload has a part of.
std::string command_for(const Json& data, const std::string& target) {
  if (data.contains("log")) return "schema-audit check " + target;
  const auto changes = data.find("changes");
  if (changes == data.end() || !changes->is_object()) return "schema-audit drift " + target;
  const std::string before = text(*changes, "before");
  const std::string after = text(*changes, "after");
  // The list of an entry's databases has no snapshots.
  if (before.find('@') == std::string::npos || after.find('@') == std::string::npos)
    return "schema-audit trend " + target;
  return "schema-audit diff " + before + " " + after;
}

}  // namespace

std::string Notice::headline() const {
  const bool only_resolved = resolved() && !changed;
  std::string line =
      (only_resolved ? "RESOLVED" : upper(to_text(severity))) + " " + environment + "/" + target + ": ";
  const std::size_t before = line.size();
  const auto add = [&](std::size_t count, const char* word) {
    if (count == 0) return;
    if (line.size() > before) line += ", ";
    line += std::to_string(count) + " " + word;
  };
  add(critical, "critical");
  add(major, "major");
  add(minor, "minor");
  if (line.size() == before && drift_state.empty()) line += type;
  const std::string drift = drift_text();
  if (!drift.empty()) line += (line.size() > before ? "; " : "") + drift;
  return line;
}

std::string Notice::drift_text() const {
  const std::string was = drift_was ? std::string(to_text(*drift_was)) : std::string();
  if (drift_state == "resolved" && drift_severity == Severity::kNone)
    return "drift from " + reference + " is gone (it was " + was + ")";
  if (drift_state == "resolved") return "drift from " + reference + " is no longer " + was;
  if (drift_state == "escalated")
    return "drift from " + reference + " is worse than before (it was " + was + ")";
  if (drift_state == "reminder") return "drift from " + reference + " is still there, since " + since;
  if (drift_state == "changed" && !changed) return "drift from " + reference + " is another one";
  if (drift_state == "detected" && !changed) return "drift from " + reference;
  return {};
}

Notice parse_notice(const std::string& id, const std::string& payload) {
  const Json json = Json::parse(payload, nullptr, false);
  if (!json.is_object() || !json.contains("data") || !json["data"].is_object()) {
    throw CollectorError(ExitCode::kBadData, "alert " + id + ": its payload is damaged");
  }
  const Json& data = json["data"];
  Notice notice;
  notice.id = id;
  notice.type = text(json, "type");
  notice.at = text(json, "timestamp");
  notice.target = text(data, "target");
  notice.environment = text(data, "environment");
  notice.severity = severity_from_text(text(data, "severity")).value_or(Severity::kNone);
  notice.command = command_for(data, notice.target);
  if (std::string link = text(data, "link"); is_link(link)) notice.link = std::move(link);
  notice.changed = data.contains("changes") || data.contains("log");
  add_report(data, "log", notice);
  add_report(data, "changes", notice);
  add_report(data, "drift", notice);
  if (const auto drift = data.find("drift"); drift != data.end() && drift->is_object())
    add_drift(*drift, notice);
  std::ranges::stable_sort(notice.findings, std::ranges::greater{}, &NoticeFinding::severity);
  return notice;
}

}  // namespace schema_audit
