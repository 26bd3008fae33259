#include "collector/run/observe_target.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/interrupt.hpp"
#include "collector/postgres/connection.hpp"
#include "collector/postgres/connection_options.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/run/sealing.hpp"
#include "collector/store/open_store.hpp"

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

Connection connect(const ObservationTask& task, PoolPlace& place, steady_clock::time_point end) {
  const std::string server = server_of(task.target.connection);
  milliseconds delay = task.retry_delay;
  for (int attempt = 0;; ++attempt) {
    if (silent_servers().is_silent_to(server, task.target.name)) {
      throw PostgresError(task.target.name, kCannotConnect,
                          "its server does not answer; not tried again in this run");
    }
    const auto begun = steady_clock::now();
    try {
      Connection connection(task.target, task.timeouts);
      silent_servers().remove(server);
      place.connected();
      return connection;
    } catch (const PostgresError& error) {
      const bool silent = steady_clock::now() - begun > kSilent && error.sqlstate() == kCannotConnect;
      const bool last =
          attempt >= task.retries || interrupt_requested() || steady_clock::now() + delay >= end;
      if (silent) silent_servers().add(server, task.target.name);
      if (!may_pass(error) || last) throw;
      spdlog::info("target {}: {}; tried again in {} ms", task.target.name, error.text(), delay.count());
      place.pause(delay);
      if (interrupt_requested()) throw Interrupted();
      delay = std::min(delay * 2, kLongestRetryDelay);
    }
  }
}

}  // namespace

ObservedTarget observe_target(const ObservationTask& task, PoolPlace& place) {
  const auto end =
      task.longest.count() > 0 ? steady_clock::now() + task.longest : steady_clock::time_point::max();
  Connection connection = connect(task, place, end);
  connection.give_up_at(end);
  static_cast<void>(seal_target(connection));
  std::unique_ptr<Store> store;
  std::vector<OpenVersion> open;
  if (task.id) {
    store = open_store(task.store, StoreMode::kReadOnly);
    open = store->open_versions(*task.id);
  }
  std::optional<SnapshotDeltaBuilder> builder;
  ObservedTarget result;
  result.seen = observe(
      connection, store.get(), task.id, task.clock, [&] { builder.emplace(open); },
      [&](Object&& root) { builder->add(root); });
  result.delta = builder->finish();
  SnapshotRow& snapshot = result.seen.snapshot;
  snapshot.fingerprint = to_bytes(result.delta.fingerprint);
  snapshot.objects = result.delta.objects;
  snapshot.added = result.delta.added;
  snapshot.altered = result.delta.altered;
  snapshot.removed = result.delta.removed;
  snapshot.no_events = result.seen.no_events;
  return result;
}

}  // namespace schema_audit
