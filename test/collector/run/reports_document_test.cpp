#include "collector/run/reports_document.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "collector/run/report_row.hpp"
#include "test/support/expect_error.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::json;

std::vector<ReportRow> reports() {
  Report report;
  report.type = "changes";
  report.before = "shop@1";
  report.after = "shop@2";
  SnapshotRow snapshot;
  snapshot.id = 2;
  snapshot.taken_at = "2026-11-21T10:00:00.000000Z";
  std::vector<ReportRow> rows{report_row(report, "", snapshot)};
  report.type = "drift";
  report.findings.emplace_back();
  report.findings.back().severity = Severity::kCritical;
  report.findings.back().sentence = "table \"\\\n\U0001F4A3 was dropped";
  rows.push_back(report_row(report, "staging", snapshot));
  return rows;
}

std::string document() {
  TargetRow target;
  target.name = "shop";
  target.environment = "production";
  return reports_to_json(target, reports());
}

TEST(ReportsDocument, ComesBackAsItWas) {
  EXPECT_TRUE(is_reports_document(document()));
  EXPECT_FALSE(is_reports_document("{\"format\": \"schema_audit/snapshot\"}"));
  EXPECT_EQ(reports_from_json(document()), reports());
  EXPECT_EQ(reports_from_json(document()).at(1).critical, 1);
}

TEST(ReportsDocument, RefusesWhatIsNone) {
  const auto refused = [](const std::function<void(Json&)>& spoil) {
    Json json = Json::parse(document());
    spoil(json);
    return thrown_by([&] { reports_from_json(json.dump()); }).exit_code;
  };
  const auto first = [](Json& json) -> Json& { return json["reports"][0]; };
  EXPECT_EQ(refused([](Json& j) { j["format"] = "other"; }), ExitCode::kBadData);
  EXPECT_EQ(refused([](Json& j) { j["version"] = 2; }), ExitCode::kBadData);
  EXPECT_EQ(refused([](Json& j) { j.erase("reports"); }), ExitCode::kBadData);
  EXPECT_EQ(refused([&](Json& j) { first(j) = 7; }), ExitCode::kBadData);
  EXPECT_EQ(refused([&](Json& j) { first(j)["made_at"] = "yesterday"; }), ExitCode::kBadData);
  EXPECT_EQ(refused([&](Json& j) { first(j)["type"] = "drift"; }), ExitCode::kBadData);
  EXPECT_EQ(refused([&](Json& j) { first(j)["type"] = "other"; }), ExitCode::kBadData);
  EXPECT_EQ(refused([&](Json& j) { first(j)["reference"] = "staging"; }), ExitCode::kBadData);
  EXPECT_EQ(refused([&](Json& j) { first(j)["snapshot"] = "2"; }), ExitCode::kBadData);
  EXPECT_EQ(refused([&](Json& j) { first(j)["report"]["summary"]["minor"] = -1; }), ExitCode::kBadData);
  EXPECT_EQ(refused([&](Json& j) { first(j)["report"]["format"] = "x"; }), ExitCode::kBadData);
  for (const char* text : {"", "[]", "{", "null"})
    EXPECT_EQ(thrown_by([&] { reports_from_json(text); }).exit_code, ExitCode::kBadData) << text;
}

}  // namespace
}  // namespace schema_audit
