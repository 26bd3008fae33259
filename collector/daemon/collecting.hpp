// Collecting in the daemon: one lane collects all targets from time to time, the other at once what has
// changed. Each has a thread and a connection to the store of its own, so that a run that waits for dead
// targets holds up none that lives.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "collector/daemon/agenda.hpp"
#include "collector/daemon/daemon_state.hpp"
#include "collector/daemon/deliverer.hpp"
#include "collector/daemon/listener.hpp"
#include "collector/daemon/store_turn.hpp"
#include "collector/postgres/connection_pool.hpp"
#include "collector/run/place_count.hpp"

namespace schema_audit {

class Collecting {
 public:
  struct Parts {
    DaemonState& state;
    StoreTurn& turn;
    Agenda& agenda;
    Listener& listener;
    Deliverer& deliverer;
    Clock clock;
    std::function<void(const std::string& status)> tell;  // how it goes, for the service manager
  };

  explicit Collecting(Parts parts);

  // Each in its thread, until stop(). Throw nothing.
  void run_interval(const std::function<bool()>& stop);
  void run_at_once(const std::function<bool()>& stop);

  // The next run of all targets begins now. Thread-safe.
  void hurry() { hurry_ = true; }

 private:
  // What both lanes share; another configuration has others.
  struct Shared {
    std::shared_ptr<const Config> config;
    std::shared_ptr<ConnectionPool> pool;
    std::shared_ptr<PlaceCount> places;
  };
  Shared shared_for(const std::shared_ptr<const Config>& config);
  void collect_targets(Lane lane, const std::shared_ptr<const Config>& config,
                       const std::vector<std::string>& targets, const std::function<bool()>& stop);

  Parts parts_;
  std::atomic<bool> hurry_ = true;
  std::mutex mutex_;  // of what follows
  Shared shared_;
};

}  // namespace schema_audit
