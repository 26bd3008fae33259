#include "collector/run/anchor_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "collector/store/open_store.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kThen = "2026-11-21T09:00:00.000000Z";
constexpr const char* kNow = "2026-11-21T10:00:00.000000Z";
const std::string kFirst = "00000000-0000-0001-0000-000500000001";
const std::string kSecond = "00000000-0000-0001-0000-000500000002";

// A database's chains, to be broken in every way.
class AnchorCheck : public testing::Test {
 protected:
  AnchorCheck() {
    view_.incarnation = kFirst;
    view_.extension = "16384";
    view_.position = "0/2000";
    view_.blocks = [this](const std::string& of, std::int64_t from) {
      std::vector<BlockRow> rows;
      for (const BlockRow& row : chains_[of]) {
        if (row.number >= from) rows.push_back(row);
      }
      return rows;
    };
    view_.has_rows = [this](const std::string& of) { return has_rows_.contains(of); };
    view_.is_before = [this](const std::string& position) { return behind_ && position == "0/2000"; };
  }

  // Blocks first to last of a chain; their hashes begin with `salt`.
  void seal(const std::string& incarnation, std::int64_t first, std::int64_t last,
            const std::string& salt = "h", const std::string& before = "") {
    for (std::int64_t number = first; number <= last; ++number) {
      BlockRow row;
      row.incarnation = incarnation;
      row.number = number;
      row.algorithm = "sha256-v1";
      row.sealed_at = kThen;
      row.previous = chains_[incarnation].empty() ? before : chains_[incarnation].back().hash;
      row.hash = salt + std::to_string(number) + incarnation;
      chains_[incarnation].push_back(row);
    }
    view_.incarnations.clear();
    for (const auto& [of, rows] : chains_) view_.incarnations.push_back(of);
  }

  // What a collection does with the report.
  AnchorReport collect(const std::string& now = kThen) {
    AnchorReport report = compare_anchors(*store_, target_, view_, now);
    store_->add_blocks(target_, report.blocks);
    for (const AnchorRow& anchor : report.anchors) store_->set_anchor(target_, anchor);
    return report;
  }

  std::int64_t head(const std::string& incarnation) {
    for (const AnchorRow& anchor : store_->anchors(target_)) {
      if (anchor.incarnation == incarnation) return anchor.head;
    }
    return -1;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Store> store_ = open_store(directory_ / "store.db", StoreMode::kReadWrite);
  TargetId target_ = store_->put_target("production", "production", kThen);
  std::map<std::string, std::vector<BlockRow>> chains_;
  std::set<std::string> has_rows_;
  bool behind_ = false;
  LogView view_;
};

TEST_F(AnchorCheck, FollowsAChainThatGrows) {
  EXPECT_THAT(collect().findings, IsEmpty());
  EXPECT_EQ(head(kFirst), 0);
  seal(kFirst, 1, 3);
  EXPECT_THAT(collect().findings, IsEmpty());
  EXPECT_EQ(head(kFirst), 3);
  seal(kFirst, 4, 4);
  EXPECT_THAT(collect().findings, IsEmpty());
  EXPECT_EQ(head(kFirst), 4);
  EXPECT_THAT(collect().blocks, IsEmpty()) << "nothing new";
}

TEST_F(AnchorCheck, ABlockMadeAnewIsFoundAndTheAnchorStays) {
  seal(kFirst, 1, 3);
  collect();
  chains_.clear();
  seal(kFirst, 1, 5, "forged");
  const AnchorReport report = collect(kNow);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings.front().code, "log.rewritten");
  EXPECT_EQ(report.findings.front().severity, Severity::kCritical);
  EXPECT_THAT(report.findings.front().sentence, HasSubstr("block 3 of the log"));
  EXPECT_EQ(head(kFirst), 3);
  EXPECT_EQ(store_->find_block(target_, kFirst, 3)->hash, "h3" + kFirst);
  EXPECT_EQ(collect(kNow).findings.front().digest, report.findings.front().digest) << "the same news";
}

TEST_F(AnchorCheck, AMissingBlockIsFound) {
  seal(kFirst, 1, 3);
  collect();
  chains_[kFirst].pop_back();
  const AnchorReport report = collect();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_THAT(report.findings.front().sentence, HasSubstr("the last one is 2"));
}

TEST_F(AnchorCheck, AStandbyThatIsBehindIsNoFinding) {
  seal(kFirst, 1, 3);
  collect();
  chains_[kFirst].pop_back();
  behind_ = true;
  const AnchorReport report = collect();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.remarks.size(), 1U);
  EXPECT_EQ(head(kFirst), 3);
}

