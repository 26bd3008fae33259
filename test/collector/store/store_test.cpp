#include "collector/store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collector/store/open_store.hpp"
#include "core/canonical/hash.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

constexpr const char* kTime = "2026-11-21T09:00:00.000000Z";
constexpr const char* kIncarnation = "00000000-0000-0001-0000-000500000001";
const std::string kHostile = "\"a\"; DROP TABLE x; -- \n$$\\ \xf0\x9f\x90\x98 \xe2\x80\xae";

StatementRow statement(std::uint64_t xid, std::int32_t number = 1) {
  StatementRow row;
  row.incarnation = kIncarnation;
  row.xid = xid;
  row.number = number;
  row.logged_at = row.transaction_at = row.statement_at =
      "2026-11-21T09:00:00." + std::to_string(100000 + xid) + "Z";
  row.command_tag = "ALTER TABLE";
  row.statement = kHostile;
  row.session_role = "maria";
  row.outer_role = "deploy";
  row.effective_role = "deploy";
  row.superuser = true;
  row.statement_redacted = true;
  row.top_level = false;
  row.application_name = "psql";
  row.client_addr = "10.0.0.1";
  row.client_port = 5000;
  row.backend_pid = 1;
  row.backend_start = kTime;
  row.actor = "maria@example.com";
  row.actor_trust = "claimed";
  row.replication_role = "origin";
  row.session_role_oid = 4'000'000'000;
  row.client_dn = kHostile;
  row.captured_by = "utility hook";
  row.duration_us = 9'000'000'000;
  row.call_stack = kHostile;
  row.statement_length = 100;
  row.statement_hash = "00ff";
  return row;
}

ObjectRow object(std::uint64_t xid, std::int32_t number, std::int32_t of, const TextArray& address) {
  ObjectRow row;
  row.incarnation = kIncarnation;
  row.xid = xid;
  row.number = number;
  row.statement = of;
  row.role = "target";
  row.kind = "table";
  row.object_type = "table";
  row.schema_name = "public";
  row.object_identity = kHostile;
  row.address_names = address;
  row.address_args = TextArray{};
  row.command_tag = "ALTER TABLE";
  row.old_name = kHostile;
  row.class_id = 1259;
  row.object_id = 4'000'000'000;
  row.original = true;
  row.privileges = TextArray{"SELECT", kHostile};
  row.old_owner = kHostile;
  row.old_privileges = TextArray{};
  return row;
}

ObjectVersion version(const std::string& identity, const std::string& body) {
  return {{"table", identity}, sha256(body), body, "hints"};
}

class StoreTest : public testing::Test {
 protected:
  SnapshotId snapshot(const std::vector<VersionKey>& closed, const std::vector<ObjectVersion>& opened,
                      const std::string& xact_snapshot = "1:1:") {
    SnapshotRow row;
    row.taken_at = "2026-11-21T09:00:0" + std::to_string(++taken_) + ".000000Z";
    row.database = "app";
    row.server_version = 150020;
    row.xact_snapshot = xact_snapshot;
    row.incarnation = kIncarnation;
    row.format_version = 1;
    SnapshotDelta delta;
    delta.closed = closed;
    delta.opened = opened;
    row.fingerprint = "fingerprint\xff";
    row.objects = 3;
    row.lineage = "1/5";
    return store_->add_snapshot(target_, row, delta);
  }

  static std::string names(const std::vector<VersionRow>& rows) {
    std::string list;
    for (const VersionRow& row : rows) list += row.key.identity + "=" + row.body + " ";
    return list;
  }

  TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_ / "state/schema_audit/store.db";
  std::unique_ptr<Store> store_ = open_store(file_, StoreMode::kReadWrite);
  TargetId target_ = store_->put_target("production", "production", kTime);
  int taken_ = 0;
};

