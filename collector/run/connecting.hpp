// Connecting to a target from a task of a pool: with further tries for what may pass, and without waiting
// again for a server that is known to be silent.
#pragma once

#include <chrono>

#include "collector/config/config.hpp"
#include "collector/postgres/connection_pool.hpp"
#include "collector/run/target_pool.hpp"

namespace schema_audit {

struct RetryPolicy {
  int retries = 0;
  std::chrono::milliseconds delay{0};  // doubles each time
  std::chrono::steady_clock::time_point end = std::chrono::steady_clock::time_point::max();
};

// A new run begins: every server is tried again.
void forget_silent_servers();

// A connection that the pool kept, or a new one. Throws PostgresError, Interrupted, CollectorError.
ConnectionPool::Lease connect_with_retries(ConnectionPool& pool, const TargetConfig& target,
                                           const TimeoutConfig& timeouts, const RetryPolicy& policy,
                                           PoolPlace& place);

}  // namespace schema_audit
