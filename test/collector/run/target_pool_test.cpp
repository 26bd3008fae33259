#include "collector/run/target_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace schema_audit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kFor30{30};
constexpr milliseconds kLong{20'000};

// What the tasks of a test saw of each other.
struct Watch {
  std::mutex mutex;
  int now = 0;
  int most = 0;
  std::map<std::string, int> now_at;
  std::map<std::string, int> most_at;

  void enter(const std::string& server) {
    const std::lock_guard lock(mutex);
    most = std::max(most, ++now);
    most_at[server] = std::max(most_at[server], ++now_at[server]);
  }
  void leave(const std::string& server) {
    const std::lock_guard lock(mutex);
    --now;
    --now_at[server];
  }
};

// Hangs until the test is over.
struct Latch {
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;

  void wait() {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, kLong, [&] { return open; });
  }
  void release() {
    const std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }
};

PoolTask working(const std::shared_ptr<Watch>& watch, const std::string& server) {
  PoolTask task;
  task.server = server;
  task.run = [watch, server](PoolPlace& place) {
    place.connected();
    watch->enter(server);
    std::this_thread::sleep_for(kFor30);
    watch->leave(server);
  };
  return task;
}

bool never() { return false; }

std::map<TaskEnd, int> run_all(std::vector<PoolTask> tasks, const PoolLimits& limits,
                               const std::function<bool()>& stop = never) {
  std::map<TaskEnd, int> ends;
  std::map<std::size_t, int> told;
  run_tasks(std::move(tasks), limits, stop, [&](std::size_t index, TaskEnd end) {
    ++ends[end];
    EXPECT_EQ(++told[index], 1);
  });
  return ends;
}

TEST(TargetPool, KeepsToItsLimits) {
  const auto watch = std::make_shared<Watch>();
  std::vector<PoolTask> tasks;
  for (int i = 0; i < 24; ++i) tasks.push_back(working(watch, "server " + std::to_string(i % 3)));
  PoolLimits limits;
  limits.parallel = 5;
  limits.parallel_per_server = 2;
  EXPECT_EQ(run_all(std::move(tasks), limits)[TaskEnd::kDone], 24);
  EXPECT_LE(watch->most, 5);
  EXPECT_GE(watch->most, 2);
  for (const auto& [server, most] : watch->most_at) EXPECT_LE(most, 2) << server;
}

TEST(TargetPool, KeepsToTheLimitsOfAllPoolsTogether) {
  const auto watch = std::make_shared<Watch>();
  PoolLimits limits;
  limits.places = std::make_shared<PlaceCount>(5, 2);
  const auto run = [&](bool urgent) {
    PoolLimits own = limits;
    own.urgent = urgent;
    std::vector<PoolTask> tasks;
    for (int i = 0; i < 18; ++i) {
      tasks.push_back(working(watch, "server " + std::to_string(i % 3)));
      if (i % 4 == 0) {
        // One that goes away and comes back.
        tasks.back().run = [work = tasks.back().run](PoolPlace& place) {
          place.pause(milliseconds(10));
          work(place);
        };
      }
    }
    EXPECT_EQ(run_all(std::move(tasks), own)[TaskEnd::kDone], 18);
  };
  std::thread other([&] { run(true); });
  run(false);
  other.join();
  EXPECT_LE(watch->most, 5);
  EXPECT_GE(watch->most, 3);
  for (const auto& [server, most] : watch->most_at) EXPECT_LE(most, 2) << server;
  EXPECT_TRUE(limits.places->enter("server 0", false) && limits.places->enter("server 0", false))
      << "nothing is left over";
}

