// Whether a target can be collected, and what it will lack.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

struct TargetHealth {
  std::string target;
  std::string error;  // why it cannot be reached; then nothing below is known
  int server_version = 0;
  std::string extension_version;  // empty: not installed
  bool log_readable = false;
  long long latency_ms = 0;  // of one query on the open connection
  bool tls = false;
  std::vector<Coverage> coverage;  // empty: schema_verify() is not there or may not be called
  LogComparison log;
  std::vector<LogFinding> findings;  // about the log: new ones, and those that stand
  std::vector<std::string> remarks;  // what does not work, or not as well as it could; empty: all is well
};

struct CheckOptions {
  Store* store = nullptr;  // null: there is nothing to compare with
  bool deep = false;
};

// Connects, asks, and disconnects. Writes nothing anywhere. Never throws for what is wrong with the target;
// Interrupted and StoreError do pass.
TargetHealth check_target(const TargetConfig& target, const TimeoutConfig& timeouts,
                          const CheckOptions& options, const Timestamp& now);

// Takes the log as it is now for the one to compare with, whatever was found about it. Returns how many
// findings that accepts. Throws PostgresError, StoreError. REQUIRES: the caller holds the RunLock of the
// store.
int accept_log(const TargetConfig& target, const TimeoutConfig& timeouts, Store& store, const Timestamp& now,
               const std::string& by);

}  // namespace schema_audit
