#include "collector/run/trend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "collector/store/open_store.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr UnixMicros kDay = 86'400 * kMicrosPerSecond;
constexpr UnixMicros kNow = 1'795'252'800'000'000;

class TrendTest : public testing::Test {
 protected:
  void report(TargetId target, int days_ago, const std::string& type, std::int64_t critical,
              const std::string& reference = "staging") {
    store_->add_report(target, {format_utc(kNow - days_ago * kDay - 1), type,
                                type == "drift" ? reference : "", 1, critical, 0, 1, "{}"});
  }

  void statement(TargetId target, std::uint64_t xid, const std::string& application,
                 const std::string& actor) {
    StatementRow row;
    row.incarnation = "x";
    row.xid = xid;
    row.number = 1;
    row.logged_at = format_utc(kNow - kDay + static_cast<UnixMicros>(xid));
    row.session_role = "deploy";
    row.application_name = application;
    if (!actor.empty()) row.actor = actor;
    store_->add_events(target, {{row}, {}});
  }

  SnapshotId snapshot(TargetId target, int days_ago, const std::vector<std::string>& closed,
                      const std::vector<std::string>& opened) {
    SnapshotDelta delta;
    for (const std::string& name : closed) delta.closed.push_back({"table", name});
    for (const std::string& name : opened) delta.opened.push_back({{"table", name}, sha256(name), name, ""});
    SnapshotRow row;
    row.taken_at = format_utc(kNow - days_ago * kDay);
    return store_->add_snapshot(target, row, delta);
  }

  Trend trend(int days) { return trend_of(*store_, store_->targets(), kNow, days, 2); }

  TemporaryDirectory directory_;
  std::unique_ptr<Store> store_ = open_store(directory_ / "store.db", StoreMode::kReadWrite);
  TargetId one_ = store_->put_target("one", "production", format_utc(kNow));
  TargetId two_ = store_->put_target("two", "production", format_utc(kNow));
};

TEST_F(TrendTest, ADriftStandsUntilItIsAnotherOne) {
  report(one_, 100, "drift", 1);
  report(one_, 2, "drift", 4);
  report(two_, 3, "drift", 2);
  report(two_, 1, "drift", 0);
  const Trend all = trend(5);
  ASSERT_EQ(all.drift.size(), 3U);
  EXPECT_EQ(all.drift[0].environment, "production");
  EXPECT_EQ(all.drift[0].severity, "critical");
  EXPECT_THAT(all.drift[0].values, ElementsAre(1, 3, 6, 4, 4));
  EXPECT_THAT(all.drift[1].values, ElementsAre(0, 0, 0, 0, 0));
  EXPECT_THAT(all.drift[2].values, ElementsAre(1, 2, 2, 2, 2));
}

TEST_F(TrendTest, ChangesCountInTheirPeriod) {
  report(one_, 0, "changes", 1);
  report(two_, 0, "changes", 2);
  report(one_, 4, "changes", 5);
  report(one_, 5, "changes", 9);  // before
  EXPECT_THAT(trend(5).changes[0].values, ElementsAre(5, 0, 0, 0, 3));
}

TEST_F(TrendTest, ALongTimeHasLongerPeriods) {
  report(one_, 364, "changes", 7);
  const Trend all = trend(365);
  EXPECT_EQ(all.days_per_period, 7);
  EXPECT_EQ(all.ends.size(), 53U);
  EXPECT_EQ(all.ends.back(), format_utc(kNow));
  EXPECT_EQ(all.changes[0].values.front(), 7);
}

TEST_F(TrendTest, CountsWhatHappenedToAnObject) {
  snapshot(one_, 9, {}, {"a", "b", "c"});
  snapshot(one_, 4, {"a", "c"}, {"a"});
  snapshot(one_, 3, {"a"}, {"a"});
  snapshot(one_, 2, {"a"}, {});
  snapshot(one_, 1, {}, {"d"});
  const Trend all = trend(5);
  ASSERT_EQ(all.objects.size(), 2U);
  EXPECT_EQ(all.objects[0].changes.identity, "a");
  EXPECT_EQ(all.objects[0].changes.changes, 3);  // altered, altered, dropped
  EXPECT_EQ(all.objects[1].changes.identity, "d");
  EXPECT_EQ(all.objects[1].changes.changes, 1);
  EXPECT_EQ(all.objects[0].target, "one");
}

TEST_F(TrendTest, WhatBelongsToAClusterCountsOnce) {
  const TargetId elsewhere = store_->put_target("elsewhere", "production", format_utc(kNow));
  for (const auto& [target, lineage] : {std::pair(one_, "7/1"), {two_, "7/2"}, {elsewhere, "8/1"}}) {
    for (const int days_ago : {9, 2}) {
      SnapshotDelta delta;
      if (days_ago == 2) delta.opened.push_back({{"role", "bob"}, sha256("bob"), "bob", ""});
      SnapshotRow row;
      row.taken_at = format_utc(kNow - days_ago * kDay);
      row.lineage = lineage;
      store_->add_snapshot(target, row, delta);
    }
  }
  const Trend all = trend(5);
  std::vector<std::string> targets;
  for (const ChangedObject& row : all.objects) targets.push_back(row.target);
  EXPECT_THAT(targets, UnorderedElementsAre("one", "elsewhere"));
}

TEST_F(TrendTest, PutsTogetherWhoIsTheSame) {
  statement(one_, 1, "psql", "");
  statement(two_, 2, "psql", "");
  statement(one_, 3, "flyway", "maria");
  statement(one_, 4, "flyway", "maria");
  statement(one_, 5, "flyway", "maria");
  const Trend all = trend(5);
  ASSERT_EQ(all.people.size(), 2U);
  EXPECT_TRUE(all.people[0].by_hand);
  EXPECT_EQ(all.people[0].contribution.who, "deploy");
  EXPECT_EQ(all.people[0].contribution.statements, 2);
  EXPECT_EQ(all.people[0].contribution.last_at, format_utc(kNow - kDay + 2));
  EXPECT_FALSE(all.people[1].by_hand);
  EXPECT_TRUE(all.people[1].contribution.named);
  EXPECT_EQ(all.people[1].contribution.statements, 3);
}

TEST(Trend, KnowsProgramsOfPeople) {
  EXPECT_TRUE(is_interactive("psql"));
  EXPECT_TRUE(is_interactive("pgAdmin 4 - DB:app"));
  EXPECT_TRUE(is_interactive("DBeaver 24.1 - SQLEditor"));
  EXPECT_FALSE(is_interactive("deploy-pipeline"));
  EXPECT_FALSE(is_interactive(""));
}

TEST(Trend, DrawsALine) {
  EXPECT_EQ(sparkline({0, 1, 50, 100}), "▁▂▄█");
  EXPECT_EQ(sparkline({0, 0}), "▁▁");
  EXPECT_EQ(sparkline({}), "");
}

}  // namespace
}  // namespace schema_audit
