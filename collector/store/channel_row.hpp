// What the store knows of alert channels: what each was told of drift, and whether it can be reached.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "collector/store/target_row.hpp"
#include "collector/store/timestamp.hpp"

namespace schema_audit {

// A drift that a channel knows of and that it was not told the end of.
struct ToldDrift {
  std::string digest;
  std::string severity;
  Timestamp since;  // first told
  Timestamp told_at;
};

// The circuit breaker of a channel.
struct ChannelRow {
  std::string name;
  std::int64_t failures = 0;          // in a row
  std::optional<Timestamp> retry_at;  // not asked before; nothing: at once
  std::string last_error;
  std::optional<Timestamp> last_failure_at;
  std::optional<Timestamp> last_success_at;
};

// An alert that was given up for one channel.
struct DeadLetter {
  TargetId target_id = 0;
  std::string alert_id;
  std::string channel;
  std::string severity;
  Timestamp created_at;
  std::int64_t attempts = 0;
  std::string last_error;
};

}  // namespace schema_audit
