// Up to where it was told what changed in a cluster.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "collector/store/open_store.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

class ToldClusterTest : public testing::Test {
 protected:
  SnapshotId take(const std::string& at, const std::vector<VersionKey>& closed,
                  const std::vector<std::pair<VersionKey, std::string>>& opened) {
    SnapshotRow row;
    row.taken_at = "2026-11-" + at + "T09:00:00.000000Z";
    SnapshotDelta delta;
    delta.closed = closed;
    for (const auto& [key, body] : opened) delta.opened.push_back({key, sha256(body), body, ""});
    return store_->add_snapshot(target_, row, delta);
  }

  std::string roles(SnapshotId snapshot) {
    std::string all;
    for (const VersionRow& row : store_->versions_of_kind(target_, snapshot, "role"))
      all += row.key.identity + "=" + row.body + " ";
    return all;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Store> store_ = open_store(directory_ / "store.db", StoreMode::kReadWrite);
  TargetId target_ = store_->put_target("shop", "production", "2026-11-01T09:00:00.000000Z");
};

TEST_F(ToldClusterTest, IsWhatWasToldLast) {
  EXPECT_EQ(store_->told_cluster("a"), std::nullopt);
  const TargetId other = store_->put_target("other", "production", "2026-11-01T09:00:00.000000Z");
  store_->set_told_cluster("a", {target_, 1});
  store_->set_told_cluster("b", {target_, 2});
  store_->set_told_cluster("a", {other, 7});
  EXPECT_EQ(store_->told_cluster("a"), (ToldCluster{other, 7}));
  EXPECT_EQ(store_->told_cluster("b"), (ToldCluster{target_, 2}));
}

TEST_F(ToldClusterTest, OneKindOfASnapshot) {
  take("01", {}, {{{"role", "a"}, "a1"}, {{"role", "b"}, "b1"}, {{"table", "a"}, "t"}});
  take("02", {{"role", "a"}}, {{{"role", "a"}, "a2"}});
  take("03", {{"role", "b"}}, {{{"role", "c"}, "c1"}});
  EXPECT_EQ(roles(1), "a=a1 b=b1 ");
  EXPECT_EQ(roles(2), "a=a2 b=b1 ");
  EXPECT_EQ(roles(3), "a=a2 c=c1 ");
}

TEST_F(ToldClusterTest, ItsSnapshotStays) {
  for (const char* day : {"01", "02", "03", "04"})
    take(day, {}, {{{"role", std::string("role_") + day}, "x"}});
  store_->set_told_cluster("a", {target_, 2});
  PruneLimits limits;
  limits.snapshots = "2026-11-10T09:00:00.000000Z";
  EXPECT_EQ(store_->prune(limits).snapshots, 2);
  EXPECT_TRUE(store_->find_snapshot(target_, 2));
  EXPECT_EQ(roles(2), "role_01=x role_02=x ");
  EXPECT_FALSE(store_->find_snapshot(target_, 3));
}

}  // namespace
}  // namespace schema_audit
