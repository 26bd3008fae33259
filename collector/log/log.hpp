// The log of the collector: one line per event on stderr, because stdout
// belongs to the result, and in a file where one is wanted.
//
// Set up once by main before any thread starts; afterwards the functions of
// spdlog (spdlog::info and so on) may be called from any thread. Every message
// passes hide_secrets() and printable(), so neither a secret nor a second
// line nor a terminal escape can get into the log through a value.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include <spdlog/common.h>
#include <spdlog/formatter.h>

namespace schema_audit {

struct LogOptions {
  spdlog::level::level_enum level = spdlog::level::info;
  bool json = false;                // one JSON object per line
  std::filesystem::path file = {};  // empty: none. Rotated before it is larger than max_size_mb
  int max_size_mb = 10;
  int backup_count = 5;  // rotated files that are kept: file.1.log is the newest
};

// The words of the configuration and of --log-level.
std::optional<spdlog::level::level_enum> log_level_from_word(std::string_view word);

// "2026-11-21T09:08:58.123Z info the message"
std::unique_ptr<spdlog::formatter> make_log_formatter();

// {"time":"2026-11-21T09:08:58.123Z","level":"info","message":"..."}
std::unique_ptr<spdlog::formatter> make_json_log_formatter();

// Throws CollectorError (cannot create) when the file cannot be written.
void set_up_log(const LogOptions& options);

}  // namespace schema_audit
