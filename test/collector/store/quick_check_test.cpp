// A short look at the pages of a store, and what its health is made of.
#include <gtest/gtest.h>

#include <fstream>

#include "collector/run/store_health.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/store_error.hpp"
#include "collector/store/store_verify.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

class QuickCheckTest : public testing::Test {
 protected:
  QuickCheckTest() {
    config_.store = directory_ / "store.db";
    const auto store = open_store(config_.store, StoreMode::kReadWrite);
    const TargetId target = store->put_target("a", "test", "2026-11-21T09:00:00.000000Z");
    for (int i = 1; i <= 3; ++i) {
      ReportRow row;
      row.made_at = "2026-11-2" + std::to_string(i) + "T09:00:00.000000Z";
      row.type = "drift";
      row.critical = i;
      store->add_report(target, row);
    }
  }

  // Every byte of a page but the first one, which would make it another kind of file.
  void spoil(int page) const {
    std::fstream file(config_.store, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * page);
    file << std::string(4096, '\xff');
  }

  TemporaryDirectory directory_;
  Config config_;
};

TEST_F(QuickCheckTest, FindsNothingInAStoreThatIsWhole) {
  const QuickCheck quick = quick_check_store(config_.store, std::chrono::seconds(60));
  EXPECT_TRUE(quick.complete);
  EXPECT_EQ(quick.wrong, "");
  const StoreHealth health = store_health(config_);
  EXPECT_FALSE(health.damaged);
  EXPECT_GT(health.bytes, 4096U);
  EXPECT_GT(health.free_bytes, 0U);
}

TEST_F(QuickCheckTest, FindsAPageThatIsNotOne) {
  spoil(10);
  EXPECT_NE(quick_check_store(config_.store, std::chrono::seconds(60)).wrong, "");
  const StoreHealth health = store_health(config_);
  EXPECT_TRUE(health.damaged);
  ASSERT_FALSE(health.problems.empty());
  EXPECT_TRUE(health.problems[0].starts_with("damaged: ")) << health.problems[0];
}

TEST_F(QuickCheckTest, SaysWhenThereIsNone) {
  EXPECT_THROW(quick_check_store(directory_ / "nowhere.db", std::chrono::seconds(1)), StoreError);
}

TEST_F(QuickCheckTest, WarnsOfADiskThatIsNearlyFull) {
  config_.check.min_free_disk_mb = 1'000'000'000;
  ASSERT_EQ(store_sizes(config_).problems.size(), 1U);
  config_.check.min_free_disk_mb = 0;
  EXPECT_TRUE(store_sizes(config_).problems.empty());
}

TEST_F(QuickCheckTest, TheNewestReportIsTheOneOfNow) {
  const auto store = open_store(config_.store, StoreMode::kReadOnly);
  const auto report = store->latest_report(store->find_target("a")->id, "drift");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->critical, 3);
  EXPECT_EQ(store->latest_report(store->find_target("a")->id, "changes"), std::nullopt);
}

}  // namespace
}  // namespace schema_audit
