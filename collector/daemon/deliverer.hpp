// Sends what the outbox holds, in a thread of its own: a channel that takes its time holds up no collection.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>

#include "collector/daemon/daemon_state.hpp"
#include "collector/daemon/store_turn.hpp"

namespace schema_audit {

class Deliverer {
 public:
  Deliverer(DaemonState& state, StoreTurn& turn, Clock clock);

  // There may be something new. Thread-safe.
  void wake();

  // Until stop(). Throws nothing.
  void run(const std::function<bool()>& stop);

 private:
  void deliver(const std::function<bool()>& stop);

  DaemonState& state_;
  StoreTurn& turn_;
  const Clock clock_;
  std::mutex mutex_;
  std::condition_variable news_;
  bool wanted_ = true;
};

}  // namespace schema_audit