TEST_F(StoreTest, IsPrivateFromTheFirstMoment) {
  struct stat status = {};
  ASSERT_EQ(stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  ASSERT_EQ(stat(file_.parent_path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  ASSERT_EQ(stat((file_.string() + "-wal").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(StoreTest, KnowsWhichDatabasesThereAre) {
  EXPECT_EQ(store_->find_target("production")->gone_at, std::nullopt);
  EXPECT_EQ(store_->find_target("production")->databases, "");
  store_->set_gone(target_, kTime);
  store_->set_databases(target_, "apps.a\napps.b\n");
  EXPECT_EQ(store_->find_target("production")->gone_at, kTime);
  EXPECT_EQ(store_->find_target("production")->databases, "apps.a\napps.b\n");
  store_->set_gone(target_, std::nullopt);
  EXPECT_EQ(store_->find_target("production")->gone_at, std::nullopt);
}

TEST_F(StoreTest, KeepsTargets) {
  EXPECT_EQ(store_->put_target("production", "live", kTime), target_);
  const TargetId other = store_->put_target(kHostile, "x", kTime);
  EXPECT_NE(other, target_);
  store_->note_attempt(target_, "2026-11-21T10:00:00.000000Z", "");
  store_->note_attempt(target_, "2026-11-21T11:00:00.000000Z", "cannot connect");
  store_->note_attempt(target_, "2026-11-21T12:00:00.000000Z", "cannot connect again");
  const auto row = store_->find_target("production");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->environment, "live");
  EXPECT_EQ(row->last_success_at, "2026-11-21T10:00:00.000000Z");
  EXPECT_EQ(row->last_error, "cannot connect again");
  EXPECT_EQ(row->failures, 2);
  EXPECT_EQ(store_->targets().size(), 2U);
  EXPECT_EQ(store_->find_target("none"), std::nullopt);
}

TEST_F(StoreTest, KeepsEventsAsTheyAreAndOnce) {
  EventRows rows;
  rows.statements = {statement(10), statement(11)};
  rows.statements[1].statement = std::nullopt;
  rows.statements[1].client_addr = std::nullopt;
  rows.objects = {object(10, 2, 1, {"public", kHostile}), object(11, 2, 1, {"public", "t"})};
  rows.objects[1].kind = std::nullopt;
  rows.objects[1].privileges = std::nullopt;
  EventCount count = store_->add_events(target_, rows);
  EXPECT_EQ(count.statements, 2U);
  EXPECT_EQ(count.objects, 2U);
  rows.statements.push_back(statement(12));
  count = store_->add_events(target_, rows);
  EXPECT_EQ(count.statements, 1U);
  EXPECT_EQ(count.objects, 0U);
  const EventRows found = store_->find_events(target_, {});
  EXPECT_EQ(found.statements, rows.statements);
  EXPECT_EQ(found.objects, rows.objects);
}

TEST_F(StoreTest, FindsEventsByConditions) {
  EventRows rows;
  for (std::uint64_t xid = 1; xid <= 5; ++xid) rows.statements.push_back(statement(xid));
  rows.statements[4].actor = "eve";
  rows.objects = {object(1, 2, 1, {"public", "orders"}), object(2, 2, 1, {"public", "orders", "total"}),
                  object(3, 2, 1, {"public", "orders2"}), object(4, 2, 1, {"public"})};
  store_->add_events(target_, rows);
  const auto xids = [&](const EventFilter& filter) {
    std::string list;
    for (const StatementRow& row : store_->find_events(target_, filter).statements)
      list += std::to_string(row.xid);
    return list;
  };
  EXPECT_EQ(xids({}), "12345");
  const auto at = [&](const TextArray& address) {
    EventFilter filter;
    filter.addresses = {address};
    return filter;
  };
  const auto by = [&](const std::string& actor) {
    EventFilter filter;
    filter.actor = actor;
    return filter;
  };
  EXPECT_EQ(xids(at({"public", "orders"})), "12");
  EXPECT_EQ(xids(at({"public"})), "1234");
  EXPECT_EQ(xids(at({"public", "%"})), "");
  EXPECT_EQ(xids(by("eve")), "5");
  EXPECT_EQ(xids(by("deploy")), "12345");
  EventFilter filter;
  filter.limit = 2;
  EXPECT_EQ(xids(filter), "45");
  filter.limit = 0;
  filter.since = "2026-11-21T09:00:00.100002Z";
  filter.before = "2026-11-21T09:00:00.100004Z";
  EXPECT_EQ(xids(filter), "23");
  EXPECT_EQ(store_->find_events(target_, at({"public", "orders"})).objects.size(), 2U);
}

TEST_F(StoreTest, FindsEventsAtAnyOfSeveralAddresses) {
  EventRows rows;
  rows.statements = {statement(1), statement(2), statement(3)};
  rows.objects = {object(1, 2, 1, {"public", "orders"}), object(2, 2, 1, {"public", "orders_idx"}),
                  object(3, 2, 1, {"public", "other"})};
  store_->add_events(target_, rows);
  EventFilter filter;
  filter.addresses = {{"public", "orders"}, {"public", "orders_idx"}};
  EXPECT_EQ(store_->find_events(target_, filter).statements.size(), 2U);
}

TEST_F(StoreTest, CutsTheLogIntoRangesOfWholeTransactions) {
  EventRows rows;
  rows.statements = {statement(5), statement(7), statement(9)};
  rows.objects = {object(5, 2, 1, {"a"}), object(5, 3, 1, {"a"}), object(5, 4, 1, {"a"}),
                  object(7, 2, 1, {"a"}), object(9, 2, 1, {"a"})};
  store_->add_events(target_, rows);
  EXPECT_EQ(store_->end_of_range(target_, kIncarnation, 0, 1), 6U);
  EXPECT_EQ(store_->end_of_range(target_, kIncarnation, 6, 1), 10U);
  EXPECT_EQ(store_->end_of_range(target_, kIncarnation, 0, 5), std::nullopt);
  EXPECT_EQ(store_->events_in(target_, kIncarnation, 0, 6).objects.size(), 3U);
  EXPECT_EQ(store_->events_in(target_, kIncarnation, 6, 100).statements.size(), 2U);
  EXPECT_THAT(store_->incarnations(target_), testing::ElementsAre(kIncarnation));
}

TEST_F(StoreTest, KeepsAttemptsOnceAndCountsThem) {
  const auto attempt = [](std::int64_t id, const std::string& role) {
    AttemptRow row;
    row.incarnation = kIncarnation;
    row.id = id;
    row.at = "2026-11-21T09:00:00." + std::to_string(100000 + id) + "Z";
    row.outcome = "refused";
    row.statement = kHostile;
    row.sqlstate = "42501";
    row.session_role = role;
    row.effective_role = "deploy";
    row.xid = 9'000'000'000;
    return row;
  };
  EXPECT_EQ(store_->add_attempts(target_, {attempt(3, "maria"), attempt(5, "eve")}), 2U);
  EXPECT_EQ(store_->add_attempts(target_, {attempt(5, "eve"), attempt(4, "maria")}), 1U);
  const AttemptCount count = store_->count_attempts(target_, kIncarnation, 4);
  EXPECT_EQ(count.last_id, 5);
  EXPECT_EQ(count.last_at, "2026-11-21T09:00:00.100005Z");
  EXPECT_EQ(count.rows, 2);
  EXPECT_EQ(store_->count_attempts(target_, "other", 0).last_id, 0);
  const std::vector<AttemptRow> all{attempt(3, "maria"), attempt(4, "maria"), attempt(5, "eve")};
  EXPECT_EQ(store_->find_attempts(target_, {}), all);
  EXPECT_EQ(store_->find_attempts(target_, {{}, "eve", 0}), std::vector<AttemptRow>{all[2]});
  EXPECT_EQ(store_->find_attempts(target_, {all[1].at, "", 1}), std::vector<AttemptRow>{all[2]});
}

BlockRow block(std::int64_t number, const std::string& hash) {
  BlockRow row;
  row.incarnation = kIncarnation;
  row.number = number;
  row.algorithm = "sha256-v1";
  row.sealed_at = kTime;
  row.first_xid = 10;
  row.end_xid = 20;
  row.hash = hash;
  return row;
}

TEST_F(StoreTest, KeepsSealsAndAnchors) {
  const std::vector<TransactionRow> transactions{{kIncarnation, 10, 1, 2, "00", "ff"},
                                                 {kIncarnation, 12, 1, 1, "01", "fe"}};
  store_->add_transactions(target_, transactions);
  store_->add_transactions(target_, {{kIncarnation, 10, 9, 9, "", ""}});
  EXPECT_EQ(store_->transactions_in(target_, kIncarnation, 0, 100), transactions);
  EXPECT_EQ(store_->transactions_in(target_, kIncarnation, 11, 12).size(), 0U);

  store_->add_blocks(target_, {block(1, "aa"), block(2, "bb")});
  store_->add_blocks(target_, {block(2, "cc")});
  EXPECT_EQ(store_->find_block(target_, kIncarnation, 2)->hash, "bb")
      << "a block is never replaced by itself";
  EXPECT_EQ(store_->find_block_by_hash(target_, "aa")->number, 1);
  store_->drop_blocks(target_, kIncarnation, 2);
  EXPECT_EQ(store_->blocks(target_, kIncarnation), std::vector<BlockRow>{block(1, "aa")});

  AnchorRow anchor{kIncarnation, 1, "0/1", "16384", kTime, false, false};
  store_->set_anchor(target_, anchor);
  anchor.superseded = true;
  store_->set_anchor(target_, anchor);
  EXPECT_EQ(store_->anchors(target_), std::vector<AnchorRow>{anchor});
}

TEST_F(StoreTest, FindingsStandUntilTheyAreAccepted) {
  const LogFindingRow row{"d1", "log.rewritten", "critical", kHostile, "advice", kTime, std::nullopt, ""};
  EXPECT_TRUE(store_->add_log_finding(target_, row));
  EXPECT_FALSE(store_->add_log_finding(target_, row));
  EXPECT_EQ(store_->log_findings(target_), std::vector<LogFindingRow>{row});
  EXPECT_EQ(store_->accept_log_findings(target_, kTime, "anna"), 1);
  EXPECT_EQ(store_->accept_log_findings(target_, kTime, "eve"), 0);
  EXPECT_EQ(store_->log_findings(target_).front().accepted_by, "anna");
  store_->accept_transactions(target_, {{kIncarnation, 10, "x"}});
  store_->accept_transactions(target_, {{kIncarnation, 10, "y"}});
  EXPECT_EQ(store_->accepted_transactions(target_),
            (std::vector<AcceptedTransaction>{{kIncarnation, 10, "y"}}));
}

TEST_F(StoreTest, KeepsOneWatermarkForEachIncarnation) {
  EXPECT_EQ(store_->watermark(target_, kIncarnation), std::nullopt);
  store_->set_watermark(target_, {kIncarnation, "1:2:", kTime});
  store_->set_watermark(target_, {kIncarnation, "3:4:", kTime});
  store_->set_watermark(target_, {"other", "5:6:", kTime});
  EXPECT_EQ(store_->watermark(target_, kIncarnation)->pg_snapshot, "3:4:");
}

TEST_F(StoreTest, EventsBetweenSnapshotsAreThoseThatOnlyTheSecondSees) {
  EventRows rows;
  for (std::uint64_t xid = 1; xid <= 9; ++xid) {
    rows.statements.push_back(statement(xid));
    rows.objects.push_back(object(xid, 2, 1, {"public", "t"}));
  }
  store_->add_events(target_, rows);
  // 3 was running when the first snapshot was taken and had finished for the second; 7 still runs.
  const SnapshotId first = snapshot({}, {}, "3:6:3");
  const SnapshotId second = snapshot({}, {}, "7:9:7");
  const auto xids = [](const EventRows& events) {
    std::string list;
    for (const StatementRow& row : events.statements) list += std::to_string(row.xid);
    for (const ObjectRow& row : events.objects) list += std::to_string(row.xid);
    return list;
  };
  EXPECT_EQ(xids(store_->events_between(target_, first, second)),
            "36836"
            "8");
  EXPECT_EQ(xids(store_->events_between(target_, std::nullopt, first)), "12451245");
  EXPECT_EQ(xids(store_->events_between(target_, second, second)), "");
  EXPECT_EQ(xids(store_->events_between(target_, first, 99)), "");
}

TEST_F(StoreTest, KeepsVersionsByInterval) {
  const SnapshotId s1 = snapshot({}, {version("a", "a1"), version("b", "b1"), version("c", "c1")});
  const SnapshotId s2 = snapshot({}, {});
  const SnapshotId s3 = snapshot({{"table", "a"}, {"table", "c"}}, {version("a", "a2"), version("d", "d1")});
  const SnapshotId s4 = snapshot({{"table", "d"}}, {version("c", "c2")});
  EXPECT_EQ(s1, 1);
  EXPECT_EQ(s4, 4);
  EXPECT_EQ(names(store_->versions_of(target_, s1)), "a=a1 b=b1 c=c1 ");
  EXPECT_EQ(names(store_->versions_of(target_, s2)), "a=a1 b=b1 c=c1 ");
  EXPECT_EQ(names(store_->versions_of(target_, s3)), "a=a2 b=b1 d=d1 ");
  EXPECT_EQ(names(store_->versions_of(target_, s4)), "a=a2 b=b1 c=c2 ");
  const auto changes = [&](SnapshotId from, SnapshotId to) {
    const VersionChanges rows = store_->versions_between(target_, from, to);
    return names(rows.before) + "-> " + names(rows.after);
  };
  EXPECT_EQ(changes(s1, s2), "-> ");
  EXPECT_EQ(changes(s2, s3), "a=a1 c=c1 -> a=a2 d=d1 ");
  EXPECT_EQ(changes(s1, s4), "a=a1 c=c1 -> a=a2 c=c2 ");
  EXPECT_EQ(changes(s4, s1), "a=a2 c=c2 -> a=a1 c=c1 ");
  EXPECT_EQ(changes(s3, s3), "-> ");
  const auto open = store_->open_versions(target_);
  ASSERT_EQ(open.size(), 3U);
  EXPECT_EQ(open[0].key.identity, "a");
  EXPECT_EQ(open[0].hash, sha256("a2"));
  const auto history = store_->versions_of_object(target_, {"table", "c"});
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[0].last_snapshot, s2);
  EXPECT_EQ(history[1].last_snapshot, std::nullopt);
  EXPECT_EQ(history[1].hints, "hints");
}

TEST_F(StoreTest, KeepsBytesAsTheyAre) {
  const std::string bytes("\0\xff'\n", 4);
  snapshot({}, {{{"table", kHostile}, sha256(bytes), bytes, ""}});
  const auto rows = store_->versions_of(target_, 1);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].key.identity, kHostile);
  EXPECT_EQ(rows[0].body, bytes);
  EXPECT_EQ(rows[0].hints, "");
}

TEST_F(StoreTest, TargetsDoNotMix) {
  const TargetId other = store_->put_target("other", "x", kTime);
  snapshot({}, {version("a", "a1")});
  EXPECT_TRUE(store_->open_versions(other).empty());
  EXPECT_EQ(store_->latest_snapshot(other), std::nullopt);
  target_ = other;
  EXPECT_EQ(snapshot({}, {version("a", "x1")}), 1);
}

TEST_F(StoreTest, FindsSnapshots) {
  snapshot({}, {});
  snapshot({}, {});
  EXPECT_EQ(store_->latest_snapshot(target_)->id, 2);
  EXPECT_EQ(store_->find_snapshot(target_, 1)->fingerprint, "fingerprint\xff");
  EXPECT_EQ(store_->find_snapshot(target_, 1)->lineage, "1/5");
  EXPECT_EQ(store_->find_snapshot(target_, 1)->objects, 3);
  EXPECT_EQ(store_->find_snapshot(target_, 3), std::nullopt);
  EXPECT_EQ(store_->snapshot_at(target_, "2026-11-21T09:00:01.500000Z")->id, 1);
  EXPECT_EQ(store_->snapshot_at(target_, "2026-11-21T09:00:00.500000Z"), std::nullopt);
  EXPECT_EQ(store_->snapshots(target_).size(), 2U);
}

TEST_F(StoreTest, RemembersTheDriftThatWasTold) {
  const TargetId reference = store_->put_target("staging", "staging", kTime);
  EXPECT_EQ(store_->drift_digest(target_, reference), "");
  store_->set_drift_digest(target_, reference, "a", kTime);
  store_->set_drift_digest(target_, reference, "b", kTime);
  EXPECT_EQ(store_->drift_digest(target_, reference), "b");
  EXPECT_EQ(store_->drift_digest(reference, target_), "");
}

TEST_F(StoreTest, RefusesADeltaThatWasMadeFromAnotherState) {
  snapshot({}, {version("a", "a1")});
  EXPECT_NE(thrown_by([&] { snapshot({{"table", "b"}}, {}); }).message, "");
  EXPECT_NE(thrown_by([&] { snapshot({}, {version("a", "a2")}); }).message, "");
  EXPECT_EQ(store_->snapshots(target_).size(), 1U) << "nothing of a refused snapshot is kept";
}

TEST_F(StoreTest, ATransactionIsAllOrNothing) {
  {
    const auto transaction = store_->begin();
    store_->add_events(target_, {{statement(1)}, {}});
    snapshot({}, {version("a", "a1")});
    store_->add_alert({"msg_1", target_, kTime, "major", "{}", ""}, {"ops"});
    EXPECT_EQ(store_->open_versions(target_).size(), 1U);
  }
  EXPECT_TRUE(store_->open_versions(target_).empty());
  EXPECT_TRUE(store_->find_events(target_, {}).statements.empty());
  EXPECT_TRUE(store_->due_deliveries(kTime).empty());
  {
    const auto transaction = store_->begin();
    snapshot({}, {version("a", "a1")});
    transaction->commit();
  }
  EXPECT_EQ(store_->open_versions(target_).size(), 1U);
}

TEST_F(StoreTest, AReaderSeesCommittedWorkAndCannotWrite) {
  snapshot({}, {version("a", "a1")});
  const auto reader = open_store(file_, StoreMode::kReadOnly);
  EXPECT_EQ(reader->open_versions(target_).size(), 1U);
  const auto view = reader->begin();
  EXPECT_EQ(reader->snapshots(target_).size(), 1U);
  snapshot({}, {});
  EXPECT_EQ(reader->snapshots(target_).size(), 1U) << "one unchanging view within a transaction";
  EXPECT_EQ(thrown_by([&] { reader->set_watermark(target_, {}); }).exit_code, ExitCode::kStore);
}

TEST_F(StoreTest, KeepsWhatItHasWhenOpenedAgain) {
  snapshot({}, {version("a", "a1")});
  store_.reset();
  store_ = open_store(file_, StoreMode::kReadWrite);
  EXPECT_EQ(names(store_->versions_of(target_, 1)), "a=a1 ");
}

}  // namespace
}  // namespace schema_audit
