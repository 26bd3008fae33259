// Whether a target can be collected, and what it will lack.
#pragma once

#include <string>
#include <vector>

#include "collector/config/config.hpp"

namespace schema_audit {

struct TargetHealth {
  std::string target;
  std::string error;  // why it cannot be reached; then nothing below is known
  int server_version = 0;
  std::string extension_version;  // empty: not installed
  bool log_readable = false;
  long long latency_ms = 0;  // of one query on the open connection
  bool tls = false;
  std::vector<std::string> remarks;  // what does not work, or not as well as it could; empty: all is well
};

// Connects, asks, and disconnects. Never throws for what is wrong with the target; Interrupted does pass.
TargetHealth check_target(const TargetConfig& target, const TimeoutConfig& timeouts);

}  // namespace schema_audit
