// What the threads of the daemon share: the configuration as it is now, and what has happened so far.
//
// Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "collector/clock.hpp"
#include "collector/config/config.hpp"

namespace schema_audit {

enum class Lane { kInterval, kAtOnce };

inline constexpr std::array<const char*, 2> kLaneNames{"interval", "at_once"};

// The threads that work.
enum class Worker { kInterval, kAtOnce, kListener, kDeliverer };

class DaemonState {
 public:
  struct Run {
    std::uint64_t runs = 0;
    UnixMicros ended_at = 0;  // of the last one; 0: there was none
    double seconds = 0;       // it took
  };

  explicit DaemonState(Config config);

  std::shared_ptr<const Config> config() const;
  void set_config(Config config);

  // A thread says that it goes on.
  void beat(Worker worker);
  // Whether one has not said so for too long.
  bool is_stuck() const;

  void note_run(Lane lane, UnixMicros ended_at, double seconds);
  Run run(Lane lane) const;

  // What the last look at the store failed with; empty: it went well.
  void set_store_error(const std::string& error);
  std::string store_error() const;

  std::atomic<std::uint64_t> collected{0};
  std::atomic<std::uint64_t> failed{0};
  std::atomic<std::uint64_t> skipped{0};
  std::atomic<std::uint64_t> store_errors{0};
  std::atomic<std::uint64_t> alerts_delivered{0};
  std::atomic<std::uint64_t> alerts_failed{0};
  std::atomic<std::uint64_t> alerts_given_up{0};
  std::atomic<std::uint64_t> reloads{0};
  std::atomic<std::uint64_t> failed_reloads{0};
  const UnixMicros started_at;

 private:
  using Time = std::chrono::steady_clock::time_point;

  mutable std::mutex mutex_;
  std::shared_ptr<const Config> config_;
  std::array<Time, 4> beats_;
  std::array<Run, 2> runs_{};
  std::string store_error_;
};

}  // namespace schema_audit
