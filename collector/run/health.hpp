// Whether a target can be collected, and what it will lack.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/run/deep_check.hpp"
#include "collector/run/log_finding.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// One row of schema_verify().
struct Coverage {
  std::string check;
  std::string status;  // ok, warning, failed
  std::string detail;
};

// How the log compares with what the store has of it.
struct LogComparison {
  bool compared = false;           // the store has something of it, and it could be read
  std::vector<AnchorRow> anchors;  // as the store has them
  std::vector<LogFinding> found;   // new and known alike
  std::optional<DeepReport> deep;
};

// What the role that the collector logs in as may.
struct RolePrivileges {
  std::string role;
  bool superuser = false;
  bool read_log = false;
  bool verify = false;  // schema_verify()
  bool seal = false;    // schema_audit.seal()
};

// What the store knows of the target.
struct CollectionHistory {
  std::optional<Timestamp> last_attempt_at;
  std::optional<Timestamp> last_success_at;
  std::int64_t failures = 0;  // in a row
  std::string last_error;
  std::optional<Timestamp> snapshot_at;  // of the newest one
  std::int64_t objects = 0;              // in it
  std::optional<ReportRow> drift;        // as it was told last; nothing: there never was any
};

struct TargetHealth {
  std::string target;
  std::string environment;
  std::optional<CollectionHistory> history;  // nothing: it was never collected
  std::string error;                         // why it cannot be reached; then nothing below is known
  int server_version = 0;
  bool standby = false;
  std::string extension_version;  // empty: not installed
  bool log_readable = false;
  long long connect_ms = 0;
  long long latency_ms = 0;   // of one query on the open connection
  UnixMicros clock_skew = 0;  // how far the server's clock is ahead of this machine's
  bool tls = false;
  std::string tls_version;
  RolePrivileges privileges;
  std::vector<Coverage> coverage;  // empty: schema_verify() is not there or may not be called
  LogComparison log;
  std::vector<LogFinding> findings;   // about the log: new ones, and those that stand
  std::vector<std::string> problems;  // what somebody has to look after
  std::vector<std::string> remarks;   // what does not work as well as it could
};

// Nothing when the store does not know the target.
std::optional<CollectionHistory> history_of(Store& store, const std::string& target);

struct CheckOptions {
  Store* store = nullptr;  // null: there is nothing to compare with
  bool deep = false;
  CheckConfig limits = {};
};

// Connects, asks, and disconnects. Writes nothing anywhere. Never throws for what is wrong with the target;
// Interrupted and StoreError do pass.
TargetHealth check_target(const TargetConfig& target, const TimeoutConfig& timeouts,
                          const CheckOptions& options, const Clock& clock);

// The same for many at once, within the limits of a run, in the order in which they are given. One that takes
// too long is left behind. deep: see CheckOptions. has_store: what the store knows is looked at.
std::vector<TargetHealth> check_targets(const Config& config, const std::vector<const TargetConfig*>& targets,
                                        bool deep, bool has_store, const Clock& clock);

// Takes the log as it is now for the one to compare with, whatever was found about it. Returns how many
// findings that accepts. Throws PostgresError, StoreError. REQUIRES: the caller holds the RunLock of the
// store.
int accept_log(const TargetConfig& target, const TimeoutConfig& timeouts, Store& store, const Timestamp& now,
               const std::string& by);

}  // namespace schema_audit
