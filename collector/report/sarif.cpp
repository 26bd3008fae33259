#include <map>

#include "collector/report/formats.hpp"
#include "core/canonical/hash.hpp"
#include "core/render/json_value.hpp"
#include "core/render/printable.hpp"
#include "core/severity/codes.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "error";
    case Severity::kMajor:
      return "warning";
    case Severity::kMinor:
      return "note";
    case Severity::kNone:
      break;
  }
  return "none";
}

// A message: braces stand for arguments unless they are doubled, and "[text](somewhere)" is a link.
Json message(std::string_view text) {
  std::string out;
  for (const char c : printable_block(text, "")) {
    if (c == '{' || c == '}') out += c;
    if (c == '(' && out.ends_with(']')) out += ' ';
    out += c;
  }
  return {{"text", out}};
}

// A path as a URI reference.
std::string uri(const std::string& path) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return out;
}

std::string text_of(const Report& report, const Finding& finding) {
  std::string out = report.after + ": " + finding.sentence + ".";
  for (const Event& event : finding.events) out += "\n" + event_line(report, event) + ".";
  if (!finding.elsewhere.empty()) out += "\n" + finding.elsewhere + ".";
  if (!finding.unexplained.empty()) out += "\nwho: " + finding.unexplained + ".";
  if (!finding.note.empty()) out += "\n" + finding.note + ".";
  return out;
}

class Run {
 public:
  explicit Run(const PlacedReport& placed) : placed_(placed), report_(placed.report) {
    for (const FindingCode& code : finding_codes()) known_.emplace(code.code, code);
  }

  Json json() {
    Json results = Json::array();
    for (const Finding& finding : report_.findings) results.push_back(result(finding));
    Json run;
    run["tool"] = {{"driver",
                    {{"name", "schema-audit"},
                     {"version", SCHEMA_AUDIT_VERSION},
                     {"semanticVersion", SCHEMA_AUDIT_VERSION},
                     {"rules", std::move(rules_)}}}};
    run["automationDetails"] = {{"id", "schema-audit/" + uri(report_.type) + "/" + uri(report_.before) + "/" +
                                           uri(report_.after) + "/"}};
    run["columnKind"] = "utf16CodeUnits";
    run["invocations"] = Json::array({{{"executionSuccessful", true}}});
    run["results"] = std::move(results);
    run["properties"] = properties();
    return run;
  }

 private:
  // The rules are those that something was found by, in the order of the results.
  std::size_t rule_of(const Finding& finding) {
    const auto [it, fresh] = indexes_.emplace(finding.code, rules_.size());
    if (!fresh) return it->second;
    const auto code = known_.find(finding.code);
    const Severity usual =
        code == known_.end() ? finding.usual.value_or(finding.severity) : code->second.severity;
    Json rule;
    rule["id"] = printable(finding.code);
    rule["shortDescription"] = message(code == known_.end() ? finding.code : code->second.meaning);
    rule["help"] = message(finding.advice.empty() ? finding.code : finding.advice);
    rule["defaultConfiguration"] = {{"level", level_of(usual)}};
    rule["properties"] = {{"severity", to_text(usual)}};
    rules_.push_back(std::move(rule));
    return it->second;
  }

  Json location(const Finding& finding) const {
    Json location;
    if (!placed_.file.empty()) {
      Json physical;
      physical["artifactLocation"] = {{"uri", uri(placed_.file)}};
      physical["region"] = {{"startLine", placed_.line > 0 ? placed_.line : 1}};
      location["physicalLocation"] = std::move(physical);
    }
    location["logicalLocations"] =
        Json::array({{{"name", printable(finding.change.object.name)},
                      {"fullyQualifiedName", printable(to_text(finding.change.object))},
                      {"kind", printable(finding.change.object.kind)}}});
    return location;
  }

  Json result(const Finding& finding) {
    Json result;
    result["ruleId"] = printable(finding.code);
    result["ruleIndex"] = rule_of(finding);
    result["level"] = level_of(finding.severity);
    result["message"] = message(text_of(report_, finding));
    result["locations"] = Json::array({location(finding)});
    // The same as long as it is the same object of the same target, whoever did it.
    std::string same;
    for (const std::string& part : {report_.after, finding.code, finding.change.object.kind,
                                    to_text(finding.change.object), finding.change.attribute})
      same += std::to_string(part.size()) + ':' + part;
    result["partialFingerprints"] = {{"schemaAuditFinding/v1", to_hex(sha256(same))}};
    Json properties = {{"severity", to_text(finding.severity)}};
    if (finding.usual) properties["usualSeverity"] = to_text(*finding.usual);
    if (!finding.events.empty()) {
      const Event& event = finding.events.back();
      properties["who"] = printable(who(event.actor));
      properties["at"] = printable(event.at);
      properties["statement"] = printable_block(event.statement, "");
    }
    result["properties"] = std::move(properties);
    return result;
  }

  Json properties() const {
    Json json;
    json["headline"] = printable(headline(report_));
    json["ignored"] = Json::array();
    for (const IgnoredFindings& ignored : report_.ignored)
      json["ignored"].push_back({{"rule", printable(ignored.rule)}, {"count", ignored.count}});
    json["regraded"] = Json::array();
    for (const RegradedFindings& regraded : report_.regraded)
      json["regraded"].push_back({{"rule", printable(regraded.rule)}, {"count", regraded.count}});
    json["notCompared"] = Json::array();
    for (const Skipped& skipped : report_.skipped) {
      json["notCompared"].push_back({{"kind", printable(skipped.kind)},
                                     {"reason", printable(skipped.reason)},
                                     {"count", skipped.count}});
    }
    return json;
  }

  const PlacedReport& placed_;
  const Report& report_;
  std::map<std::string, FindingCode> known_;
  std::map<std::string, std::size_t> indexes_;
  Json rules_ = Json::array();
};

// The run that says what could not be read.
Json unread_run(const ReportSet& set) {
  Json notifications = Json::array();
  for (const UnreadTarget& unread : set.unread) {
    notifications.push_back(
        {{"level", "error"}, {"message", message(unread.target + " was not read: " + unread.reason)}});
  }
  Json run;
  run["tool"] = {{"driver", {{"name", "schema-audit"}, {"version", SCHEMA_AUDIT_VERSION}}}};
  run["invocations"] = Json::array(
      {{{"executionSuccessful", false}, {"toolExecutionNotifications", std::move(notifications)}}});
  run["results"] = Json::array();
  return run;
}

}  // namespace

std::string render_sarif(const ReportSet& set) {
  Json json;
  json["$schema"] = kSchema;
  json["version"] = "2.1.0";
  json["runs"] = Json::array();
  for (const PlacedReport& placed : set.reports) json["runs"].push_back(Run(placed).json());
  if (!set.unread.empty()) json["runs"].push_back(unread_run(set));
  return dump(json, true) + "\n";
}

}  // namespace schema_audit
