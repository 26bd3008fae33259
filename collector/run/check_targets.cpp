#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include "collector/interrupt.hpp"
#include "collector/postgres/connection_options.hpp"
#include "collector/run/health.hpp"
#include "collector/run/target_pool.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/store_error.hpp"

namespace schema_audit {

namespace {

struct Checked {
  TargetHealth health;
  std::exception_ptr error;
};

// All that a check needs, in copies of its own: the thread may outlive it.
struct CheckTask {
  TargetConfig target;
  TimeoutConfig timeouts;
  std::optional<std::filesystem::path> store;
  CheckOptions options;
  Clock clock;
};

PoolTask make_task(const Config& config, CheckTask task, const std::shared_ptr<Checked>& checked) {
  constexpr std::chrono::seconds kGrace{2};
  const auto longest = longest_of(config.run, task.target);
  PoolTask result;
  result.server = server_of(task.target.connection);
  if (longest.count() > 0) result.longest = longest + kGrace;
  result.run = [task = std::move(task), checked](PoolPlace& /*place*/) {
    try {
      std::unique_ptr<Store> store;
      if (task.store) store = open_store(*task.store, StoreMode::kReadOnly);
      CheckOptions options = task.options;
      options.store = store.get();
      checked->health = check_target(task.target, task.timeouts, options, task.clock);
    } catch (...) {
      checked->error = std::current_exception();
    }
  };
  return result;
}

}  // namespace

std::vector<TargetHealth> check_targets(const Config& config, const std::vector<const TargetConfig*>& targets,
                                        bool deep, bool has_store, const Clock& clock) {
  std::vector<std::shared_ptr<Checked>> checked;
  std::vector<PoolTask> tasks;
  for (const TargetConfig* target : targets) {
    checked.push_back(std::make_shared<Checked>());
    CheckTask task{*target, config.timeouts, {}, {nullptr, deep, config.check}, clock};
    if (has_store) task.store = config.store;
    tasks.push_back(make_task(config, std::move(task), checked.back()));
  }
  std::vector<TargetHealth> result(targets.size());
  run_tasks(std::move(tasks), limits_of(config.run), interrupt_requested, [&](std::size_t task, TaskEnd end) {
    if (end == TaskEnd::kDone) {
      if (!checked[task]->error) result[task] = std::move(checked[task]->health);
      return;
    }
    result[task].target = targets[task]->name;
    result[task].environment = targets[task]->environment;
    result[task].error = "took longer than max_execution_time; gave up";
    // Its thread still writes there.
    checked[task] = std::make_shared<Checked>();
  });
  if (interrupt_requested()) throw Interrupted();
  for (const auto& one : checked) {
    if (one->error) std::rethrow_exception(one->error);
  }
  return result;
}

}  // namespace schema_audit
