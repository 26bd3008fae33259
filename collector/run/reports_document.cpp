#include "collector/run/reports_document.hpp"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "collector/clock.hpp"
#include "collector/error.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "schema_audit/reports";
// As a tree it takes several times the room.
constexpr std::size_t kLargest = std::size_t{64} << 20U;

[[noreturn]] void refuse(const std::string& why) {
  throw CollectorError(ExitCode::kBadData, "no document of reports: " + why);
}

ReportRow to_row(const Json& item) {
  ReportRow row;
  row.made_at = item.at("made_at").get<std::string>();
  row.type = item.at("type").get<std::string>();
  row.reference = item.at("reference").get<std::string>();
  row.snapshot = item.at("snapshot").get<SnapshotId>();
  const Json& report = item.at("report");
  const Json& summary = report.at("summary");
  row.critical = summary.at("critical").get<std::int64_t>();
  row.major = summary.at("major").get<std::int64_t>();
  row.minor = summary.at("minor").get<std::int64_t>();
  row.document = report.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  if (!parse_utc(row.made_at)) refuse("\"made_at\" is no time");
  if (row.type != "changes" && row.type != "drift") refuse("\"type\" is neither changes nor drift");
  if (row.reference.empty() == (row.type == "drift")) refuse("a drift has a reference, changes have none");
  if (report.at("format") != "schema_audit/report" || report.at("version") != 1 ||
      report.at("type") != row.type)
    refuse("a report is not of version 1");
  if (row.critical < 0 || row.major < 0 || row.minor < 0) refuse("a count is negative");
  return row;
}

}  // namespace

std::vector<ReportRow> reports_of(Store& store, TargetId target) {
  std::vector<ReportRow> rows = store.reports(target, "changes");
  std::ranges::move(store.reports(target, "drift"), std::back_inserter(rows));
  std::ranges::stable_sort(rows, {}, &ReportRow::made_at);
  return rows;
}

std::string reports_to_json(const TargetRow& target, const std::vector<ReportRow>& reports) {
  Json json;
  json["format"] = kFormat;
  json["version"] = 1;
  json["target"] = target.name;
  json["environment"] = target.environment;
  json["reports"] = Json::array();
  for (const ReportRow& row : reports) {
    json["reports"].push_back({{"made_at", row.made_at},
                               {"type", row.type},
                               {"reference", row.reference},
                               {"snapshot", row.snapshot},
                               {"report", Json::parse(row.document)}});
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

bool is_reports_document(std::string_view json) {
  constexpr std::size_t kHead = 100;
  return json.substr(0, kHead).find(kFormat) != std::string_view::npos;
}

std::vector<ReportRow> reports_from_json(const std::string& json) {
  if (json.size() > kLargest) refuse("larger than 64 MiB");
  try {
    const Json document = Json::parse(json);
    if (document.at("format") != kFormat) refuse("another format");
    if (document.at("version") != 1) refuse("made by a later version");
    std::vector<ReportRow> rows;
    for (const Json& item : document.at("reports")) rows.push_back(to_row(item));
    return rows;
  } catch (const nlohmann::json::exception& error) {
    refuse(error.what());
  }
}

}  // namespace schema_audit
