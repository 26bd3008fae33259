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
#include "collector/time_window.hpp"
#include "core/model/scope.hpp"
#include "core/model/severity.hpp"
#include "core/severity/regrade.hpp"

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
  std::vector<std::string> password_command;    // program and arguments that print it; empty: none
};

struct TargetConfig {
  std::string name;         // [A-Za-z0-9_.-]+
  std::string environment;  // "local", "staging", "production", ...
  std::string reference;    // name of the target it is compared with; empty for none
  ConnectionConfig connection;
  std::optional<TimeWindow> allowed_hours;  // collected only then; nothing: the run's own
  int max_execution_ms = 0;                 // of one collection; 0: the run's own
  Scope scope;
  // An entry for many databases of one cluster: patterns of their names (see selects()), and its connection
  // leads to one database that can be asked which there are. Empty: an ordinary target, or one that an entry
  // stood for.
  std::vector<std::string> databases;
  std::string entry;  // name of the one that stood for it; empty: none did
  SourceMark mark;

  // Of an entry: whether this is the name of one of its databases, there or not.
  bool stands_for(std::string_view other) const;
};

struct AlertChannelConfig {
  enum class Type {
    kWebhook,
    kSlack,
    kTeams,
    kDiscord,
    kTelegram,
    kPagerDuty,
    kAlertmanager,
    kEmail,
    kSyslog,
    kCommand,
  };

  std::string name;
  Type type = Type::kWebhook;
  std::string url;     // a secret in practice: only its host is ever shown
  std::string secret;  // of a webhook: signs the payload; empty for unsigned
  std::string proxy;   // empty: direct; the environment's proxies are not used
  bool allow_http = false;
  std::string ca_file;               // certificates to trust instead of the system's; empty: the system's
  std::string token;                 // Telegram: of the bot; PagerDuty: routing key
  std::string chat_id;               // Telegram
  std::string from;                  // e-mail
  std::vector<std::string> to;       // e-mail
  std::string username;              // e-mail; empty: no authentication
  std::string password;              // e-mail
  bool require_tls = true;           // e-mail
  std::vector<std::string> command;  // program and arguments, run without a shell
  std::string link;  // where a message leads, with places as fill_link() has them; empty: nowhere
  Severity min_severity = Severity::kMajor;
  std::vector<std::string> environments;  // empty: all
  std::vector<std::string> kinds;         // of objects whose findings count; empty: all
  std::optional<TimeWindow> quiet_hours;  // what is less bad than quiet_except waits for their end
  std::optional<Severity> quiet_except = Severity::kCritical;  // nothing: all waits
  int remind_after_ms = 24 * 3'600'000;                        // told again of drift that stays; 0: never
  SourceMark mark;
};

struct TimeoutConfig {
  int connect_ms = 10'000;     // for each host of a target
  int statement_ms = 300'000;  // for each query
  int lock_ms = 5'000;         // for a lock that somebody's DDL holds
};

// How collect goes about its targets.
struct RunConfig {
  int parallel = 8;             // targets that are read at once
  int parallel_per_server = 2;  // those of one host and port
  int max_execution_ms = 0;     // of the whole run; 0: no limit
  int target_max_execution_ms = 600'000;
  int jitter_ms = 0;     // a run begins up to that much later
  int retries = 2;       // of a target that cannot be reached
  int retry_ms = 1000;   // before the first of them; twice as long before each further one
  int pool_size = 1;     // connections to one target that are kept open for the next use
  int max_overflow = 2;  // further ones at the same time
  int pool_timeout_ms = 30'000;
  int pool_recycle_ms = 1'800'000;
  std::optional<TimeWindow> allowed_hours;
  std::filesystem::path pause_file;  // while it exists, nothing is collected; empty: none
};

struct LogConfig {
  std::string level = "info";
  std::filesystem::path file;  // beside stderr; empty: none
  int max_size_mb = 10;        // of the file, before it is rotated
  int backup_count = 5;        // rotated files that are kept
  bool json = false;           // one JSON object per line
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

// What check takes for a problem.
struct CheckConfig {
  int max_snapshot_age_ms = 0;    // 0: any age is well
  int max_clock_skew_ms = 5'000;  // between a server and this machine
  int min_free_disk_mb = 500;     // where the store is
};

// How daemon goes about its days.
struct DaemonConfig {
  int interval_ms = 300'000;            // between the begins of two collections of a target
  int jitter_ms = 0;                    // each begins up to that much later
  bool listen = true;                   // collect what changed at once, where the extension tells
  int listen_per_server = 3;            // connections to one host and port that stay open for that
  std::string http_host = "127.0.0.1";  // an address; empty: no /metrics and no /healthz
  int http_port = 9847;
};

struct Config {
  std::filesystem::path file;
  std::filesystem::path store;
  std::vector<TargetConfig> targets;
  std::vector<IgnoreConfig> ignore;  // the built-in rules first
  std::vector<SeverityRule> severity;
  std::vector<RenameRule> renames;
  std::vector<AlertChannelConfig> alerts;
  TimeoutConfig timeouts;
  RunConfig run;
  LogConfig log;
  KeepConfig keep;
  CheckConfig check;
  DaemonConfig daemon;

  // What it says about findings, as the core takes it.
  FindingRules rules() const;

  // nullptr when there is no such target.
  const TargetConfig* find_target(std::string_view name) const;

  // That one, or those that the entry of this name stood for; else throws as target() does.
  std::vector<const TargetConfig*> targets_named(std::string_view name) const;

  // As above, but throws a CollectorError (usage) that names the nearest target.
  const TargetConfig& target(std::string_view name) const;
};

}  // namespace schema_audit
