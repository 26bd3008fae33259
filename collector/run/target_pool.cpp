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
      : limits_(limits), tasks_(std::move(tasks)), states_(tasks_.size()) {}

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
  }

  void connected(std::size_t index) {
    std::unique_lock lock(mutex_);
    TaskState& state = states_[index];
    changed_.wait(lock, [&] { return state.has_place || state.abandoned || stopped_ || free_place(); });
    if (state.abandoned) return;
    if (!state.has_place) take_place(state);
    state.step = Step::kWorking;
  }

  void pause(std::size_t index, milliseconds time) {
    std::unique_lock lock(mutex_);
    TaskState& state = states_[index];
    const std::string& server = tasks_[index].server;
    leave(index);
    state.step = Step::kPausing;
    changed_.notify_all();
    const auto until = steady_clock::now() + time;
    changed_.wait_until(lock, until, [&] { return stopped_ || state.abandoned; });
    changed_.wait(lock, [&] {
      return stopped_ || state.abandoned ||
             (free_place() && per_server_[server] < limits_.parallel_per_server);
    });
    if (state.abandoned) return;
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

  bool free_place() const { return places_ < limits_.parallel; }

  void take_place(TaskState& state) {
    state.has_place = true;
    ++places_;
  }

  void give_place(TaskState& state) {
    if (state.has_place) --places_;
    state.has_place = false;
  }

  void enter(std::size_t index) {
    TaskState& state = states_[index];
    take_place(state);
    ++per_server_[tasks_[index].server];
    state.step = Step::kConnecting;
    state.connecting_since = steady_clock::now();
  }

  void leave(std::size_t index) {
    give_place(states_[index]);
    --per_server_[tasks_[index].server];
  }

  void begin_tasks() {
    const auto now = steady_clock::now();
    for (TaskState& state : states_) {
      if (!state.has_place || state.step != Step::kConnecting || now - state.connecting_since <= limits_.slow)
        continue;
      give_place(state);
      changed_.notify_all();
    }
    for (std::size_t i = 0; i < tasks_.size() && free_place() && !stopped_; ++i) {
      if (states_[i].step != Step::kWaiting) continue;
      if (per_server_[tasks_[i].server] >= limits_.parallel_per_server) continue;
      enter(i);
      states_[i].begun = now;
      std::thread([pool = shared_from_this(), i] {
        Place place(*pool, i);
        pool->tasks_[i].run(place);
        pool->ended(i);
      }).detach();
    }
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
  const std::vector<PoolTask> tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<TaskState> states_;
  std::map<std::string, int> per_server_;
  int places_ = 0;
  bool stopped_ = false;
  steady_clock::time_point stopped_at_;
};

}  // namespace

void run_tasks(std::vector<PoolTask> tasks, const PoolLimits& limits, const std::function<bool()>& stop,
               const std::function<void(std::size_t, TaskEnd)>& on_end) {
  std::make_shared<Pool>(std::move(tasks), limits)->run(stop, on_end);
}

bool threads_left_behind() noexcept { return left_behind > 0; }

}  // namespace schema_audit
