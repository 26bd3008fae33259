#include <nlohmann/json.hpp>

#include "collector/cli/context.hpp"
#include "collector/cli/table.hpp"
#include "collector/run/health.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string text(const std::vector<TargetHealth>& all) {
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
  return table.text();
}

std::string json(const std::vector<TargetHealth>& all) {
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
  }
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode run_check(const Context& context) {
  std::vector<TargetHealth> all;
  ExitCode code = ExitCode::kNone;
  const auto check = [&](const TargetConfig& target) {
    all.push_back(check_target(target, context.config.timeouts));
    if (!all.back().error.empty()) code = ExitCode::kIncomplete;
  };
  if (context.arguments.names.empty()) {
    for (const TargetConfig& target : context.config.targets) check(target);
  }
  for (const std::string& name : context.arguments.names) check(context.config.target(name));
  print(context.arguments.format == Format::kJson ? json(all) : text(all));
  return code;
}

}  // namespace schema_audit
