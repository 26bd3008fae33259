// The part of a collection that waits for a server: connecting, with further tries, and looking.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/postgres/connection_pool.hpp"
#include "collector/run/observation.hpp"
#include "collector/run/reading.hpp"
#include "collector/run/target_pool.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

// All that one target is collected with, in copies of its own: the thread may outlive the run.
struct ObservationTask {
  TargetConfig target;
  TimeoutConfig timeouts;
  int retries = 0;                           // of connecting
  std::chrono::milliseconds retry_delay{0};  // doubles each time
  std::chrono::milliseconds longest{0};      // 0: no limit
  std::filesystem::path store;               // read for what is known already
  std::optional<TargetId> id;                // nothing: a target that the store does not know
  Clock clock;
  std::shared_ptr<ConnectionPool> pool;
  std::shared_ptr<Reading> reading;  // is told what is being read; null: nobody asks
};

struct ObservedTarget {
  Observation seen;  // with fingerprint and counts
  SnapshotDelta delta;
};

// Throws PostgresError, StoreError, Interrupted. Writes nothing anywhere, but may have the target seal its
// log.
ObservedTarget observe_target(const ObservationTask& task, PoolPlace& place);

}  // namespace schema_audit