TEST_F(AnchorCheck, ACutChainIsFound) {
  seal(kFirst, 1, 3);
  collect();
  seal(kFirst, 4, 6);
  chains_[kFirst][4].previous = "other";
  AnchorReport report = collect();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_THAT(report.findings.front().sentence, HasSubstr("block 5 of the log does not follow block 4"));
  chains_[kFirst].erase(chains_[kFirst].begin() + 4);
  report = collect();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_THAT(report.findings.front().sentence, HasSubstr("block 6 of the log does not follow block 4"));
  EXPECT_EQ(head(kFirst), 3);
}

TEST_F(AnchorCheck, PrunedBlocksAreNoFinding) {
  seal(kFirst, 1, 3);
  collect();
  for (BlockRow& block : chains_[kFirst]) block.pruned_at = kNow;
  EXPECT_THAT(collect().findings, IsEmpty());
}

TEST_F(AnchorCheck, AForkIsToldOnceWithWhereItComesFrom) {
  seal(kFirst, 1, 5);
  collect();
  // Recovered to a point in time after block 3.
  chains_[kFirst].resize(3);
  view_.incarnation = kSecond;
  seal(kSecond, 1, 2, "n", "h3" + kFirst);
  const AnchorReport report = collect(kNow);
  ASSERT_EQ(report.findings.size(), 1U);
  const LogFinding& finding = report.findings.front();
  EXPECT_EQ(finding.code, "log.forked");
  EXPECT_EQ(finding.severity, Severity::kMajor);
  EXPECT_FALSE(finding.stands());
  EXPECT_THAT(finding.sentence, HasSubstr("after block 3 of incarnation " + kFirst));
  EXPECT_THAT(finding.sentence, HasSubstr("its blocks 4 to 5"));
  EXPECT_THAT(finding.sentence, HasSubstr("names block 3 of " + kFirst));
  EXPECT_EQ(head(kFirst), 3);
  EXPECT_EQ(head(kSecond), 2);
  EXPECT_THAT(collect().findings, IsEmpty());
  // What was carried along must stay.
  chains_[kFirst].pop_back();
  EXPECT_EQ(collect().findings.size(), 1U);
}

TEST_F(AnchorCheck, AnAlteredHistoryIsNoFork) {
  seal(kFirst, 1, 3);
  collect();
  chains_.clear();
  seal(kFirst, 1, 1);
  seal(kFirst, 2, 3, "forged");
  view_.incarnation = kSecond;
  const AnchorReport report = collect();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings.front().code, "log.rewritten");
  EXPECT_THAT(report.findings.front().sentence, HasSubstr("block 2 of the log"));
}

TEST_F(AnchorCheck, AnotherDatabaseInItsPlaceIsNoFork) {
  seal(kFirst, 1, 3);
  collect();
  chains_.clear();
  view_.incarnation = kSecond;
  seal(kSecond, 1, 2);
  for (int i = 0; i < 2; ++i) {
    const AnchorReport report = collect();
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings.front().code, "log.vanished");
    EXPECT_TRUE(report.findings.front().stands());
  }
  accept_anchors(*store_, target_, view_, kNow);
  EXPECT_THAT(collect().findings, IsEmpty());
}

TEST_F(AnchorCheck, AnExtensionCreatedAnewIsFound) {
  seal(kFirst, 1, 2);
  collect();
  view_.extension = "20000";
  EXPECT_EQ(collect().findings.front().code, "log.vanished");
  accept_anchors(*store_, target_, view_, kNow);
  EXPECT_THAT(collect().findings, IsEmpty());
}

TEST_F(AnchorCheck, AnAcceptedChainIsTheOneToCompareWith) {
  seal(kFirst, 1, 3);
  collect();
  chains_.clear();
  seal(kFirst, 1, 2, "forged");
  EXPECT_EQ(collect().findings.size(), 1U);
  accept_anchors(*store_, target_, view_, kNow);
  EXPECT_EQ(head(kFirst), 2);
  EXPECT_THAT(collect().findings, IsEmpty());
  chains_.clear();
  seal(kFirst, 1, 2);
  EXPECT_EQ(collect().findings.size(), 1U);
}

TEST_F(AnchorCheck, ALogThatIsGoneIsFoundOnlyWhereThereWasOne) {
  EXPECT_THAT(compare_absence(*store_, target_, true, "no extension"), IsEmpty());
  collect();
  EXPECT_EQ(compare_absence(*store_, target_, true, "no extension").front().code, "log.vanished");
  EXPECT_EQ(compare_absence(*store_, target_, false, "no right").front().code, "log.unreadable");
  accept_absence(*store_, target_);
  EXPECT_THAT(compare_absence(*store_, target_, true, "no extension"), IsEmpty());
}

}  // namespace
}  // namespace schema_audit
