#include "collector/run/collect.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <set>
#include <tuple>

#include <spdlog/spdlog.h>

#include "collector/postgres/connection_options.hpp"
#include "collector/run/connecting.hpp"
#include "collector/run/entry_news.hpp"
#include "collector/run/observe_target.hpp"
#include "collector/run/recorder.hpp"
#include "collector/run/run_end.hpp"
#include "collector/run/target_pool.hpp"

namespace schema_audit {

namespace {

// Targets in such an order that a reference comes before who refers to it. In a circle, the order of the
// configuration.
std::vector<const TargetConfig*> in_order(const Config& config,
                                          const std::vector<const TargetConfig*>& wanted) {
  std::vector<const TargetConfig*> ordered;
  std::set<const TargetConfig*> entered;
  const std::function<void(const TargetConfig*)> visit = [&](const TargetConfig* target) {
    if (std::find(wanted.begin(), wanted.end(), target) == wanted.end() || !entered.insert(target).second)
      return;
    if (!target->reference.empty()) visit(config.find_target(target->reference));
    ordered.push_back(target);
  };
  for (const TargetConfig* target : wanted) visit(target);
  return ordered;
}

PoolLimits limits_for(const Config& config, const CollectOptions& options) {
  PoolLimits limits = limits_of(config.run);
  limits.places = options.places;
  limits.urgent = options.urgent;
  return limits;
}

// Looks at all targets at once, and keeps what was seen in such an order that a reference comes before who is
// compared with it.
class Run {
 public:
  Run(const Config& config, Store& store, const Clock& clock, const CollectOptions& options,
      std::shared_ptr<ConnectionPool> pool, std::vector<const TargetConfig*> ordered)
      : config_(config),
        store_(store),
        clock_(clock),
        options_(options),
        pool_(std::move(pool)),
        ordered_(std::move(ordered)),
        recorder_(config, store, clock, options.dry_run),
        ends_(ordered_.size()),
        looked_(ordered_.size()) {}

  void go(CollectOutcome& outcome, const RunEnd& run_end) {
    const auto stop = [&] {
      if (options_.on_look) options_.on_look();
      why_ended_ = run_end.reason();
      return !why_ended_.empty();
    };
    if (options_.on_progress) options_.on_progress(0, ordered_.size());
    std::vector<std::size_t> places;
    std::vector<PoolTask> tasks = make_tasks(places);
    run_tasks(std::move(tasks), limits_for(config_, options_), stop, [&](std::size_t task, TaskEnd end) {
      ends_[places[task]] = end;
      settle(outcome);
      if (options_.on_progress) options_.on_progress(settled_.size(), ordered_.size());
    });
    recorder_.finish_run(outcome);
    outcome.alerts += recorder_.alerts();
  }

 private:
  // Those that could not be reached last time come last: what lives is not to wait for them.
  std::vector<PoolTask> make_tasks(std::vector<std::size_t>& places) {
    std::vector<std::optional<TargetRow>> rows;
    for (const TargetConfig* target : ordered_) {
      // Known from now on, so that its first collection compares its log with what is stored, too.
      if (!options_.dry_run) store_.put_target(target->name, target->environment, format_utc(clock_()));
      rows.push_back(store_.find_target(target->name));
    }
    for (std::size_t i = 0; i < ordered_.size(); ++i) {
      places.push_back(i);
      if (!rows[i] || rows[i]->failures == 0) recorder_.expect(*ordered_[i]);
    }
    std::ranges::stable_sort(places, {}, [&](std::size_t i) { return rows[i] && rows[i]->failures > 0; });
    std::vector<PoolTask> tasks;
    tasks.reserve(places.size());
    for (const std::size_t i : places) tasks.push_back(make_task(*ordered_[i], rows[i], looked_[i]));
    return tasks;
  }

