#include "collector/daemon/agenda.hpp"

#include <algorithm>

namespace schema_audit {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A fifth of the time.
constexpr int kRest = 4;
constexpr milliseconds kAfterFailure{30'000};

}  // namespace

void Agenda::changed(const std::string& target) {
  const std::lock_guard lock(mutex_);
  changed_.insert(target);
  news_.notify_all();
}

std::vector<std::string> Agenda::begin(const std::vector<std::string>& targets) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> begun;
  for (const std::string& target : targets) {
    if (!busy_.insert(target).second) continue;
    changed_.erase(target);
    begun.push_back(target);
  }
  return begun;
}

std::vector<std::string> Agenda::begin_changed(milliseconds patience) {
  const Time end = steady_clock::now() + patience;
  std::unique_lock lock(mutex_);
  for (;;) {
    const Time now = steady_clock::now();
    Time wake = end;
    std::vector<std::string> begun;
    for (const std::string& target : changed_) {
      if (busy_.contains(target)) continue;
      const auto found = not_before_.find(target);
      if (found != not_before_.end() && found->second > now) {
        wake = std::min(wake, found->second);
      } else {
        begun.push_back(target);
      }
    }
    for (const std::string& target : begun) {
      changed_.erase(target);
      busy_.insert(target);
    }
    if (!begun.empty() || now >= end) return begun;
    news_.wait_until(lock, wake);
  }
}

void Agenda::ended(const std::string& target, bool at_once, milliseconds duration, bool failed) {
  const std::lock_guard lock(mutex_);
  busy_.erase(target);
  if (failed) {
    not_before_[target] = steady_clock::now() + kAfterFailure;
  } else if (at_once) {
    not_before_[target] = steady_clock::now() + duration * kRest;
  } else {
    not_before_.erase(target);
  }
  news_.notify_all();
}

void Agenda::forget_others(const std::set<std::string>& targets) {
  const std::lock_guard lock(mutex_);
  std::erase_if(changed_, [&](const std::string& target) { return !targets.contains(target); });
  std::erase_if(not_before_, [&](const auto& entry) { return !targets.contains(entry.first); });
}

}  // namespace schema_audit
