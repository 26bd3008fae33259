#include "collector/run/target_pool.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace schema_audit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLook{50};

std::atomic<int> left_behind = 0;

enum class Step { kWaiting, kConnecting, kWorking, kPausing, kEnded, kTold };

struct TaskState {
  Step step = Step::kWaiting;
  bool has_place = false;
  bool abandoned = false;
  steady_clock::time_point begun;
  steady_clock::time_point connecting_since;
};

// Shared with the threads, which may outlive the pool.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  Pool(std::vector<PoolTask> tasks, const PoolLimits& limits)
      : limits_(limits),
        places_(limits.places ? limits.places
                              : std::make_shared<PlaceCount>(limits.parallel, limits.parallel_per_server)),
        tasks_(std::move(tasks)),
        states_(tasks_.size()) {}

  void run(const std::function<bool()>& stop, const std::function<void(std::size_t, TaskEnd)>& on_end) {
    std::unique_lock lock(mutex_);
    std::size_t told = 0;
    while (told < tasks_.size()) {
      if (!stopped_ && stop()) {
        stopped_ = true;
        stopped_at_ = steady_clock::now();
        changed_.notify_all();
      }
      const auto ends = collect_ends();
      begin_tasks();
      if (ends.empty()) {
        changed_.wait_for(lock, kLook);
        continue;
      }
      lock.unlock();
      for (const auto& [index, end] : ends) on_end(index, end);
      told += ends.size();
      lock.lock();
    }
    if (limits_.urgent) places_->wish({});
  }

  void connected(std::size_t index) {
    std::unique_lock lock(mutex_);
    TaskState& state = states_[index];
    wait(lock, [&] {
      return state.has_place || state.abandoned || stopped_ ||
             (state.has_place = places_->take_place(limits_.urgent));
    });
    if (state.abandoned) return;
    if (!state.has_place) places_->take_place_anyway();
    state.has_place = true;
    state.step = Step::kWorking;
  }

  void pause(std::size_t index, milliseconds time) {
    std::unique_lock lock(mutex_);
    TaskState& state = states_[index];
    leave(index);
    state.step = Step::kPausing;
    changed_.notify_all();
    const auto until = steady_clock::now() + time;
    changed_.wait_until(lock, until, [&] { return stopped_ || state.abandoned; });
    bool entered = false;
    wait(lock, [&] {
      return stopped_ || state.abandoned || (entered = places_->enter(tasks_[index].server, limits_.urgent));
    });
    if (state.abandoned) return;
    if (!entered) places_->enter_anyway(tasks_[index].server);
    enter(index);
  }

 private:
  class Place : public PoolPlace {
   public:
    Place(Pool& pool, std::size_t index) : pool_(pool), index_(index) {}
    void connected() override { pool_.connected(index_); }
    void pause(milliseconds time) override { pool_.pause(index_, time); }

   private:
    Pool& pool_;
    std::size_t index_;
  };

  // Another pool that shares the places does not tell when it gives one back.
  template <typename Condition>
  void wait(std::unique_lock<std::mutex>& lock, Condition condition) {
    while (!condition()) changed_.wait_for(lock, kLook);
  }

  // The places are counted already.
  void enter(std::size_t index) {
    TaskState& state = states_[index];
    state.has_place = true;
    state.step = Step::kConnecting;
    state.connecting_since = steady_clock::now();
  }

  void leave(std::size_t index) {
    places_->leave(tasks_[index].server, states_[index].has_place);
    states_[index].has_place = false;
  }

  void begin_tasks() {
    const auto now = steady_clock::now();
    for (TaskState& state : states_) {
      if (!state.has_place || state.step != Step::kConnecting || now - state.connecting_since <= limits_.slow)
        continue;
      places_->give_place();
      state.has_place = false;
      changed_.notify_all();
    }
    std::map<std::string, int> waiting;
    for (std::size_t i = 0; i < tasks_.size() && !stopped_; ++i) {
      if (states_[i].step != Step::kWaiting) continue;
      if (!places_->enter(tasks_[i].server, limits_.urgent)) {
        ++waiting[tasks_[i].server];
        continue;
      }
      enter(i);
      states_[i].begun = now;
      std::thread([pool = shared_from_this(), i] {
        Place place(*pool, i);
        pool->tasks_[i].run(place);
        pool->ended(i);
      }).detach();
    }
    if (limits_.urgent) places_->wish(std::move(waiting));
  }

  void ended(std::size_t index) {
    const std::lock_guard lock(mutex_);
    TaskState& state = states_[index];
    if (state.abandoned) {
      --left_behind;
      return;
    }
    if (state.step != Step::kPausing) leave(index);
    state.step = Step::kEnded;
    changed_.notify_all();
  }

  std::vector<std::pair<std::size_t, TaskEnd>> collect_ends() {
    const auto now = steady_clock::now();
    std::vector<std::pair<std::size_t, TaskEnd>> ends;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      TaskState& state = states_[i];
      if (state.step == Step::kTold) continue;
      if (state.step == Step::kEnded) {
        ends.emplace_back(i, TaskEnd::kDone);
      } else if (state.step == Step::kWaiting) {
        if (!stopped_) continue;
        ends.emplace_back(i, TaskEnd::kNotBegun);
      } else {
        const bool too_long = tasks_[i].longest.count() > 0 && now - state.begun > tasks_[i].longest;
        const bool stubborn = stopped_ && now - stopped_at_ > limits_.grace;
        if (!too_long && !stubborn) continue;
        if (state.step != Step::kPausing) leave(i);
        state.abandoned = true;
        ++left_behind;
        changed_.notify_all();
        ends.emplace_back(i, TaskEnd::kLeftBehind);
      }
      state.step = Step::kTold;
    }
    return ends;
  }

  const PoolLimits limits_;
  const std::shared_ptr<PlaceCount> places_;
  const std::vector<PoolTask> tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<TaskState> states_;
  bool stopped_ = false;
  steady_clock::time_point stopped_at_;
};

}  // namespace

PoolLimits limits_of(const RunConfig& run) {
  PoolLimits limits;
  limits.parallel = run.parallel;
  limits.parallel_per_server = run.parallel_per_server;
  return limits;
}

milliseconds longest_of(const RunConfig& run, const TargetConfig& target) {
  return milliseconds(target.max_execution_ms > 0 ? target.max_execution_ms : run.target_max_execution_ms);
}

void run_tasks(std::vector<PoolTask> tasks, const PoolLimits& limits, const std::function<bool()>& stop,
               const std::function<void(std::size_t, TaskEnd)>& on_end) {
  std::make_shared<Pool>(std::move(tasks), limits)->run(stop, on_end);
}

bool threads_left_behind() noexcept { return left_behind > 0; }

}  // namespace schema_audit
