#include "collector/run/trend.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collector/cli/context.hpp"
#include "collector/cli/table.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kObjects = 10;
constexpr std::size_t kDay = 10;  // 2026-11-21

std::string course_text(const char* title, const std::vector<TrendSeries>& all) {
  Table table({"environment", "severity", "last", "most", "course"});
  bool any = false;
  for (const TrendSeries& series : all) {
    const std::int64_t most = *std::ranges::max_element(series.values);
    if (most == 0) continue;
    any = true;
    table.add({series.environment, std::string(series.severity), std::to_string(series.values.back()),
               std::to_string(most), sparkline(series.values)});
  }
  return "\n" + std::string(title) + "\n" + (any ? table.text() : "none\n");
}

std::string text(const Trend& trend) {
  std::string out =
      trend.since.substr(0, kDay) + " to " + trend.until.substr(0, kDay) + ", one mark for " +
      (trend.days_per_period == 1 ? "each day" : "every " + std::to_string(trend.days_per_period) + " days") +
      "\n";
  out += course_text("drift", trend.drift);
  out += course_text("changes", trend.changes);
  Table objects({"target", "object", "changes", "last"});
  for (const auto& [target, row] : trend.objects)
    objects.add({target, row.kind + " " + row.identity, std::to_string(row.changes), row.last_at});
  out += "\nchanged most often\n" + (trend.objects.empty() ? std::string("none\n") : objects.text());
  Table people({"environment", "who", "with", "by hand", "statements", "last"});
  for (const auto& [environment, row, by_hand] : trend.people) {
    people.add({environment, row.who, row.application_name.empty() ? "-" : row.application_name,
                by_hand ? "yes" : "no", std::to_string(row.statements), row.last_at});
  }
  out += "\nwho changed what\n" + (trend.people.empty() ? std::string("nobody is known\n") : people.text());
  return out;
}

nlohmann::ordered_json course_json(const std::vector<TrendSeries>& all) {
  auto list = nlohmann::ordered_json::array();
  for (const TrendSeries& series : all) {
    list.push_back(
        {{"environment", series.environment}, {"severity", series.severity}, {"values", series.values}});
  }
  return list;
}

std::string json(const Trend& trend) {
  nlohmann::ordered_json document;
  document["format"] = "schema_audit/trend";
  document["version"] = 1;
  document["since"] = trend.since;
  document["until"] = trend.until;
  document["periods"] = trend.ends;
  document["drift"] = course_json(trend.drift);
  document["changes"] = course_json(trend.changes);
  document["objects"] = nlohmann::ordered_json::array();
  for (const auto& [target, row] : trend.objects) {
    document["objects"].push_back({{"target", target},
                                   {"kind", row.kind},
                                   {"identity", row.identity},
                                   {"changes", row.changes},
                                   {"last_at", row.last_at}});
  }
  document["people"] = nlohmann::ordered_json::array();
  for (const auto& [environment, row, by_hand] : trend.people) {
    document["people"].push_back({{"environment", environment},
                                  {"who", row.who},
                                  {"end_user", row.named},
                                  {"application_name", row.application_name},
                                  {"by_hand", by_hand},
                                  {"statements", row.statements},
                                  {"last_at", row.last_at}});
  }
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode run_trend(const Context& context) {
  const std::unique_ptr<Store> store = context.required_store();
  std::vector<TargetRow> targets;
  for (const std::string& name : context.arguments.names) targets.push_back(required_target(*store, name));
  if (targets.empty()) targets = store->targets();
  const Trend trend = trend_of(*store, targets, context.clock(), context.arguments.days, kObjects);
  print(context.arguments.format == Format::kJson ? json(trend) : text(trend));
  return ExitCode::kNone;
}

}  // namespace schema_audit
