// What the retention takes, what it leaves, and that what is left still agrees with itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collector/store/open_store.hpp"
#include "collector/store/store_verify.hpp"
#include "core/canonical/fingerprint.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

using testing::ElementsAre;

const std::string kIncarnation = "00000000-0000-0001-0000-000500000001";

Timestamp day(int number) {
  return "2026-11-" + std::string(number < 10 ? "0" : "") + std::to_string(number) + "T09:00:00.000000Z";
}

class StorePrune : public testing::Test {
 protected:
  // The schema as a map from name to body, taken on a day.
  SnapshotId take(int on, std::map<std::string, std::string> schema, const std::string& label = "") {
    SnapshotDelta delta;
    std::vector<Digest> hashes;
    for (const auto& [name, body] : schema) {
      hashes.push_back(sha256(body));
      const auto before = schema_.find(name);
      if (before != schema_.end() && before->second == body) continue;
      if (before != schema_.end()) delta.closed.push_back({"table", name});
      delta.opened.push_back({{"table", name}, sha256(body), body, ""});
    }
    for (const auto& [name, body] : schema_) {
      if (!schema.contains(name)) delta.closed.push_back({"table", name});
    }
    SnapshotRow row;
    row.taken_at = day(on);
    row.label = label;
    row.fingerprint = to_bytes(fingerprint(std::move(hashes)));
    row.objects = static_cast<std::int64_t>(schema.size());
    schema_ = std::move(schema);
    const SnapshotId id = store_->add_snapshot(target_, row, delta);
    schemas_[id] = schema_;
    return id;
  }

  std::map<std::string, std::string> stored(SnapshotId id) {
    std::map<std::string, std::string> schema;
    for (const VersionRow& row : store_->versions_of(target_, id)) schema[row.key.identity] = row.body;
    return schema;
  }

  std::vector<SnapshotId> ids() {
    std::vector<SnapshotId> all;
    for (const SnapshotRow& row : store_->snapshots(target_)) all.push_back(row.id);
    return all;
  }

  void log(std::uint64_t xid, int on) {
    StatementRow statement;
    statement.incarnation = kIncarnation;
    statement.xid = xid;
    statement.number = 1;
    statement.logged_at = day(on);
    statement.session_role = "maria";
    ObjectRow object;
    object.incarnation = kIncarnation;
    object.xid = xid;
    object.number = 2;
    object.statement = 1;
    store_->add_events(target_, {{statement}, {object}});
    store_->add_transactions(target_, {{kIncarnation, xid, 1, 1, "00", "aa"}});
  }

  void attempt(std::int64_t id, int on) {
    AttemptRow row;
    row.incarnation = kIncarnation;
    row.id = id;
    row.at = day(on);
    row.outcome = "failed";
    store_->add_attempts(target_, {row});
  }

  std::vector<std::uint64_t> xids() {
    std::vector<std::uint64_t> all;
    for (const StatementRow& row : store_->find_events(target_, {}).statements) all.push_back(row.xid);
    return all;
  }

  TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_ / "store.db";
  std::unique_ptr<Store> store_ = open_store(file_, StoreMode::kReadWrite);
  TargetId target_ = store_->put_target("production", "production", day(1));
  std::map<std::string, std::string> schema_;
  std::map<SnapshotId, std::map<std::string, std::string>> schemas_;
};

TEST_F(StorePrune, WithoutLimitsEverythingStays) {
  take(1, {{"a", "1"}});
  log(10, 1);
  EXPECT_EQ(store_->prune({}), PruneCounts());
  EXPECT_THAT(ids(), ElementsAre(1));
  EXPECT_THAT(xids(), ElementsAre(10U));
}

TEST_F(StorePrune, SnapshotsThatStayAreWhatTheyWere) {
  take(1, {{"a", "1"}, {"b", "1"}});
  take(2, {{"a", "2"}, {"b", "1"}}, "release");
  take(3, {{"a", "3"}, {"b", "1"}, {"c", "1"}});
  take(4, {{"b", "2"}, {"c", "1"}});
  take(5, {{"a", "2"}, {"b", "2"}});
  take(6, {{"a", "2"}, {"b", "2"}});
  PruneLimits limits;
  limits.snapshots = day(5);
  const PruneCounts counts = store_->prune(limits);
  EXPECT_EQ(counts.snapshots, 3);
  EXPECT_EQ(counts.versions, 3);  // a=1, a=3, c=1
  EXPECT_THAT(ids(), ElementsAre(2, 5, 6));
  for (const SnapshotId id : ids()) EXPECT_EQ(stored(id), schemas_[id]) << id;
  const VersionChanges changes = store_->versions_between(target_, 2, 5);
  ASSERT_EQ(changes.before.size(), 2U);
  EXPECT_EQ(changes.before[0].body, "2");
  EXPECT_EQ(changes.before[1].body, "1");
  EXPECT_EQ(changes.after.size(), 2U);
  for (const StoreCheck& check : verify_store(file_)) EXPECT_TRUE(check.ok) << check.check << check.detail;
  // And it goes on.
  EXPECT_EQ(take(7, {{"a", "4"}, {"b", "2"}}), 7);
  EXPECT_EQ(stored(7), schemas_[7]);
  EXPECT_EQ(stored(6), schemas_[6]);
}

