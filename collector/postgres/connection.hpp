// One connection to one target.
//
// Every session is read-only, has an empty search_path, and has time limits on
// the server (statement_timeout, lock_timeout, idle_in_transaction_session_
// timeout). Behind a pooler that gives each transaction another session of the
// server (pgbouncer), these hold for each transaction and every query is one:
// what was set in a session would stay there for others. Waiting ends early when interrupt_requested(), and a
// server that stops answering without closing the connection is given up a little after statement_timeout, so
// no target can hang a run. Establishing a connection is bounded by connect_timeout for each host.
//
// Owns the PGconn; movable. Not thread-safe: one thread at a time. Failures
// throw PostgresError; after one with is_connection_failure() only the
// destructor may be called.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/config/config.hpp"
#include "collector/postgres/result.hpp"

struct pg_conn;

namespace schema_audit {

// A query's parameters in text form; nullopt is NULL.
using Parameters = std::vector<std::optional<std::string>>;

class Connection {
 public:
  // Connects and sets up the session. Throws PostgresError, or CollectorError
  // when the password file of the target cannot be used.
  Connection(const TargetConfig& target, const TimeoutConfig& timeouts);

  Connection(Connection&&) noexcept = default;
  Connection& operator=(Connection&&) noexcept = default;

  // One statement through the extended protocol.
  Result query(std::string_view sql, const Parameters& parameters = {});

  const std::string& target() const { return *target_; }

  // server_version_num of the server: 150020.
  int server_version() const;

  // From then on every query fails: the target has had its time.
  void give_up_at(std::chrono::steady_clock::time_point end) { end_ = end; }

  bool in_transaction() const;

  // False when the connection is of no use any more. Asks the server. REQUIRES: no transaction.
  bool is_alive();

  // The server's process is not the one that the connection was made to.
  bool is_pooled() const { return pooled_; }
  bool uses_tls() const;
  std::string tls_version() const;  // "TLSv1.3"; empty without TLS

  // What the server sent without being asked since the last call: how many notifications. Does not wait.
  // Throws PostgresError when the connection is lost.
  std::size_t take_notifications();
  int socket() const;  // to wait for them

 private:
  struct Closer {
    void operator()(pg_conn* connection) const noexcept;
  };

  void connect(const std::vector<ConnectionParameter>& parameters);
  void set_up_session(const TimeoutConfig& timeouts);
  void set_up_transaction();
  Result run(std::string_view sql, const Parameters& parameters);
  void wait(short events, long long deadline_ms) const;
  [[noreturn]] void fail_connection(const char* what) const;

  // On the heap: the notice receiver keeps its address across moves.
  std::unique_ptr<std::string> target_;
  std::unique_ptr<pg_conn, Closer> handle_;
  bool pooled_ = false;
  Parameters session_;         // what the session or each transaction is set up with
  long long patience_ms_ = 0;  // how long a query may be silent
  std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace schema_audit
