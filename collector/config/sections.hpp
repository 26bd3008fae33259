// The top-level keys of the configuration, one reader each. All throw
// ConfigError and keep nothing of what they are given.
#pragma once

#include <filesystem>

#include "collector/config/config.hpp"
#include "collector/config/section.hpp"

namespace schema_audit {

std::vector<TargetConfig> read_targets(const ConfigContext& context, const YamlNode& node);
std::vector<IgnoreConfig> read_ignore_rules(const ConfigContext& context, const YamlNode& node);
std::vector<SeverityRule> read_severity_rules(const ConfigContext& context, const YamlNode& node);
std::vector<RenameRule> read_renames(const ConfigContext& context, const YamlNode& node);
std::vector<AlertChannelConfig> read_alert_channels(const ConfigContext& context, const YamlNode& node);
TimeoutConfig read_timeouts(const ConfigContext& context, const YamlNode& node);
RunConfig read_run(const ConfigContext& context, const YamlNode& node);
LogConfig read_log(const ConfigContext& context, const YamlNode& node);
KeepConfig read_keep(const ConfigContext& context, const YamlNode& node, const std::filesystem::path& store);

CheckConfig read_check(const ConfigContext& context, const YamlNode& node);
DaemonConfig read_daemon(const ConfigContext& context, const YamlNode& node);

// The keys that say which findings a rule means; the others are the caller's.
IgnoreRule read_pattern(const ConfigContext& context, Section& section);

// [A-Za-z0-9_.-]+ of a sensible length.
bool is_name(const std::string& text);

// A path of the file, relative to the file itself; empty when the key is absent.
std::filesystem::path read_path(const ConfigContext& context, Section& section, std::string_view key);

// Refuses names that are not [A-Za-z0-9_.-]+: they are part of references such
// as target@snapshot, of file names and of log lines.
void check_name(const ConfigContext& context, SourceMark mark, const std::string& what,
                const std::string& name);

}  // namespace schema_audit