TEST_F(StorePrune, TheNewestSnapshotStaysHoweverOldItIs) {
  take(1, {{"a", "1"}});
  take(2, {{"a", "2"}});
  PruneLimits limits;
  limits.snapshots = day(20);
  EXPECT_EQ(store_->prune(limits).snapshots, 1);
  EXPECT_THAT(ids(), ElementsAre(2));
  EXPECT_EQ(stored(2), schemas_[2]);
}

TEST_F(StorePrune, EventsGoUpToTheFirstThatIsTooYoung) {
  log(10, 1);
  log(20, 2);
  log(30, 8);
  log(40, 3);  // old, but behind one that stays: without a hole
  attempt(1, 1);
  attempt(2, 8);
  PruneLimits limits;
  limits.events = day(5);
  const PruneCounts counts = store_->prune(limits);
  EXPECT_EQ(counts.statements, 2);
  EXPECT_EQ(counts.objects, 2);
  EXPECT_EQ(counts.attempts, 1);
  EXPECT_THAT(xids(), testing::UnorderedElementsAre(30U, 40U));
  EXPECT_EQ(store_->transactions_in(target_, kIncarnation, 0, 100).size(), 2U);
  EXPECT_EQ(store_->pruned(target_, kIncarnation).events_below, 30U);
  EXPECT_EQ(store_->pruned(target_, kIncarnation).attempts_through, 1);
  EXPECT_EQ(store_->pruned(target_, "other").events_below, 0U);
  limits.events = day(20);
  EXPECT_EQ(store_->prune(limits).statements, 2);
  EXPECT_EQ(store_->pruned(target_, kIncarnation).events_below, 41U);
  EXPECT_EQ(store_->pruned(target_, kIncarnation).attempts_through, 2);
}

TEST_F(StorePrune, TheLastDriftStays) {
  ReportRow row{day(1), "drift", "staging", 1, 2, 0, 0, "{}"};
  store_->add_report(target_, row);
  row.made_at = day(2);
  store_->add_report(target_, row);
  row.type = "changes";
  row.reference = "";
  store_->add_report(target_, row);
  PruneLimits limits;
  limits.reports = day(20);
  EXPECT_EQ(store_->prune(limits).reports, 2);
  EXPECT_TRUE(store_->reports(target_, "changes").empty());
  ASSERT_EQ(store_->reports(target_, "drift").size(), 1U);
  EXPECT_EQ(store_->reports(target_, "drift").front().made_at, day(2));
}

TEST_F(StorePrune, WhatIsNotDeliveredStays) {
  for (const char* id : {"one", "two"})
    store_->add_alert({id, target_, day(1), "major", "{}", ""}, {"a", "b"});
  store_->mark_delivered({target_, "one", "a"}, day(1));
  store_->mark_delivered({target_, "one", "b"}, day(9));
  store_->mark_failed({target_, "two", "a"}, day(1), std::nullopt, "gone");
  PruneLimits limits;
  limits.deliveries = day(5);
  EXPECT_EQ(store_->prune(limits).deliveries, 2);
  EXPECT_EQ(store_->delivery_counts().delivered, 1);
  EXPECT_EQ(store_->delivery_counts().pending, 1);
  EXPECT_EQ(store_->due_deliveries(day(20)).size(), 1U);
}

TEST_F(StorePrune, RolledBackItTookNothing) {
  take(1, {{"a", "1"}});
  take(2, {{"a", "2"}});
  log(10, 1);
  PruneLimits limits;
  limits.snapshots = limits.events = day(20);
  {
    const auto transaction = store_->begin();
    EXPECT_EQ(store_->prune(limits).snapshots, 1);
  }
  EXPECT_THAT(ids(), ElementsAre(1, 2));
  EXPECT_THAT(xids(), ElementsAre(10U));
  EXPECT_EQ(stored(1), schemas_[1]);
}

}  // namespace
}  // namespace schema_audit
