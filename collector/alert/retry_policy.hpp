// When to try again what could not be delivered.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace schema_audit {

struct RetryPolicy {
  std::chrono::seconds first{30};
  std::chrono::seconds longest{std::chrono::hours(6)};
  int attempts = 16;  // about two days with the values above
  int patience = 3;   // failures in a row after which a channel is left in peace
  std::chrono::seconds longest_pause{std::chrono::hours(1)};

  // How long to wait after the attempt number `attempt` (from 1) failed; nullopt:
  // give up. Doubles each time, plus up to a tenth that depends on `key`, so that
  // what failed together does not come back together. A receiver's Retry-After
  // is honoured when it is longer, up to a day.
  std::optional<std::chrono::seconds> delay(int attempt, const std::string& key,
                                            std::optional<std::chrono::seconds> retry_after) const;

  // For how long a channel that failed `failures` times in a row is not asked at all; nullopt: it may be.
  std::optional<std::chrono::seconds> pause(std::int64_t failures,
                                            std::optional<std::chrono::seconds> retry_after) const;
};

}  // namespace schema_audit