  PoolTask make_task(const TargetConfig& target, const std::optional<TargetRow>& row,
                     std::shared_ptr<Looked>& looked) const {
    constexpr std::chrono::seconds kGrace{2};
    looked = std::make_shared<Looked>();
    const auto longest = longest_of(config_.run, target);
    // Who was not there last time either is not waited for: the next run asks again.
    const bool was_there = !row || row->failures == 0;
    ObservationTask task{target,
                         config_.timeouts,
                         was_there ? config_.run.retries : 0,
                         std::chrono::milliseconds(config_.run.retry_ms),
                         longest,
                         config_.store,
                         row ? std::optional<TargetId>(row->id) : std::nullopt,
                         clock_,
                         pool_,
                         options_.reading};
    PoolTask result;
    result.server = server_of(target.connection);
    if (longest.count() > 0) result.longest = longest + kGrace;
    result.run = [task = std::move(task), looked](PoolPlace& place) {
      try {
        looked->observed = observe_target(task, place);
      } catch (...) {
        looked->error = std::current_exception();
      }
    };
    return result;
  }

  // Keeps whatever has ended and whose reference is settled.
  void settle(CollectOutcome& outcome) {
    for (std::size_t i = 0; i < ordered_.size(); ++i) {
      const TargetConfig& target = *ordered_[i];
      if (!ends_[i] || settled_.contains(target.name) || !reference_settled(i)) continue;
      TargetOutcome one;
      if (*ends_[i] == TaskEnd::kDone) {
        one = recorder_.finish(target, *looked_[i]);
      } else if (*ends_[i] == TaskEnd::kNotBegun || !why_ended_.empty()) {
        one = recorder_.fail(target, why_ended_);
      } else {
        one = recorder_.fail(target, "took longer than max_execution_time; gave up");
      }
      looked_[i].reset();
      settled_.insert(target.name);
      if (!one.error.empty()) {
        spdlog::error("target {}: {}", one.target, one.error);
      } else if (!one.no_events.empty()) {
        spdlog::info("target {}: no names: {}", one.target, one.no_events);
      }
      outcome.targets.push_back(std::move(one));
      if (options_.on_target) options_.on_target(outcome.targets.back());
    }
  }

  bool reference_settled(std::size_t index) const {
    for (std::size_t i = 0; i < index; ++i) {
      if (ordered_[i]->name == ordered_[index]->reference) return settled_.contains(ordered_[i]->name);
    }
    return true;
  }

