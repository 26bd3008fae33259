#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "collector/alert/outbox.hpp"
#include "collector/cli/context.hpp"
#include "collector/cli/log_findings.hpp"
#include "collector/cli/outbox_health.hpp"
#include "collector/cli/table.hpp"
#include "collector/run/alert_message.hpp"
#include "collector/run/health.hpp"
#include "collector/run/record_findings.hpp"
#include "collector/store/run_lock.hpp"
#include "collector/store/store_error.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string counted(std::uint64_t count, const char* what) {
  return count == 0 ? "" : ", " + std::to_string(count) + " " + what;
}

std::string comparison_text(const TargetHealth& health) {
  std::string out = health.target + ": the log is compared with the store";
  for (const AnchorRow& anchor : health.log.anchors) {
    if (anchor.superseded || anchor.accepted_gone) continue;
    out += anchor.head == 0 ? ", no block yet" : ", up to block " + std::to_string(anchor.head);
    out += " as of " + anchor.seen_at;
  }
  if (!health.log.deep) return out + "; its rows are compared by check --deep\n";
  const DeepReport& deep = *health.log.deep;
  out += "; " + std::to_string(deep.transactions) +
         " transactions row by row: " + std::to_string(deep.differing.size()) + " differ";
  out += counted(deep.accepted, "differ and were accepted") +
         counted(deep.pruned, "were removed by the retention") +
         counted(deep.left_behind, "were left behind by a fork");
  out += "\n";
  for (const RowDifference& difference : deep.first) out += "    " + printable(to_text(difference)) + "\n";
  return out;
}

std::string text(const std::vector<TargetHealth>& all, const std::optional<OutboxHealth>& outbox) {
  Table table({"target", "server", "extension", "log", "latency", "TLS", "state"});
  for (const TargetHealth& health : all) {
    if (!health.error.empty()) {
      table.add({health.target, "-", "-", "-", "-", "-", health.error});
      continue;
    }
    table.add(
        {health.target,
         std::to_string(health.server_version / 10000) + "." + std::to_string(health.server_version % 10000),
         health.extension_version.empty() ? "none" : health.extension_version,
         health.log_readable ? "readable" : "no", std::to_string(health.latency_ms) + " ms",
         health.tls ? "yes" : "no", health.remarks.empty() ? "ok" : health.remarks.front()});
    for (std::size_t i = 1; i < health.remarks.size(); ++i)
      table.add({"", "", "", "", "", "", health.remarks[i]});
  }
  std::string out = table.text();
  for (const TargetHealth& health : all) {
    if (health.log.compared) out += "\n" + comparison_text(health);
    if (!health.findings.empty()) out += "\n" + health.target + ":\n" + log_findings_text(health.findings);
  }
  const std::string alerts = outbox ? outbox_text(*outbox) : std::string();
  if (!alerts.empty()) out += "\n" + alerts;
  return out;
}

