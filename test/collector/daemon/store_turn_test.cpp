#include "collector/daemon/store_turn.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "collector/store/store_error.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

bool never() { return false; }

TEST(StoreTurn, IsForAllThreadsTogether) {
  const TemporaryDirectory directory;
  const auto store = directory.path() / "store.db";
  StoreTurn turn(store);
  auto first = turn.wait(never);
  const auto second = turn.wait(never);
  ASSERT_TRUE(first && second);
  first.reset();
  EXPECT_THROW(RunLock{store}, StoreError) << "one still works";
}

TEST(StoreTurn, LetsOthersHaveTheirs) {
  const TemporaryDirectory directory;
  const auto store = directory.path() / "store.db";
  StoreTurn turn(store);
  turn.wait(never).reset();
  auto other = std::make_unique<RunLock>(store);
  std::atomic<bool> waits = false;
  std::thread thread([&] {
    const auto hold = turn.wait([&] {
      waits = true;
      return false;
    });
    EXPECT_TRUE(hold);
  });
  while (!waits) std::this_thread::yield();
  other.reset();
  thread.join();
}

TEST(StoreTurn, EndsWithWhoStops) {
  const TemporaryDirectory directory;
  const auto store = directory.path() / "store.db";
  const RunLock other(store);
  StoreTurn turn(store);
  int asked = 0;
  EXPECT_FALSE(turn.wait([&] { return ++asked > 2; }));
  EXPECT_THROW(StoreTurn("/proc/nothing/store.db").wait(never), StoreError) << "no lock at all";
}

}  // namespace
}  // namespace schema_audit
