#include "core/render/json_value.hpp"
#include "core/render/recommendations.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

namespace {

std::string_view op_of(ChangeType type) {
  switch (type) {
    case ChangeType::kAdded:
      return "added";
    case ChangeType::kDropped:
      return "dropped";
    case ChangeType::kRenamed:
      return "renamed";
    case ChangeType::kAltered:
      return "altered";
  }
  return "";
}

Json finding_to_json(const Finding& finding) {
  const Change& change = finding.change;
  Json json;
  json["code"] = finding.code;
  json["severity"] = to_text(finding.severity);
  if (finding.usual) json["usual_severity"] = to_text(*finding.usual);
  json["change"] = op_of(change.type);
  json["object"] = to_json(change.object);
  if (change.before) json["before"] = to_json(*change.before);
  if (!change.attribute.empty()) {
    json["attribute"] = change.attribute;
    json["from"] = change.from ? to_json(*change.from) : Json(nullptr);
    json["to"] = change.to ? to_json(*change.to) : Json(nullptr);
  }
  json["sentence"] = finding.sentence;
  json["advice"] = finding.advice;
  if (!finding.note.empty()) json["note"] = finding.note;
  if (!finding.follows.empty()) json["follows"] = finding.follows;
  json["events"] = Json::array();
  for (const Event& event : finding.events) json["events"].push_back(to_json(event));
  if (!finding.unexplained.empty()) json["unexplained"] = finding.unexplained;
  if (!finding.elsewhere.empty()) json["elsewhere"] = finding.elsewhere;
  return json;
}

}  // namespace

std::string render_json(const Report& report, bool indented) {
  Json json;
  json["format"] = "schema_audit/report";
  json["version"] = 1;
  json["type"] = report.type;
  json["before"] = report.before;
  json["after"] = report.after;
  if (!report.before_environment.empty()) json["before_environment"] = report.before_environment;
  if (!report.after_environment.empty()) json["after_environment"] = report.after_environment;
  const Counts counts = count(report.findings);
  json["severity"] = to_text(worst(report.findings));
  json["summary"] = {{"critical", counts.critical}, {"major", counts.major}, {"minor", counts.minor}};
  json["findings"] = Json::array();
  for (const Finding& finding : report.findings) json["findings"].push_back(finding_to_json(finding));
  json["recommendations"] = Json::array();
  for (const Recommendation& r : recommendations(report.findings)) {
    json["recommendations"].push_back({{"severity", to_text(r.severity)},
                                       {"advice", r.advice},
                                       {"codes", r.codes},
                                       {"objects", r.objects}});
  }
  json["ignored"] = Json::array();
  for (const IgnoredFindings& ignored : report.ignored) {
    json["ignored"].push_back({{"rule", ignored.rule}, {"count", ignored.count}});
  }
  json["regraded"] = Json::array();
  for (const RegradedFindings& regraded : report.regraded) {
    json["regraded"].push_back({{"rule", regraded.rule}, {"count", regraded.count}});
  }
  json["skipped"] = Json::array();
  for (const Skipped& skipped : report.skipped) {
    json["skipped"].push_back({{"kind", skipped.kind}, {"reason", skipped.reason}, {"count", skipped.count}});
  }
  return dump(json, indented) + "\n";
}

}  // namespace schema_audit
