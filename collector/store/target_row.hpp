// A target as the store knows it. It keeps its id and its history for as long
// as the store lives, whether or not the configuration still names it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "collector/store/timestamp.hpp"

namespace schema_audit {

using TargetId = std::int64_t;

struct TargetRow {
  TargetId id = 0;
  std::string name;
  std::string environment;
  Timestamp first_seen_at;
  std::optional<Timestamp> last_attempt_at;
  std::optional<Timestamp> last_success_at;
  std::string last_error;     // of the last attempt; empty when it succeeded
  std::int64_t failures = 0;  // in a row
  std::string databases;      // of one with many: the names of targets for all that there were, a line each
  std::optional<Timestamp> gone_at;  // its database is no longer there since about then
};

}  // namespace schema_audit
