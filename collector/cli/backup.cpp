#include "collector/store/store_backup.hpp"

#include <nlohmann/json.hpp>

#include "collector/cli/context.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string text(const Backup& backup, const std::vector<std::filesystem::path>& dropped) {
  std::string out = printable(backup.file.string()) + ": " + std::to_string(backup.rows) + " rows, " +
                    std::to_string(backup.bytes) + " bytes, the same as in the store\n";
  for (const std::filesystem::path& file : dropped) out += printable(file.string()) + ": removed, too old\n";
  return out;
}

std::string json(const Backup& backup, const std::vector<std::filesystem::path>& dropped) {
  nlohmann::ordered_json document;
  document["format"] = "schema_audit/backup";
  document["version"] = 1;
  document["file"] = backup.file.string();
  document["bytes"] = backup.bytes;
  document["rows"] = backup.rows;
  document["removed"] = nlohmann::ordered_json::array();
  for (const std::filesystem::path& file : dropped) document["removed"].push_back(file.string());
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode run_backup(const Context& context) {
  const std::filesystem::path& store = context.config.store;
  const KeepConfig& keep = context.config.keep;
  const std::filesystem::path directory = context.arguments.names.empty()
                                              ? keep.backup_directory
                                              : std::filesystem::path(context.arguments.names.front());
  const UnixMicros now = context.clock();
  const Backup backup = back_up_store(store, directory, now);
  const auto dropped = keep.backup_retention_days == 0
                           ? std::vector<std::filesystem::path>()
                           : drop_old_backups(store, directory, now, keep.backup_retention_days);
  print(context.arguments.format == Format::kJson ? json(backup, dropped) : text(backup, dropped));
  return ExitCode::kNone;
}

}  // namespace schema_audit
