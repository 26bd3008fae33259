#include "collector/run/deep_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collector/store/open_store.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

using testing::HasSubstr;

constexpr const char* kTime = "2026-11-21T09:00:00.000000Z";
const std::string kIncarnation = "00000000-0000-0001-0000-000500000001";

LogRows transaction(std::uint64_t xid) {
  LogRows rows;
  StatementRow& statement = rows.events.statements.emplace_back();
  statement.incarnation = kIncarnation;
  statement.xid = xid;
  statement.number = 1;
  statement.logged_at = kTime;
  statement.session_role = "maria";
  for (const std::int32_t number : {2, 3}) {
    ObjectRow& object = rows.events.objects.emplace_back();
    object.incarnation = kIncarnation;
    object.xid = xid;
    object.number = number;
    object.statement = 1;
    object.object_identity = "public.t";
  }
  rows.transactions = {{kIncarnation, xid, 1, 2, "00", "aa"}};
  return rows;
}

class DeepCheck : public testing::Test {
 protected:
  void SetUp() override {
    for (const std::uint64_t xid : {10U, 20U, 30U}) {
      const LogRows rows = transaction(xid);
      there_[xid] = rows;
      store_->add_events(target_, rows.events);
      store_->add_transactions(target_, rows.transactions);
    }
    store_->set_anchor(target_, {kIncarnation, 0, "", "", kTime, false, false});
  }

  DeepReport check() {
    LogContent content;
    content.rows = [this](const std::string&, std::uint64_t first, std::uint64_t end) {
      LogRows all;
      for (const auto& [xid, rows] : there_) {
        if (xid < first || xid >= end) continue;
        all.events.statements.insert(all.events.statements.end(), rows.events.statements.begin(),
                                     rows.events.statements.end());
        all.events.objects.insert(all.events.objects.end(), rows.events.objects.begin(),
                                  rows.events.objects.end());
        all.transactions.insert(all.transactions.end(), rows.transactions.begin(), rows.transactions.end());
      }
      return all;
    };
    content.blocks = [this](const std::string&) { return blocks_; };
    content.is_new = [](const std::string&, std::uint64_t xid) { return xid > 100; };
    return compare_rows(*store_, target_, content);
  }

  BlockRow block(std::int64_t number, std::uint64_t first, std::uint64_t end) {
    BlockRow row;
    row.incarnation = kIncarnation;
    row.number = number;
    row.first_xid = first;
    row.end_xid = end;
    row.hash = "h" + std::to_string(number);
    return row;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Store> store_ = open_store(directory_ / "store.db", StoreMode::kReadWrite);
  TargetId target_ = store_->put_target("production", "production", kTime);
  std::map<std::uint64_t, LogRows> there_;
  std::vector<BlockRow> blocks_;
};

TEST_F(DeepCheck, EqualLogsAreEqual) {
  there_[101] = transaction(101);
  const DeepReport report = check();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.transactions, 3U) << "what is new is not compared";
}

TEST_F(DeepCheck, NamesTheColumnAndBothValues) {
  there_[20].events.statements.front().session_role = "eve\x1b[31m";
  there_[20].transactions.front().root = "bb";
  const DeepReport report = check();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings.front().code, "log.rewritten");
  EXPECT_THAT(
      report.findings.front().sentence,
      HasSubstr("transaction 20, row 1: ddl_statement.session_role is 'eve\\x1b[31m' in the database and "
                "was 'maria' when it was pulled"));
  EXPECT_EQ(report.altered, 1U);
}

TEST_F(DeepCheck, NullIsNoEmptyText) {
  there_[20].events.objects.front().object_identity = std::nullopt;
  EXPECT_THAT(check().findings.front().sentence, HasSubstr("ddl_object.object_identity is NULL"));
}

TEST_F(DeepCheck, ASealThatWasRecomputedIsFoundToo) {
  there_[20].transactions.front().root = "bb";
  EXPECT_THAT(check().findings.front().sentence, HasSubstr("transaction 20: ddl_transaction.root is 'bb'"));
}

TEST_F(DeepCheck, NamesMissingAndSurplusRows) {
  there_[10].events.objects.pop_back();
  EXPECT_THAT(check().findings.front().sentence,
              HasSubstr("transaction 10, row 3: ddl_object has no such row"));
  there_.erase(10);
  DeepReport report = check();
  EXPECT_EQ(report.missing, 1U);
  EXPECT_THAT(report.findings.front().sentence, HasSubstr("transaction 10, row 1"));
  there_[10] = transaction(10);
  there_[25] = transaction(25);
  report = check();
  EXPECT_EQ(report.surplus, 1U);
  EXPECT_THAT(report.findings.front().sentence,
              HasSubstr("transaction 25, row 1: ddl_statement has a row that"));
}

TEST_F(DeepCheck, WhatWasPrunedWithItsBlockIsNotMissing) {
  store_->add_blocks(target_, {block(1, 10, 25), block(2, 25, 40)});
  blocks_ = {block(1, 10, 25), block(2, 25, 40)};
  blocks_[0].pruned_at = kTime;
  there_.erase(10);
  there_.erase(20);
  DeepReport report = check();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.pruned, 2U);
  there_.erase(30);
  EXPECT_EQ(check().missing, 1U) << "its block was not pruned";
  there_[30] = transaction(30);
  there_[20] = transaction(20);
  there_[20].events.statements.front().session_role = "eve";
  EXPECT_EQ(check().altered, 1U) << "and what is still there must be what it was";
}

TEST_F(DeepCheck, ABlockThatIsNotTheOneThatWasSealedExcusesNothing) {
  store_->add_blocks(target_, {block(1, 10, 15)});
  blocks_ = {block(1, 10, 15)};
  blocks_[0].end_xid = 100;
  blocks_[0].hash = "other";
  blocks_[0].pruned_at = kTime;
  there_.clear();
  const DeepReport report = check();
  EXPECT_EQ(report.missing, 3U);
  EXPECT_THAT(report.findings.front().sentence, HasSubstr("block 1 of the log: ddl_block."));
}

TEST_F(DeepCheck, WhatAForkLeftBehindIsNotMissing) {
  store_->set_anchor(target_, {kIncarnation, 1, "", "", kTime, true, false});
  store_->add_blocks(target_, {block(1, 10, 25)});
  blocks_ = {block(1, 10, 25)};
  there_.erase(30);
  DeepReport report = check();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.left_behind, 1U);
  there_.erase(20);
  EXPECT_EQ(check().missing, 1U) << "that one was carried along";
}

TEST_F(DeepCheck, WhatWasAcceptedIsComparedWithWhatWasAccepted) {
  there_[20].events.statements.front().session_role = "eve";
  there_.erase(10);
  store_->accept_transactions(target_, check().differing);
  DeepReport report = check();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.accepted, 2U);
  there_[20].events.statements.front().session_role = "mallory";
  report = check();
  EXPECT_EQ(report.altered, 1U);
  EXPECT_EQ(report.accepted, 1U);
}

}  // namespace
}  // namespace schema_audit
