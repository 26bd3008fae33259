#include <array>

#include <nlohmann/json.hpp>

#include "collector/cli/check_report.hpp"
#include "collector/cli/log_findings.hpp"

namespace schema_audit {

namespace {

using nlohmann::ordered_json;

ordered_json comparison_json(const LogComparison& log) {
  ordered_json json;
  json["compared"] = log.compared;
  json["anchors"] = ordered_json::array();
  for (const AnchorRow& anchor : log.anchors) {
    json["anchors"].push_back({{"incarnation", anchor.incarnation},
                               {"block", anchor.head},
                               {"seen_at", anchor.seen_at},
                               {"superseded", anchor.superseded}});
  }
  if (!log.deep) return json;
  const DeepReport& deep = *log.deep;
  json["rows"] = {{"transactions", deep.transactions}, {"altered", deep.altered},   {"missing", deep.missing},
                  {"surplus", deep.surplus},           {"accepted", deep.accepted}, {"pruned", deep.pruned},
                  {"left_behind", deep.left_behind}};
  json["differences"] = ordered_json::array();
  constexpr std::array<const char*, 3> kWords{"altered", "missing", "surplus"};
  for (const RowDifference& difference : deep.first) {
    ordered_json item = {{"kind", kWords.at(static_cast<std::size_t>(difference.kind))},
                         {"incarnation", difference.incarnation},
                         {"xid", difference.xid},
                         {"number", difference.number},
                         {"table", difference.table}};
    if (difference.kind == RowDifference::Kind::kAltered) {
      item["column"] = difference.column;
      item["store"] = difference.outside;
      item["database"] = difference.inside;
    }
    json["differences"].push_back(std::move(item));
  }
  return json;
}

ordered_json time_json(const std::optional<Timestamp>& time) {
  return time ? ordered_json(*time) : ordered_json(nullptr);
}

ordered_json history_json(const CollectionHistory& history) {
  return {{"last_attempt_at", time_json(history.last_attempt_at)},
          {"last_success_at", time_json(history.last_success_at)},
          {"failures", history.failures},
          {"last_error", history.last_error},
          {"snapshot_at", time_json(history.snapshot_at)},
          {"objects", history.objects}};
}

ordered_json privileges_json(const RolePrivileges& privileges) {
  return {{"role", privileges.role},
          {"superuser", privileges.superuser},
          {"read_log", privileges.read_log},
          {"verify", privileges.verify},
          {"seal", privileges.seal}};
}

ordered_json target_json(const TargetHealth& health) {
  ordered_json item = {{"target", health.target},
                       {"environment", health.environment},
                       {"error", health.error},
                       {"server_version", health.server_version},
                       {"standby", health.standby},
                       {"extension_version", health.extension_version},
                       {"log_readable", health.log_readable},
                       {"connect_ms", health.connect_ms},
                       {"latency_ms", health.latency_ms},
                       {"clock_skew_ms", health.clock_skew / 1000},
                       {"tls", health.tls},
                       {"tls_version", health.tls_version},
                       {"privileges", privileges_json(health.privileges)},
                       {"collected", health.history ? history_json(*health.history) : ordered_json(nullptr)},
                       {"problems", health.problems},
                       {"remarks", health.remarks}};
  item["coverage"] = ordered_json::array();
  for (const Coverage& row : health.coverage)
    item["coverage"].push_back({{"check", row.check}, {"status", row.status}, {"detail", row.detail}});
  item["log"] = comparison_json(health.log);
  item["findings"] = log_findings_json(health.findings);
  return item;
}

}  // namespace

std::string check_json(const CheckReport& report) {
  ordered_json document;
  document["format"] = "schema_audit/check";
  document["version"] = 1;
  document["targets"] = ordered_json::array();
  for (const TargetHealth& health : report.targets) document["targets"].push_back(target_json(health));
  if (report.store) {
    const StoreHealth& store = *report.store;
    document["store"] = {{"file", store.file.string()},  {"damaged", store.damaged},
                         {"integrity", store.integrity}, {"bytes", store.bytes},
                         {"wal_bytes", store.wal_bytes}, {"free_bytes", store.free_bytes},
                         {"problems", store.problems}};
  }
  if (report.outbox) document["alerts"] = outbox_json(*report.outbox);
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace schema_audit
