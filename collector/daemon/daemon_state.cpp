#include "collector/daemon/daemon_state.hpp"

#include <algorithm>
#include <utility>

namespace schema_audit {

namespace {

using std::chrono::steady_clock;

// Longer than the store is waited for, and than one mail or one program of a channel may take.
constexpr std::chrono::seconds kLongestSilence{100};

std::size_t place(Lane lane) { return static_cast<std::size_t>(lane); }

}  // namespace

DaemonState::DaemonState(Config config)
    : started_at(system_clock_micros()), config_(std::make_shared<const Config>(std::move(config))) {
  beats_.fill(steady_clock::now());
}

std::shared_ptr<const Config> DaemonState::config() const {
  const std::lock_guard lock(mutex_);
  return config_;
}

void DaemonState::set_config(Config config) {
  const std::lock_guard lock(mutex_);
  config_ = std::make_shared<const Config>(std::move(config));
}

void DaemonState::beat(Worker worker) {
  const std::lock_guard lock(mutex_);
  beats_[static_cast<std::size_t>(worker)] = steady_clock::now();
}

bool DaemonState::is_stuck() const {
  const std::lock_guard lock(mutex_);
  const auto now = steady_clock::now();
  return std::ranges::any_of(beats_, [&](const Time& beat) { return now - beat > kLongestSilence; });
}

void DaemonState::note_run(Lane lane, UnixMicros ended_at, double seconds) {
  const std::lock_guard lock(mutex_);
  Run& run = runs_[place(lane)];
  run = {run.runs + 1, ended_at, seconds};
}

DaemonState::Run DaemonState::run(Lane lane) const {
  const std::lock_guard lock(mutex_);
  return runs_[place(lane)];
}

void DaemonState::set_store_error(const std::string& error) {
  if (!error.empty()) ++store_errors;
  const std::lock_guard lock(mutex_);
  store_error_ = error;
}

std::string DaemonState::store_error() const {
  const std::lock_guard lock(mutex_);
  return store_error_;
}

}  // namespace schema_audit
