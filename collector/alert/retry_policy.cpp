#include "collector/alert/retry_policy.hpp"

#include <algorithm>
#include <functional>

namespace schema_audit {

namespace {

constexpr std::chrono::seconds kLongestRetryAfter = std::chrono::hours(24);

}  // namespace

std::optional<std::chrono::seconds> RetryPolicy::delay(
    int attempt, const std::string& key, std::optional<std::chrono::seconds> retry_after) const {
  if (attempt >= attempts) return std::nullopt;
  std::chrono::seconds wait = first;
  for (int i = 1; i < attempt && wait < longest; ++i) wait *= 2;
  wait = std::min(wait, longest);
  const auto spread = static_cast<std::size_t>(wait.count() / 10 + 1);
  wait += std::chrono::seconds(std::hash<std::string>{}(key) % spread);
  if (retry_after) wait = std::max(wait, std::min(*retry_after, kLongestRetryAfter));
  return wait;
}

std::optional<std::chrono::seconds> RetryPolicy::pause(
    std::int64_t failures, std::optional<std::chrono::seconds> retry_after) const {
  std::optional<std::chrono::seconds> wait;
  if (failures >= patience) {
    wait = first;
    for (std::int64_t i = patience; i < failures && *wait < longest_pause; ++i) *wait *= 2;
    wait = std::min(*wait, longest_pause);
  }
  if (retry_after)
    wait = std::max(wait.value_or(std::chrono::seconds(0)), std::min(*retry_after, kLongestRetryAfter));
  return wait;
}

}  // namespace schema_audit
