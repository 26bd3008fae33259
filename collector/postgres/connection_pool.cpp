#include "collector/postgres/connection_pool.hpp"

#include <algorithm>
#include <utility>

#include "collector/interrupt.hpp"
#include "collector/postgres/connection_options.hpp"
#include "collector/postgres/postgres_error.hpp"

namespace schema_audit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLook{100};

// Other parameters, as after a change of the configuration, are another connection.
std::string key_of(const TargetConfig& target) {
  std::string key = target.name;
  for (const ConnectionParameter& parameter : target.connection.parameters)
    key += '\0' + parameter.keyword + '=' + parameter.value;
  return key;
}

}  // namespace

ConnectionPool::Lease::~Lease() {
  if (pool_) pool_->give_back(*this);
}

ConnectionPool::Lease ConnectionPool::take(const TargetConfig& target,
                                           const std::function<Connection()>& open) {
  Lease lease;
  lease.key_ = key_of(target);
  lease.server_ = server_of(target.connection);
  lease.is_kept_ = target.entry.empty();
  const auto end = steady_clock::now() + milliseconds(run_.pool_timeout_ms);
  {
    std::unique_lock lock(mutex_);
    while (in_use_[lease.key_] >= run_.pool_size + run_.max_overflow) {
      if (interrupt_requested()) throw Interrupted();
      if (steady_clock::now() >= end) {
        throw PostgresError(target.name, kCannotConnect,
                            "all of its connections were in use for longer than pool_timeout");
      }
      changed_.wait_for(lock, kLook);
    }
    ++in_use_[lease.key_];
    ++in_use_at_server_[lease.server_];
  }
  try {
    lease.connection_ = take_idle(lease);
    if (!lease.connection_) {
      std::list<Idle> closed;
      {
        const std::lock_guard lock(mutex_);
        make_room(lease.server_, closed);
      }
      closed.clear();
      lease.opened_ = steady_clock::now();
      lease.connection_ = std::make_unique<Connection>(open());
    }
  } catch (...) {
    leave(lease);
    throw;
  }
  lease.pool_ = shared_from_this();
  return lease;
}

// The one that was used last: the others may get old enough to be closed.
std::unique_ptr<Connection> ConnectionPool::take_idle(Lease& lease) {
  for (;;) {
    std::list<Idle> taken;
    {
      const std::lock_guard lock(mutex_);
      const auto last =
          std::find_if(idle_.rbegin(), idle_.rend(), [&](const Idle& one) { return one.key == lease.key_; });
      if (last == idle_.rend()) return nullptr;
      taken.splice(taken.begin(), idle_, std::prev(last.base()));
    }
    Idle& one = taken.front();
    if (steady_clock::now() - one.opened > milliseconds(run_.pool_recycle_ms)) continue;
    one.connection->give_up_at(steady_clock::time_point::max());
    if (!one.connection->is_alive()) continue;
    lease.opened_ = one.opened;
    lease.is_new_ = false;
    return std::move(one.connection);
  }
}

// Those in use count already, the one to come among them.
void ConnectionPool::make_room(const std::string& server, std::list<Idle>& closed) {
  const auto at_server = [&](const Idle& one) { return one.server == server; };
  const auto close_first = [&](const auto& fits) {
    const auto first = std::ranges::find_if(idle_, fits);
    if (first == idle_.end()) return false;
    closed.splice(closed.end(), idle_, first);
    return true;
  };
  const auto used_at = in_use_at_server_.find(server);
  const int used_here = used_at == in_use_at_server_.end() ? 0 : used_at->second;
  while (used_here + std::ranges::count_if(idle_, at_server) > run_.parallel_per_server &&
         close_first(at_server)) {
  }
  const auto all = [&] {
    std::ptrdiff_t count = static_cast<std::ptrdiff_t>(idle_.size());
    for (const auto& [key, used] : in_use_at_server_) count += used;
    return count;
  };
  while (all() > run_.parallel && close_first([](const Idle&) { return true; })) {
  }
}

void ConnectionPool::give_back(Lease& lease) {
  std::list<Idle> closed;
  const std::lock_guard lock(mutex_);
  const bool usable = lease.is_kept_ && lease.connection_ && !lease.connection_->in_transaction();
  const auto kept = std::ranges::count(idle_, lease.key_, &Idle::key);
  if (usable && kept < run_.pool_size &&
      steady_clock::now() - lease.opened_ <= milliseconds(run_.pool_recycle_ms)) {
    idle_.push_back({lease.key_, lease.server_, std::move(lease.connection_), lease.opened_});
  }
  if (--in_use_[lease.key_] == 0) in_use_.erase(lease.key_);
  if (--in_use_at_server_[lease.server_] == 0) in_use_at_server_.erase(lease.server_);
  make_room(lease.server_, closed);
  changed_.notify_all();
}

void ConnectionPool::leave(const Lease& lease) {
  const std::lock_guard lock(mutex_);
  if (--in_use_[lease.key_] == 0) in_use_.erase(lease.key_);
  if (--in_use_at_server_[lease.server_] == 0) in_use_at_server_.erase(lease.server_);
  changed_.notify_all();
}

std::size_t ConnectionPool::idle() const {
  const std::lock_guard lock(mutex_);
  return idle_.size();
}

std::size_t ConnectionPool::connections_to(const std::string& server) const {
  const std::lock_guard lock(mutex_);
  const auto used = in_use_at_server_.find(server);
  return static_cast<std::size_t>(used == in_use_at_server_.end() ? 0 : used->second) +
         static_cast<std::size_t>(std::ranges::count(idle_, server, &Idle::server));
}

}  // namespace schema_audit
