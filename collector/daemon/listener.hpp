// Hears at once when the log of a target has grown: one open connection to each target with the extension.
//
// Where the extension's background worker runs, it sends a notification, and the connection is idle until
// then. Elsewhere (the library is not preloaded, a standby, a pooler that has no sessions) the log is asked
// once a second whether it has something that the last collection did not see. The cluster of an entry with
// many databases is asked every few seconds which there are.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "collector/config/config.hpp"
#include "collector/postgres/connection.hpp"

namespace schema_audit {

class Listener {
 public:
  struct Counts {
    std::size_t listening = 0;
    std::size_t polling = 0;
    std::size_t left_out = 0;       // their server has as many as it may
    std::size_t notifications = 0;  // since the start
  };

  // on_change is called in the thread that calls run().
  explicit Listener(std::function<void(const std::string& target)> on_change);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  // The target was collected as of this pg_snapshot, its log included: from then on it is listened to. An
  // entry had these databases, as list_databases() has them. Thread-safe, as all but run().
  void watch(const TargetConfig& target, const std::string& seen);

  // Every other one is forgotten, and connected to anew with what the configuration says now.
  void keep_only(const std::set<std::string>& targets);

  // Connections to one server; what comes later is left out.
  void set_limit(int per_server) { per_server_ = per_server; }

  Counts counts() const;

  // Until stop(); calls beat() before each look at a target. Throws nothing.
  void run(const std::function<bool()>& stop, const std::function<void()>& beat);

 private:
  using Time = std::chrono::steady_clock::time_point;

  struct Watched {
    TargetConfig target;
    std::string server;
    std::string seen;
    bool left_out = false;
    bool fresh = true;  // its configuration may be another one than the connection's
    std::optional<Connection> connection;
    bool notifies = false;
    int failures = 0;
    Time due;  // to connect, or to ask
  };

  void wake();
  void wait(std::chrono::milliseconds time);
  void look(Watched& watched);
  void connect(Watched& watched);
  static bool listen(Connection& connection, const TargetConfig& target);
  bool has_grown(Watched& watched);
  void take_over();

  bool has_room(const std::string& server) const;

  const std::function<void(const std::string&)> on_change_;
  std::atomic<int> per_server_{std::numeric_limits<int>::max()};
  int wake_ = -1;

  mutable std::mutex mutex_;  // of what follows
  std::map<std::string, std::pair<TargetConfig, std::string>> told_;
  std::optional<std::set<std::string>> keep_;
  Counts counts_;

  std::map<std::string, Watched> watched_;  // of the thread that runs
};

}  // namespace schema_audit