nlohmann::ordered_json comparison_json(const LogComparison& log) {
  nlohmann::ordered_json json;
  json["compared"] = log.compared;
  json["anchors"] = nlohmann::ordered_json::array();
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
  json["differences"] = nlohmann::ordered_json::array();
  constexpr std::array<const char*, 3> kWords{"altered", "missing", "surplus"};
  for (const RowDifference& difference : deep.first) {
    nlohmann::ordered_json item = {{"kind", kWords.at(static_cast<std::size_t>(difference.kind))},
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

std::string json(const std::vector<TargetHealth>& all, const std::optional<OutboxHealth>& outbox) {
  nlohmann::ordered_json document;
  document["format"] = "schema_audit/check";
  document["version"] = 1;
  document["targets"] = nlohmann::ordered_json::array();
  for (const TargetHealth& health : all) {
    document["targets"].push_back({{"target", health.target},
                                   {"error", health.error},
                                   {"server_version", health.server_version},
                                   {"extension_version", health.extension_version},
                                   {"log_readable", health.log_readable},
                                   {"latency_ms", health.latency_ms},
                                   {"tls", health.tls},
                                   {"remarks", health.remarks}});
    nlohmann::ordered_json& item = document["targets"].back();
    item["coverage"] = nlohmann::ordered_json::array();
    for (const Coverage& row : health.coverage)
      item["coverage"].push_back({{"check", row.check}, {"status", row.status}, {"detail", row.detail}});
    item["log"] = comparison_json(health.log);
    item["findings"] = log_findings_json(health.findings);
  }
  if (outbox) document["alerts"] = outbox_json(*outbox);
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::vector<const TargetConfig*> targets_of(const Context& context) {
  std::vector<const TargetConfig*> targets;
  for (const std::string& name : context.arguments.names) targets.push_back(&context.config.target(name));
  if (targets.empty()) {
    for (const TargetConfig& target : context.config.targets) targets.push_back(&target);
  }
  return targets;
}

// Who runs this program, for the record of an acceptance.
std::string operator_name() {
  const passwd* entry = getpwuid(getuid());
  return entry != nullptr ? entry->pw_name : std::to_string(getuid());
}

ExitCode accept(const Context& context) {
  const RunLock lock(context.config.store);
  const std::unique_ptr<Store> store = context.writable_store();
  for (const TargetConfig* target : targets_of(context)) {
    const int accepted =
        accept_log(*target, context.config.timeouts, *store, format_utc(context.clock()), operator_name());
    print(target->name + ": the log is accepted as it is now" +
          (accepted == 0
               ? ""
               : ", " + std::to_string(accepted) + (accepted == 1 ? " finding" : " findings") + " with it") +
          "\n");
  }
  return ExitCode::kNone;
}

// What this check found first is kept and told as a collection would. A check that cannot write has still
// said it.
void record(const Context& context, const std::vector<TargetHealth>& all) {
  try {
    const RunLock lock(context.config.store);
    const std::unique_ptr<Store> store = context.writable_store();
    const Sinks sinks = make_sinks(context.config.alerts, context.clock);
    const Timestamp now = format_utc(context.clock());
    for (const TargetHealth& health : all) {
      const auto row = store->find_target(health.target);
      if (!row || health.log.found.empty()) continue;
      const TargetConfig& target = context.config.target(health.target);
      const auto transaction = store->begin();
      const auto recorded = record_log_findings(*store, row->id, health.log.found, now);
      if (const auto alert = make_log_alert(target, recorded.fresh, now))
        queue_alert(context.config, *store, target, *alert, now);
      transaction->commit();
    }
    Outbox(*store, sinks, context.clock, context.config.alerts).deliver_due();
  } catch (const StoreError& error) {
    spdlog::warn("what was found is not recorded and no alert is sent: {}", error.what());
  }
}

ExitCode code_of(const std::vector<TargetHealth>& all) {
  Severity severity = Severity::kNone;
  for (const TargetHealth& health : all) {
    if (!health.error.empty()) return ExitCode::kIncomplete;
    severity = std::max(severity, worst(health.findings));
    const bool failed =
        std::ranges::any_of(health.coverage, [](const Coverage& row) { return row.status == "failed"; });
    if (failed) severity = std::max(severity, Severity::kMajor);
  }
  return exit_code_of(severity);
}

}  // namespace

ExitCode run_check(const Context& context) {
  if (context.arguments.accept_log) return accept(context);
  std::unique_ptr<Store> store;
  std::string no_store;
  try {
    store = context.existing_store();
  } catch (const StoreError& error) {
    no_store = error.what();
  }
  std::vector<TargetHealth> all;
  bool fresh = false;
  for (const TargetConfig* target : targets_of(context)) {
    TargetHealth& health =
        all.emplace_back(check_target(*target, context.config.timeouts, {store.get(), context.arguments.deep},
                                      format_utc(context.clock())));
    const auto row = store ? store->find_target(target->name) : std::nullopt;
    if (!row) continue;
    RecordedFindings known = known_log_findings(*store, row->id, health.log.found);
    fresh = fresh || !known.fresh.empty();
    health.findings = std::move(known.all);
  }
  store.reset();
  if (fresh) record(context, all);
  std::optional<OutboxHealth> outbox;
  if (no_store.empty()) {
    if (const auto now = context.existing_store()) outbox = outbox_health(*now);
  }
  print(context.arguments.format == Format::kJson ? json(all, outbox) : text(all, outbox));
  if (!no_store.empty()) {
    spdlog::error("{}: no log was compared", no_store);
    return ExitCode::kStore;
  }
  return code_of(all);
}

}  // namespace schema_audit