TEST(TargetPool, WhatIsUrgentGoesFirst) {
  const auto watch = std::make_shared<Watch>();
  PoolLimits limits;
  limits.places = std::make_shared<PlaceCount>(8, 1);
  std::atomic<int> ordinary = 0;
  std::thread other([&] {
    std::vector<PoolTask> tasks;
    for (int i = 0; i < 30; ++i) tasks.push_back(working(watch, "one"));
    run_tasks(std::move(tasks), limits, never, [&](std::size_t, TaskEnd) { ++ordinary; });
  });
  while (ordinary == 0) std::this_thread::yield();
  PoolLimits urgent = limits;
  urgent.urgent = true;
  const int before = ordinary;
  EXPECT_EQ(run_all({working(watch, "one")}, urgent)[TaskEnd::kDone], 1);
  // The one that was running, the one that began meanwhile, and what ended while this thread looked.
  EXPECT_LE(ordinary - before, 6);
  other.join();
  EXPECT_EQ(watch->most, 1);
}

TEST(TargetPool, WhatHangsInConnectingHoldsNobodyUp) {
  const auto watch = std::make_shared<Watch>();
  const auto latch = std::make_shared<Latch>();
  std::vector<PoolTask> tasks;
  for (int i = 0; i < 6; ++i) {
    PoolTask task;
    task.server = "dead " + std::to_string(i);
    task.run = [latch](PoolPlace&) { latch->wait(); };
    tasks.push_back(task);
  }
  for (int i = 0; i < 6; ++i) tasks.push_back(working(watch, "live"));
  PoolLimits limits;
  limits.parallel = 2;
  limits.slow = milliseconds(20);
  int live = 0;
  const auto begun = steady_clock::now();
  run_tasks(std::move(tasks), limits, never, [&](std::size_t index, TaskEnd) {
    if (index >= 6 && ++live == 6) latch->release();
  });
  EXPECT_EQ(live, 6);
  EXPECT_LT(steady_clock::now() - begun, kLong / 2);
  EXPECT_LE(watch->most, 2);
}

TEST(TargetPool, LeavesBehindWhatTakesTooLong) {
  const auto latch = std::make_shared<Latch>();
  PoolTask task;
  task.longest = milliseconds(50);
  task.run = [latch](PoolPlace& place) {
    place.connected();
    latch->wait();
  };
  auto ends = run_all({task, working(std::make_shared<Watch>(), "other")}, {});
  EXPECT_EQ(ends[TaskEnd::kLeftBehind], 1);
  EXPECT_EQ(ends[TaskEnd::kDone], 1);
  EXPECT_TRUE(threads_left_behind());
  latch->release();
  while (threads_left_behind()) std::this_thread::yield();
}

TEST(TargetPool, StopsWithWhatIsRunning) {
  const auto watch = std::make_shared<Watch>();
  std::vector<PoolTask> tasks;
  for (int i = 0; i < 20; ++i) tasks.push_back(working(watch, std::to_string(i)));
  PoolLimits limits;
  limits.parallel = 1;
  std::atomic<int> asked = 0;
  auto ends = run_all(std::move(tasks), limits, [&] { return ++asked > 3; });
  EXPECT_EQ(ends[TaskEnd::kDone] + ends[TaskEnd::kNotBegun], 20);
  EXPECT_GE(ends[TaskEnd::kDone], 1);
  EXPECT_GE(ends[TaskEnd::kNotBegun], 10);
}

TEST(TargetPool, GivesThePlaceAwayInAPause) {
  const auto watch = std::make_shared<Watch>();
  const auto paused = std::make_shared<std::atomic<bool>>(false);
  const auto seen = std::make_shared<std::atomic<bool>>(false);
  const auto ran = std::make_shared<std::atomic<bool>>(false);
  PoolTask task;
  task.server = "a";
  task.run = [paused, ran](PoolPlace& place) {
    *paused = true;
    for (int i = 0; i < 500 && !*ran; ++i) place.pause(milliseconds(20));
    *paused = false;
    place.connected();
  };
  PoolTask other;
  other.server = "a";
  other.run = [paused, seen, ran](PoolPlace& place) {
    place.connected();
    *seen = paused->load();
    *ran = true;
  };
  PoolLimits limits;
  limits.parallel = 1;
  limits.parallel_per_server = 1;
  EXPECT_EQ(run_all({task, other}, limits)[TaskEnd::kDone], 2);
  EXPECT_TRUE(*seen) << "the other one ran during the pause";
}

}  // namespace
}  // namespace schema_audit
