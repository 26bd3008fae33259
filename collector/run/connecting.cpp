#include "collector/run/connecting.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>

#include <spdlog/spdlog.h>

#include "collector/interrupt.hpp"
#include "collector/postgres/connection_options.hpp"
#include "collector/postgres/postgres_error.hpp"

namespace schema_audit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kStarting = "57P03";
constexpr const char* kTooManyConnections = "53300";
constexpr milliseconds kLongestRetryDelay{60'000};
// What refuses a connection does so at once.
constexpr milliseconds kSilent{1'000};

// Servers that let a connection attempt wait for nothing. One of their targets goes on trying; the others are
// not made to wait for it.
class SilentServers {
 public:
  bool is_silent_to(const std::string& server, const std::string& target) {
    const std::lock_guard lock(mutex_);
    const auto found = tried_by_.find(server);
    return found != tried_by_.end() && found->second != target;
  }
  void add(const std::string& server, const std::string& target) {
    const std::lock_guard lock(mutex_);
    tried_by_.emplace(server, target);
  }
  void remove(const std::string& server) {
    const std::lock_guard lock(mutex_);
    tried_by_.erase(server);
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    tried_by_.clear();
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> tried_by_;
};

SilentServers& silent_servers() {
  // Never destroyed: a thread that was left behind may still ask.
  static auto* instance = new SilentServers();
  return *instance;
}

bool may_pass(const PostgresError& error) {
  return error.is_connection_failure() || error.sqlstate() == kStarting ||
         error.sqlstate() == kTooManyConnections;
}

Connection open(const TargetConfig& target, const TimeoutConfig& timeouts, const RetryPolicy& policy,
                PoolPlace& place) {
  const std::string server = server_of(target.connection);
  milliseconds delay = policy.delay;
  for (int attempt = 0;; ++attempt) {
    if (silent_servers().is_silent_to(server, target.name)) {
      throw PostgresError(target.name, kCannotConnect,
                          "its server does not answer; not tried again in this run");
    }
    const auto begun = steady_clock::now();
    try {
      Connection connection(target, timeouts);
      silent_servers().remove(server);
      return connection;
    } catch (const PostgresError& error) {
      const bool silent = steady_clock::now() - begun > kSilent && error.sqlstate() == kCannotConnect;
      const bool last =
          attempt >= policy.retries || interrupt_requested() || steady_clock::now() + delay >= policy.end;
      if (silent) silent_servers().add(server, target.name);
      if (!may_pass(error) || last) throw;
      spdlog::info("target {}: {}; tried again in {} ms", target.name, error.text(), delay.count());
      place.pause(delay);
      if (interrupt_requested()) throw Interrupted();
      delay = std::min(delay * 2, kLongestRetryDelay);
    }
  }
}

}  // namespace

void forget_silent_servers() { silent_servers().clear(); }

ConnectionPool::Lease connect_with_retries(ConnectionPool& pool, const TargetConfig& target,
                                           const TimeoutConfig& timeouts, const RetryPolicy& policy,
                                           PoolPlace& place) {
  ConnectionPool::Lease lease = pool.take(target, [&] { return open(target, timeouts, policy, place); });
  place.connected();
  return lease;
}

}  // namespace schema_audit
