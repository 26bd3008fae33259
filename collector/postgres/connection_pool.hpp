// Connections that are kept open between uses, so that who looks at a target often does not connect each
// time.
//
// To one target up to `size` connections stay open, and `overflow` more may be in use at the same time. A
// connection that is taken again is asked first whether it still lives, and is replaced when it is older than
// `recycle`. Those to the databases of an entry are closed after their use: databases come and go there, and
// an open connection stands in the way of dropping or renaming one. What is kept open never makes a server,
// or all servers, have more connections than they may: the longest unused gives way. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "collector/config/config.hpp"
#include "collector/postgres/connection.hpp"

namespace schema_audit {

class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  explicit ConnectionPool(const RunConfig& run) : run_(run) {}

  // A connection in use; given back by its destructor, or closed when it was left within a transaction or is
  // broken.
  class Lease {
   public:
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }
    bool is_new() const { return is_new_; }

   private:
    friend class ConnectionPool;
    Lease() = default;

    std::shared_ptr<ConnectionPool> pool_;
    std::string key_;
    std::string server_;
    std::unique_ptr<Connection> connection_;
    std::chrono::steady_clock::time_point opened_;
    bool is_new_ = true;
    bool is_kept_ = true;  // open after its use
  };

  // Waits while all that the target may have are in use; throws PostgresError when that takes longer than
  // pool_timeout. Then a connection that was kept, or what open() makes.
  Lease take(const TargetConfig& target, const std::function<Connection()>& open);

  std::size_t idle() const;
  // Of one server.
  std::size_t connections_to(const std::string& server) const;

 private:
  struct Idle {
    std::string key;
    std::string server;
    std::unique_ptr<Connection> connection;
    std::chrono::steady_clock::time_point opened;
  };

  std::unique_ptr<Connection> take_idle(Lease& lease);
  void make_room(const std::string& server, std::list<Idle>& closed);
  void give_back(Lease& lease);
  void leave(const Lease& lease);

  const RunConfig run_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> in_use_;            // by key
  std::map<std::string, int> in_use_at_server_;  // by server
  std::list<Idle> idle_;                         // the longest unused first
};

}  // namespace schema_audit
