// Backups, restoring them, and finding out what is damaged.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "collector/store/open_store.hpp"
#include "collector/store/store_backup.hpp"
#include "collector/store/store_restore.hpp"
#include "collector/store/store_upkeep.hpp"
#include "collector/store/store_verify.hpp"
#include "core/canonical/fingerprint.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kTime = "2026-11-21T09:00:00.000000Z";
constexpr UnixMicros kNow = 1'795'252'800'000'000;  // 2026-11-21 09:20
constexpr UnixMicros kDay = 86'400 * kMicrosPerSecond;

class StoreBackup : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = open_store(file_, StoreMode::kReadWrite);
    const TargetId target = store->put_target("production", "production", kTime);
    SnapshotDelta delta;
    for (int i = 0; i < 100; ++i) {
      const std::string body = "body " + std::to_string(i) + std::string(1000, 'x');
      delta.opened.push_back({{"table", "t" + std::to_string(i)}, sha256(body), body, ""});
    }
    std::vector<Digest> hashes;
    for (const ObjectVersion& version : delta.opened) hashes.push_back(version.hash);
    SnapshotRow row;
    row.taken_at = kTime;
    row.fingerprint = to_bytes(fingerprint(std::move(hashes)));
    row.objects = 100;
    store->add_snapshot(target, row, delta);
  }

  // What another process may do to the file.
  void spoil(const fs::path& file, const std::string& sql) {
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(sql);
  }

  std::string failed(const fs::path& file) {
    for (const StoreCheck& check : verify_store(file)) {
      if (!check.ok) return check.check + ": " + check.detail;
    }
    return "";
  }

  TemporaryDirectory directory_;
  fs::path file_ = directory_ / "store.db";
  fs::path backups_ = directory_ / "backups";
};

TEST_F(StoreBackup, IsOneFileThatStandsOnItsOwn) {
  const Backup backup = back_up_store(file_, backups_, kNow);
  EXPECT_EQ(backup.file, backups_ / "store-20261121T092000.000000Z.db");
  EXPECT_EQ(backup.bytes, fs::file_size(backup.file));
  EXPECT_GT(backup.rows, 100);
  EXPECT_EQ(failed(backup.file), "");
  struct stat status = {};
  ASSERT_EQ(stat(backup.file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  int files = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(backups_)) ++files;
  EXPECT_EQ(files, 1);
  EXPECT_TRUE(open_store(backup.file, StoreMode::kReadOnly)->find_target("production"));
}

TEST_F(StoreBackup, IsOfOneInstantWhileOthersWrite) {
  const auto writer = open_store(file_, StoreMode::kReadWrite);
  const auto transaction = writer->begin();
  writer->put_target("unfinished", "x", kTime);
  const Backup backup = back_up_store(file_, backups_, kNow);
  transaction->commit();
  const auto copy = open_store(backup.file, StoreMode::kReadOnly);
  EXPECT_TRUE(copy->find_target("production"));
  EXPECT_FALSE(copy->find_target("unfinished"));
}

TEST_F(StoreBackup, OldOnesGoTheNewestStays) {
  for (const int days : {100, 50, 10}) back_up_store(file_, backups_, kNow - days * kDay);
  back_up_store(directory_ / "store.db", backups_, kNow - 200 * kDay, "before-restore");
  std::ofstream(backups_ / "store-notes.db") << "mine";
  std::ofstream(backups_ / "other-20200101T000000.000000Z.db") << "not this store's";
  const auto dropped = drop_old_backups(file_, backups_, kNow, 30);
  ASSERT_EQ(dropped.size(), 3U);
  EXPECT_THAT(dropped.front().string(), HasSubstr("before-restore"));
  EXPECT_TRUE(fs::exists(backups_ / "store-notes.db"));
  EXPECT_TRUE(fs::exists(backups_ / "other-20200101T000000.000000Z.db"));
  EXPECT_TRUE(drop_old_backups(file_, backups_, kNow, 1).empty());
  EXPECT_TRUE(drop_old_backups(file_, directory_ / "none", kNow, 1).empty());
}

TEST_F(StoreBackup, OfNothingIsAnError) {
  const Thrown thrown = thrown_by([&] { back_up_store(directory_ / "none.db", backups_, kNow); });
  EXPECT_EQ(thrown.exit_code, ExitCode::kStore);
  EXPECT_FALSE(fs::exists(directory_ / "none.db"));
}

TEST_F(StoreBackup, RestoreBringsAllOfItBack) {
  const Backup backup = back_up_store(file_, backups_, kNow);
  {
    const auto store = open_store(file_, StoreMode::kReadWrite);
    store->put_target("later", "x", kTime);
  }
  const Restored restored = restore_store(file_, backup.file, backups_, kNow + kDay);
  EXPECT_FALSE(restored.damaged);
  EXPECT_FALSE(open_store(file_, StoreMode::kReadOnly)->find_target("later"));
  EXPECT_TRUE(open_store(restored.kept, StoreMode::kReadOnly)->find_target("later"));
  EXPECT_EQ(failed(file_), "");
  open_store(file_, StoreMode::kReadWrite)->put_target("and on", "x", kTime);
}

TEST_F(StoreBackup, RestoreReplacesADamagedStore) {
  const Backup backup = back_up_store(file_, backups_, kNow);
  fs::resize_file(file_, fs::file_size(file_) / 2);
  fs::remove(file_.string() + "-wal");
  EXPECT_NE(failed(file_), "");
  const Restored restored = restore_store(file_, backup.file, backups_, kNow + kDay);
  EXPECT_TRUE(restored.damaged);
  EXPECT_TRUE(fs::exists(restored.kept));
  EXPECT_EQ(failed(file_), "");
}

TEST_F(StoreBackup, RestoreMakesAStoreThatIsGone) {
  const Backup backup = back_up_store(file_, backups_, kNow);
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file_.string() + suffix);
  EXPECT_TRUE(restore_store(file_, backup.file, backups_, kNow).kept.empty());
  EXPECT_EQ(failed(file_), "");
}

