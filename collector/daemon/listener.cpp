#include "collector/daemon/listener.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

#include "collector/interrupt.hpp"
#include "collector/postgres/connection_options.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/run/fleet.hpp"

namespace schema_audit {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// One that does not answer must not keep the others waiting.
constexpr TimeoutConfig kTimeouts{.connect_ms = 3'000, .statement_ms = 2'000, .lock_ms = 1'000};
constexpr milliseconds kPoll{1'000};
constexpr milliseconds kEntryPoll{5'000};
// Where notifications come: for those that could not be sent, and to know that the connection lives.
constexpr milliseconds kListenPoll{15'000};
constexpr milliseconds kFirstRetry{5'000};
constexpr milliseconds kLongestRetry{300'000};
constexpr milliseconds kStep{500};

}  // namespace

Listener::Listener(std::function<void(const std::string&)> on_change)
    : on_change_(std::move(on_change)), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Listener::~Listener() {
  if (wake_ >= 0) close(wake_);
}

void Listener::watch(const TargetConfig& target, const std::string& seen) {
  const std::lock_guard lock(mutex_);
  told_.insert_or_assign(target.name, std::pair(target, seen));
  wake();
}

void Listener::keep_only(const std::set<std::string>& targets) {
  const std::lock_guard lock(mutex_);
  keep_ = targets;
  std::erase_if(told_, [&](const auto& entry) { return !targets.contains(entry.first); });
  wake();
}

Listener::Counts Listener::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void Listener::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof(one));
}

void Listener::run(const std::function<bool()>& stop, const std::function<void()>& beat) {
  try {
    while (!stop()) {
      beat();
      take_over();
      Time next = steady_clock::now() + kStep;
      for (auto& [name, watched] : watched_) {
        if (stop()) break;
        beat();
        look(watched);
        next = std::min(next, watched.due);
      }
      const auto left = std::chrono::duration_cast<milliseconds>(next - steady_clock::now());
      wait(std::max(left, milliseconds(1)));
    }
  } catch (const Interrupted&) {
  }
  watched_.clear();
}

// What others told since.
void Listener::take_over() {
  const std::lock_guard lock(mutex_);
  if (keep_) {
    std::erase_if(watched_, [&](const auto& entry) { return !keep_->contains(entry.first); });
    for (auto& [name, watched] : watched_) watched.fresh = true;
    keep_.reset();
  }
  for (auto& [name, told] : told_) {
    Watched& watched = watched_[name];
    watched.target = std::move(told.first);
    watched.server = server_of(watched.target.connection);
    watched.seen = std::move(told.second);
    if (watched.fresh) {
      // With the address and the password that hold now.
      watched.connection.reset();
      watched.fresh = false;
    }
    if (!watched.connection) watched.due = steady_clock::now();
  }
  told_.clear();
  counts_.listening = counts_.polling = counts_.left_out = 0;
  for (const auto& [name, watched] : watched_) {
    if (watched.connection) ++(watched.notifies ? counts_.listening : counts_.polling);
    if (watched.left_out) ++counts_.left_out;
  }
}

void Listener::wait(milliseconds time) {
  std::vector<pollfd> descriptors{{wake_, POLLIN, 0}};
  for (const auto& [name, watched] : watched_) {
    if (watched.connection) descriptors.push_back({watched.connection->socket(), POLLIN, 0});
  }
  if (poll(descriptors.data(), descriptors.size(), static_cast<int>(time.count())) <= 0) return;
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = read(wake_, &count, sizeof(count));
}

void Listener::look(Watched& watched) {
  try {
    if (!watched.connection) {
      if (steady_clock::now() < watched.due) return;
      if (!has_room(watched.server)) {
        if (!watched.left_out) {
          spdlog::info(
              "target {}: not listened to: its server has as many as daemon.listen_per_server allows",
              watched.target.name);
        }
        watched.left_out = true;
        watched.due = steady_clock::now() + kFirstRetry;
        return;
      }
      watched.left_out = false;
      connect(watched);
    } else if (const std::size_t count = watched.connection->take_notifications(); count > 0) {
      {
        const std::lock_guard lock(mutex_);
        counts_.notifications += count;
      }
      on_change_(watched.target.name);
      watched.due = steady_clock::now() + kListenPoll;
      return;
    }
    if (steady_clock::now() < watched.due) return;
    if (has_grown(watched)) on_change_(watched.target.name);
    const bool entry = !watched.target.databases.empty();
    watched.due = steady_clock::now() + (entry ? kEntryPoll : watched.notifies ? kListenPoll : kPoll);
  } catch (const Interrupted&) {
    throw;
  } catch (const CollectorError& error) {
    spdlog::info("target {}: not listened to: {}", watched.target.name, text_beside_target(error));
    watched.connection.reset();
    const milliseconds pause = kFirstRetry * (1 << std::min(watched.failures++, 6));
    watched.due = steady_clock::now() + std::min(pause, kLongestRetry);
  }
}

// Whether notifications come. REQUIRES: the session is nobody else's, ever.
bool Listener::listen(Connection& connection, const TargetConfig& target) {
  // Idle is what it is for.
  connection.query(
      "SELECT pg_catalog.set_config(s.name, '0', false) FROM pg_catalog.pg_settings s"
      " WHERE s.name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout')");
  if (!target.databases.empty()) return false;
  const Result about = connection.query(
      "SELECT pg_catalog.pg_is_in_recovery(), EXISTS (SELECT FROM pg_catalog.pg_stat_get_activity(NULL) a"
      " JOIN pg_catalog.pg_stat_activity v ON v.pid = a.pid WHERE v.backend_type = 'schema_audit launcher')");
  if (about.text(0, 0) == "t" || about.text(0, 1) != "t") return false;
  connection.query("LISTEN schema_audit");
  const Result heard = connection.query(
      "SELECT EXISTS (SELECT FROM pg_catalog.pg_listening_channels() AS c (name) WHERE c.name = "
      "'schema_audit')");
  // A pooler that nobody can tell from a server may have given the two to different sessions.
  return heard.text(0, 0) == "t";
}

void Listener::connect(Watched& watched) {
  Connection connection(watched.target, kTimeouts);
  watched.notifies = !connection.is_pooled() && listen(connection, watched.target);
  watched.connection.emplace(std::move(connection));
  watched.failures = 0;
  watched.due = steady_clock::now();
  spdlog::debug("target {}: {}", watched.target.name,
                watched.notifies                   ? "listened to"
                : watched.target.databases.empty() ? "asked once a second"
                                                   : "asked every five seconds");
}

bool Listener::has_room(const std::string& server) const {
  return std::ranges::count_if(watched_, [&](const auto& entry) {
           return entry.second.connection && entry.second.server == server;
         }) < per_server_;
}

// Whether there is anything that the last collection did not see: in the log, or in the list of databases.
bool Listener::has_grown(Watched& watched) {
  if (watched.seen.empty()) return false;
  if (!watched.target.databases.empty()) return list_databases(*watched.connection) != watched.seen;
  return watched.connection
             ->query(
                 "SELECT EXISTS (SELECT FROM schema_audit.ddl_statement WHERE incarnation = "
                 "schema_audit.incarnation() AND xid >= "
                 "pg_catalog.pg_snapshot_xmin($1::pg_catalog.pg_snapshot)"
                 " AND NOT pg_catalog.pg_visible_in_snapshot(xid, $1::pg_catalog.pg_snapshot))",
                 {watched.seen})
             .text(0, 0) == "t";
}

}  // namespace schema_audit
