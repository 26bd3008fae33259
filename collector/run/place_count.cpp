#include "collector/run/place_count.hpp"

#include <utility>

namespace schema_audit {

namespace {

int count_of(const std::map<std::string, int>& counts, const std::string& server) {
  const auto found = counts.find(server);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

bool PlaceCount::enter(const std::string& server, bool urgent) {
  const std::lock_guard lock(mutex_);
  const int wished = urgent ? 0 : count_of(wishes_, server);
  if (!has_place(urgent) || count_of(at_server_, server) + wished >= per_server_) return false;
  ++places_;
  ++at_server_[server];
  return true;
}

void PlaceCount::enter_anyway(const std::string& server) {
  const std::lock_guard lock(mutex_);
  ++places_;
  ++at_server_[server];
}

void PlaceCount::leave(const std::string& server, bool has_place) {
  const std::lock_guard lock(mutex_);
  if (has_place) --places_;
  if (--at_server_[server] == 0) at_server_.erase(server);
}

bool PlaceCount::take_place(bool urgent) {
  const std::lock_guard lock(mutex_);
  if (!has_place(urgent)) return false;
  ++places_;
  return true;
}

void PlaceCount::take_place_anyway() {
  const std::lock_guard lock(mutex_);
  ++places_;
}

void PlaceCount::give_place() {
  const std::lock_guard lock(mutex_);
  --places_;
}

void PlaceCount::wish(std::map<std::string, int> wishes) {
  const std::lock_guard lock(mutex_);
  wishes_ = std::move(wishes);
}

bool PlaceCount::has_place(bool urgent) const {
  int wished = 0;
  if (!urgent) {
    for (const auto& [server, count] : wishes_) wished += count;
  }
  return places_ + wished < parallel_;
}

}  // namespace schema_audit
