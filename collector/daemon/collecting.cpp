#include "collector/daemon/collecting.hpp"

#include <random>
#include <set>
#include <thread>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/interrupt.hpp"
#include "collector/run/collect.hpp"
#include "collector/run/outcome_line.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/store_error.hpp"

namespace schema_audit {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kStep{200};

milliseconds random_up_to(int longest_ms) {
  static std::mt19937 generator{std::random_device{}()};
  return milliseconds(std::uniform_int_distribution<int>(0, longest_ms)(generator));
}

Worker worker_of(Lane lane) { return lane == Lane::kInterval ? Worker::kInterval : Worker::kAtOnce; }

double seconds_since(steady_clock::time_point begin) {
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

// One line for each target where something happened; the others are worth a line to who asks for every one.
void log_outcome(const TargetOutcome& outcome) {
  // Errors are logged where they arise.
  if (!outcome.error.empty() || !outcome.skipped.empty()) return;
  spdlog::log(has_news(outcome) ? spdlog::level::info : spdlog::level::debug, "target {}: {}", outcome.target,
              outcome_line(outcome));
}

}  // namespace

Collecting::Collecting(Parts parts) : parts_(std::move(parts)) {}

void Collecting::run_interval(const std::function<bool()>& stop) {
  auto due = steady_clock::now();
  while (!stop()) {
    parts_.state.beat(Worker::kInterval);
    if (!hurry_ && steady_clock::now() < due) {
      std::this_thread::sleep_for(kStep);
      continue;
    }
    hurry_ = false;
    const auto config = parts_.state.config();
    due = steady_clock::now() + milliseconds(config->daemon.interval_ms) +
          random_up_to(config->daemon.jitter_ms);
    std::vector<std::string> names;
    for (const TargetConfig& target : config->targets) names.push_back(target.name);
    collect_targets(Lane::kInterval, config, parts_.agenda.begin(names), stop);
  }
}

void Collecting::run_at_once(const std::function<bool()>& stop) {
  while (!stop()) {
    parts_.state.beat(Worker::kAtOnce);
    const std::vector<std::string> changed = parts_.agenda.begin_changed(kStep);
    if (changed.empty()) continue;
    const auto config = parts_.state.config();
    std::vector<std::string> known;
    for (const std::string& name : changed) {
      if (config->find_target(name) != nullptr) {
        known.push_back(name);
      } else {
        parts_.agenda.ended(name, false, {}, false);
      }
    }
    collect_targets(Lane::kAtOnce, config, known, stop);
  }
}

Collecting::Shared Collecting::shared_for(const std::shared_ptr<const Config>& config) {
  const std::lock_guard lock(mutex_);
  // What is in use is given back to the pool that it came from, which is closed after that.
  if (shared_.config != config) {
    shared_ = {config, std::make_shared<ConnectionPool>(config->run),
               std::make_shared<PlaceCount>(config->run.parallel, config->run.parallel_per_server)};
  }
  return shared_;
}

void Collecting::collect_targets(Lane lane, const std::shared_ptr<const Config>& config,
                                 const std::vector<std::string>& targets, const std::function<bool()>& stop) {
  if (targets.empty()) return;
  DaemonState& state = parts_.state;
  const auto begin = steady_clock::now();
  std::set<std::string> open(targets.begin(), targets.end());
  std::set<std::string> listed;  // entries
  const auto ended = [&](const std::string& target, bool failed) {
    if (open.erase(target) == 0) return;
    const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
    parts_.agenda.ended(target, lane == Lane::kAtOnce, took, failed);
  };
  CollectOptions options;
  const Shared shared = shared_for(config);
  options.pool = shared.pool;
  options.places = shared.places;
  options.urgent = lane == Lane::kAtOnce;
  options.on_look = [&] { state.beat(worker_of(lane)); };
  options.on_target = [&](const TargetOutcome& outcome) {
    if (!outcome.error.empty()) {
      ++state.failed;
    } else if (!outcome.entry) {
      ++state.collected;
    }
    log_outcome(outcome);
    // A database that an entry stood for is looked at with its entry.
    const TargetConfig* target = config->find_target(outcome.target);
    if (target != nullptr && outcome.error.empty() && outcome.no_events.empty() && config->daemon.listen)
      parts_.listener.watch(*target, outcome.entry ? outcome.entry->listed : outcome.xact_snapshot);
    parts_.deliverer.wake();
    if (!outcome.entry) {
      ended(outcome.target, !outcome.error.empty());
    } else if (outcome.error.empty()) {
      // Its databases are still to come.
      listed.insert(outcome.target);
    }
  };
  try {
    const auto hold = parts_.turn.wait([&] {
      state.beat(worker_of(lane));
      return stop();
    });
    if (hold) {
      const std::unique_ptr<Store> store =
          open_store(config->store, StoreMode::kReadWrite, config->keep.backup_directory);
      const CollectOutcome outcome = collect(*config, *store, targets, parts_.clock, options);
      for (const TargetOutcome& target : outcome.targets) state.skipped += target.skipped.empty() ? 0 : 1;
      state.set_store_error("");
      state.note_run(lane, parts_.clock(), seconds_since(begin));
      if (lane == Lane::kInterval)
        parts_.tell("collected " + std::to_string(targets.size()) +
                    (outcome.incomplete() ? " targets, some in vain" : " targets") + " at " +
                    format_utc(parts_.clock()));
    }
  } catch (const Interrupted&) {
  } catch (const std::exception& error) {
    // Their databases may not have been kept.
    listed.clear();
    state.set_store_error(error.what());
    spdlog::error("{}", error.what());
  }
  // Entries, those that were skipped, and those that an error left.
  for (const std::string& target : std::set<std::string>(open)) ended(target, !listed.contains(target));
}

}  // namespace schema_audit