  const Config& config_;
  Store& store_;
  const Clock& clock_;
  const CollectOptions& options_;
  const std::shared_ptr<ConnectionPool> pool_;
  const std::vector<const TargetConfig*> ordered_;
  Recorder recorder_;
  std::vector<std::optional<TaskEnd>> ends_;
  std::vector<std::shared_ptr<Looked>> looked_;
  std::set<std::string> settled_;
  std::string why_ended_;
};

// Why nothing is to be done with the target now; empty: it is.
std::string reason_to_skip(const Config& config, const TargetConfig& target, UnixMicros now) {
  std::error_code error;
  const auto& pause = config.run.pause_file;
  if (!pause.empty() && std::filesystem::exists(pause, error)) return "paused by " + pause.string();
  const auto& hours = target.allowed_hours ? target.allowed_hours : config.run.allowed_hours;
  if (hours && !hours->contains(now)) return "outside of its allowed hours " + hours->text();
  return {};
}

TargetOutcome skipped(const TargetConfig& target, const std::string& reason) {
  TargetOutcome outcome;
  outcome.target = target.name;
  outcome.skipped = reason;
  return outcome;
}

// What the name of an entry stands for, too.
bool is_of_entry(const TargetConfig& entry, const std::string& name) {
  return !entry.databases.empty() && (name == entry.name || entry.stands_for(name));
}

// The configuration with the entries that are wanted replaced by their databases; what there is to say of
// them goes into the outcome. Those that are skipped or cannot be listed are left as they are.
Config expand_entries(const Config& config, Store& store, const std::vector<std::string>& names,
                      const Clock& clock, const CollectOptions& options,
                      const std::shared_ptr<ConnectionPool>& pool, const RunEnd& run_end,
                      CollectOutcome& outcome) {
  std::vector<const TargetConfig*> entries;
  for (const TargetConfig& target : config.targets) {
    const auto wanted = [&](const std::string& name) { return is_of_entry(target, name); };
    if (target.databases.empty() || (!names.empty() && std::ranges::none_of(names, wanted))) continue;
    const std::string reason = reason_to_skip(config, target, clock());
    if (reason.empty()) {
      entries.push_back(&target);
    } else {
      outcome.targets.push_back(skipped(target, reason));
    }
  }
  std::set<std::string> failed;
  for (const TargetConfig* entry : entries) {
    const auto row = store.find_target(entry->name);
    if (row && row->failures > 0) failed.insert(entry->name);
  }
  Config expanded = config;
  const auto stop = [&] {
    if (options.on_look) options.on_look();
    return !run_end.reason().empty();
  };
  for (Expansion& expansion : expand(config, entries, failed, limits_for(config, options), pool, stop)) {
    EntryNews news = keep_expansion(config, store, expansion, clock, options.dry_run);
    if (!news.outcome.error.empty()) spdlog::error("target {}: {}", news.outcome.target, news.outcome.error);
    outcome.alerts += news.alerts;
    outcome.targets.push_back(std::move(news.outcome));
    if (options.on_target) options.on_target(outcome.targets.back());
    const auto entry = std::ranges::find(expanded.targets, expansion.entry.name, &TargetConfig::name);
    expanded.targets.insert(entry + 1, std::make_move_iterator(expansion.targets.begin()),
                            std::make_move_iterator(expansion.targets.end()));
  }
  return expanded;
}

// All when there are no names. Entries themselves are not collected.
std::vector<const TargetConfig*> wanted_targets(const Config& config, const Config& expanded,
                                                const std::vector<std::string>& names) {
  std::vector<const TargetConfig*> wanted;
  if (names.empty()) {
    for (const TargetConfig& target : expanded.targets) wanted.push_back(&target);
  }
  for (const std::string& name : names) {
    const auto entry =
        std::ranges::find_if(config.targets, [&](const TargetConfig& one) { return is_of_entry(one, name); });
    const bool none = entry != config.targets.end() &&
                      std::ranges::none_of(expanded.targets,
                                           [&](const TargetConfig& one) { return one.entry == entry->name; });
    // Its databases are not known: what is to be said of the entry is said.
    if (none) continue;
    for (const TargetConfig* target : expanded.targets_named(name)) wanted.push_back(target);
  }
  std::erase_if(wanted, [](const TargetConfig* target) { return !target->databases.empty(); });
  return wanted;
}

}  // namespace

bool CollectOutcome::incomplete() const {
  return std::ranges::any_of(targets, [](const TargetOutcome& target) { return !target.error.empty(); });
}

Severity CollectOutcome::worst() const {
  Severity severity = Severity::kNone;
  for (const TargetOutcome& target : targets) {
    if (target.changes) severity = std::max(severity, schema_audit::worst(target.changes->findings));
    if (target.drift) severity = std::max(severity, schema_audit::worst(target.drift->findings));
    severity = std::max(severity, schema_audit::worst(target.log));
  }
  return severity;
}

CollectOutcome collect(const Config& config, Store& store, const std::vector<std::string>& names,
                       const Clock& clock, const CollectOptions& options) {
  forget_silent_servers();
  const RunEnd run_end(config);
  const std::shared_ptr<ConnectionPool> pool =
      options.pool ? options.pool : std::make_shared<ConnectionPool>(config.run);
  CollectOutcome outcome;
  const Config expanded = expand_entries(config, store, names, clock, options, pool, run_end, outcome);
  std::vector<const TargetConfig*> ordered;
  for (const TargetConfig* target : in_order(expanded, wanted_targets(config, expanded, names))) {
    const std::string reason = reason_to_skip(config, *target, clock());
    if (reason.empty()) {
      ordered.push_back(target);
    } else {
      outcome.targets.push_back(skipped(*target, reason));
    }
  }
  Run(expanded, store, clock, options, pool, std::move(ordered)).go(outcome, run_end);
  // An entry stands before its databases.
  const auto place = [&](const TargetOutcome& o) {
    const TargetConfig* target = expanded.find_target(o.target);
    const std::string& listed = target != nullptr && !target->entry.empty() ? target->entry : o.target;
    return std::tuple(config.find_target(listed), target);
  };
  std::ranges::sort(outcome.targets, {}, place);
  return outcome;
}

}  // namespace schema_audit
