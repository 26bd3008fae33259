#include <nlohmann/json.hpp>

#include "collector/cli/context.hpp"
#include "collector/cli/table.hpp"
#include "collector/store/store_verify.hpp"

namespace schema_audit {

namespace {

std::string text(const std::vector<StoreCheck>& checks) {
  Table table({"check", "state", "detail"});
  for (const StoreCheck& check : checks) table.add({check.check, check.ok ? "ok" : "failed", check.detail});
  return table.text();
}

std::string json(const std::filesystem::path& file, const std::vector<StoreCheck>& checks) {
  nlohmann::ordered_json document;
  document["format"] = "schema_audit/verify";
  document["version"] = 1;
  document["file"] = file.string();
  document["ok"] = all_ok(checks);
  document["checks"] = nlohmann::ordered_json::array();
  for (const StoreCheck& check : checks)
    document["checks"].push_back({{"check", check.check}, {"ok", check.ok}, {"detail", check.detail}});
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode run_verify(const Context& context) {
  const std::filesystem::path file = context.arguments.names.empty()
                                         ? context.config.store
                                         : std::filesystem::path(context.arguments.names.front());
  const std::vector<StoreCheck> checks = verify_store(file);
  print(context.arguments.format == Format::kJson ? json(file, checks) : text(checks));
  return all_ok(checks) ? ExitCode::kNone : ExitCode::kStore;
}

}  // namespace schema_audit