TEST_F(StoreBackup, ADamagedBackupIsNotRestored) {
  const Backup backup = back_up_store(file_, backups_, kNow);
  spoil(backup.file, "UPDATE object_version SET body = CAST('other' AS BLOB) WHERE identity = 't7'");
  const Thrown thrown = thrown_by([&] { restore_store(file_, backup.file, backups_, kNow + kDay); });
  EXPECT_EQ(thrown.exit_code, ExitCode::kStore);
  EXPECT_THAT(thrown.message, HasSubstr("nothing was restored: objects: "));
  EXPECT_EQ(failed(file_), "");
  EXPECT_THAT(thrown_by([&] { restore_store(file_, file_, backups_, kNow); }).message,
              HasSubstr("the store itself"));
}

TEST_F(StoreBackup, VerifyFindsWhatWasChanged) {
  EXPECT_EQ(failed(file_), "");
  spoil(file_, "UPDATE object_version SET body = CAST('other' AS BLOB) WHERE identity = 't7'");
  EXPECT_THAT(
      failed(file_),
      HasSubstr("objects: 1 version of objects with another hash than stored, the first is table t7"));
}

TEST_F(StoreBackup, VerifyFindsAnObjectThatIsMissing) {
  spoil(file_, "DELETE FROM object_version WHERE identity = 't7'");
  EXPECT_EQ(failed(file_), "snapshots: snapshot 1 of production does not fit its objects");
}

TEST_F(StoreBackup, VerifyFindsARowWithoutItsOwner) {
  spoil(file_, "PRAGMA foreign_keys = OFF; DELETE FROM target");
  EXPECT_THAT(failed(file_), HasSubstr("foreign keys: 1 row of snapshot"));
}

TEST_F(StoreBackup, VerifyFindsAnIndexThatIsMissing) {
  spoil(file_, "DROP INDEX ddl_statement_logged_at; CREATE TABLE mine (a)");
  EXPECT_EQ(failed(file_), "schema: index ddl_statement_logged_at is missing; table mine is not the store's");
}

TEST_F(StoreBackup, VerifyFindsDamagedPages) {
  open_store(file_, StoreMode::kReadWrite);
  maintain_store(file_);
  std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(fs::file_size(file_) / 2));
  file << std::string(3 * 4096, '\xee');
  file.close();
  EXPECT_THAT(failed(file_), HasSubstr("integrity: "));
}

TEST_F(StoreBackup, VerifyFindsASealThatDoesNotFit) {
  const std::string uuid = "00000000-0000-0001-0000-000500000001";
  {
    const auto store = open_store(file_, StoreMode::kReadWrite);
    BlockRow block;
    block.incarnation = uuid;
    block.number = 1;
    block.sealed_at = kTime;
    block.hash = "00";
    store->add_blocks(store->find_target("production")->id, {block});
  }
  EXPECT_THAT(failed(file_), HasSubstr("seals: the columns of block 1"));
}

TEST_F(StoreBackup, MaintenanceGivesRoomBack) {
  spoil(file_, "DELETE FROM object_version");
  const Upkeep upkeep = maintain_store(file_);
  EXPECT_LT(upkeep.bytes_after, upkeep.bytes_before);
  EXPECT_EQ(upkeep.bytes_after, fs::file_size(file_));
  EXPECT_EQ(thrown_by([&] { maintain_store(directory_ / "none.db"); }).exit_code, ExitCode::kStore);
}

}  // namespace
}  // namespace schema_audit
