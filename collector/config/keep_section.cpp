#include <charconv>

#include "collector/config/sections.hpp"

namespace schema_audit {

namespace {

constexpr int kMostDays = 36'500;

int days(const ConfigContext& context, Section& section, std::string_view key, int fallback) {
  const auto text = section.text(key);
  if (!text) return fallback;
  int value = -1;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < 1 || value > kMostDays) {
    context.fail(section.find(key)->mark, "keep." + std::string(key) + ": expected days, from 1 to " +
                                              std::to_string(kMostDays) + ", found \"" + *text + "\"");
  }
  return value;
}

}  // namespace

KeepConfig read_keep(const ConfigContext& context, const YamlNode& node, const std::filesystem::path& store) {
  Section section(context, node, "keep");
  KeepConfig keep;
  keep.events_days = days(context, section, "events_days", 0);
  keep.snapshots_days = days(context, section, "snapshots_days", 0);
  keep.reports_days = days(context, section, "reports_days", 0);
  keep.deliveries_days = days(context, section, "deliveries_days", keep.deliveries_days);
  keep.backup_retention_days = days(context, section, "backup_retention_days", keep.backup_retention_days);
  keep.backup_directory = store.parent_path() / "backups";
  if (const auto text = section.text("backup_directory")) {
    if (text->empty())
      context.fail(section.find("backup_directory")->mark, "keep.backup_directory: must not be empty");
    const std::filesystem::path path = *text;
    keep.backup_directory =
        path.is_absolute() ? path : std::filesystem::path(context.file).parent_path() / path;
  }
  section.finish();
  return keep;
}

}  // namespace schema_audit
