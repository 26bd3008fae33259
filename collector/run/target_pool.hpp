// Runs one task for each target, several at a time, each in a thread of its own.
//
// What is dead must not hold up what lives: a task that is still connecting after a moment gives its place to
// another one and takes it back when it is connected, and a task that takes too long is left behind. A server
// never gets more tasks at once than it may have, those that are connecting among them.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collector/config/config.hpp"
#include "collector/run/place_count.hpp"

namespace schema_audit {

struct PoolLimits {
  int parallel = 8;
  int parallel_per_server = 2;
  std::chrono::milliseconds slow{1000};   // connecting that takes longer costs no place
  std::chrono::milliseconds grace{3000};  // for tasks that are asked to stop
  std::shared_ptr<PlaceCount>
      places;           // of several pools together, which then is the limit; null: of this one
  bool urgent = false;  // goes before the other pools that share the places
};

// As the configuration has them.
PoolLimits limits_of(const RunConfig& run);

// How long one task of the target may take; 0: for ever.
std::chrono::milliseconds longest_of(const RunConfig& run, const TargetConfig& target);

// A task's own side of its place in the pool. Thread-safe.
class PoolPlace {
 public:
  PoolPlace() = default;
  PoolPlace(const PoolPlace&) = delete;
  PoolPlace& operator=(const PoolPlace&) = delete;
  virtual ~PoolPlace() = default;

  // The connection stands: waits for a place when it was given away meanwhile.
  virtual void connected() = 0;

  // Gives the place away for so long, then begins to connect again. Returns early when the pool stops.
  virtual void pause(std::chrono::milliseconds time) = 0;
};

struct PoolTask {
  std::string server;                    // tasks of one server share its limit
  std::chrono::milliseconds longest{0};  // 0: no limit
  std::function<void(PoolPlace&)>
      run;  // must not throw, and must own what it works on: it may outlive the pool
};

enum class TaskEnd { kDone, kLeftBehind, kNotBegun };

// Runs the tasks, beginning with the first, and calls on_end in this thread for each as it ends. Once stop()
// is true, no further task is begun, and those that do not end soon are left behind: their threads run on.
void run_tasks(std::vector<PoolTask> tasks, const PoolLimits& limits, const std::function<bool()>& stop,
               const std::function<void(std::size_t index, TaskEnd end)>& on_end);

// Whether some thread was left behind and may still run: then the process must not unload what it works with.
bool threads_left_behind() noexcept;

}  // namespace schema_audit
