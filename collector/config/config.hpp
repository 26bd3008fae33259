// What the configuration file says, checked and with all variables expanded.
//
// Plain values; immutable after loading, so any thread may read them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/config/config_error.hpp"
#include "collector/config/ignore_rule.hpp"
#include "core/model/severity.hpp"

namespace schema_audit {

// One libpq connection parameter. May hold a secret: never print value without
// asking is_secret_parameter() (collector/postgres/connection_options.hpp).
struct ConnectionParameter {
  std::string keyword;
  std::string value;
};

struct ConnectionConfig {
  std::vector<ConnectionParameter> parameters;  // in the order of the file, keywords unique
  std::filesystem::path password_file;          // empty: libpq finds the password itself, or needs none
};

struct TargetConfig {
  std::string name;         // [A-Za-z0-9_.-]+
  std::string environment;  // "local", "staging", "production", ...
  std::string reference;    // name of the target it is compared with; empty for none
  ConnectionConfig connection;
  SourceMark mark;
};

struct AlertChannelConfig {
  enum class Type { kWebhook };

  std::string name;
  Type type = Type::kWebhook;
  std::string url;     // a secret in practice: only its host is ever shown
  std::string secret;  // signs the payload; empty for unsigned
  std::string proxy;   // empty: direct; the environment's proxies are not used
  bool allow_http = false;
  Severity min_severity = Severity::kMajor;
  std::vector<std::string> environments;  // empty: all
  SourceMark mark;
};

struct TimeoutConfig {
  int connect_ms = 10'000;     // for each host of a target
  int statement_ms = 300'000;  // for each query
  int lock_ms = 5'000;         // for a lock that somebody's DDL holds
};

struct LogConfig {
  std::string level = "info";
};

// How long what the store holds is kept. 0 days: for good.
struct KeepConfig {
  int events_days = 0;  // and attempts
  int snapshots_days = 0;
  int reports_days = 0;
  int deliveries_days = 90;
  int backup_retention_days = 30;
  std::filesystem::path backup_directory;  // "backups" beside the store when the file does not say
};

struct Config {
  std::filesystem::path file;
  std::filesystem::path store;
  std::vector<TargetConfig> targets;
  std::vector<IgnoreConfig> ignore;  // the built-in rules first
  std::vector<AlertChannelConfig> alerts;
  TimeoutConfig timeouts;
  LogConfig log;
  KeepConfig keep;

  // The ignore rules as the core takes them.
  std::vector<IgnoreRule> rules() const;

  // nullptr when there is no such target.
  const TargetConfig* find_target(std::string_view name) const;

  // As above, but throws a CollectorError (usage) that names the nearest target.
  const TargetConfig& target(std::string_view name) const;
};

}  // namespace schema_audit
