// Finding and reading the configuration file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "collector/config/config.hpp"
#include "collector/config/expand.hpp"

namespace schema_audit {

// The first that applies: `flag` (--config), $SCHEMA_AUDIT_CONFIG, then the
// first that exists of ./schema_audit.yaml,
// $XDG_CONFIG_HOME/schema_audit/schema_audit.yaml (default ~/.config) and
// /etc/schema_audit/schema_audit.yaml. Throws ConfigError with the list of
// places when there is none.
std::filesystem::path find_config(const std::optional<std::string>& flag, const Environment& environment);

// Reads and checks the file. Throws ConfigError. Relative paths inside are
// relative to the directory of the file.
Config load_config(const std::filesystem::path& file, const Environment& environment);

// As load_config() for text that is already in memory; `file` names it.
Config parse_config(std::string_view text, const std::filesystem::path& file, const Environment& environment);

// $XDG_STATE_HOME/schema_audit/store.db (default ~/.local/state); empty when
// the environment has no home.
std::filesystem::path default_store_path(const Environment& environment);

}  // namespace schema_audit
