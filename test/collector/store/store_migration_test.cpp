// A store that version 0.1.0 of the program made is brought up to date and loses nothing.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "collector/store/open_store.hpp"
#include "collector/store/store_error.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

constexpr const char* kIncarnation = "6a1f0000-0000-0001-0000-000500000001";

std::string fixture() {
  const char* root = std::getenv("SCHEMA_AUDIT_ROOT");
  std::ifstream file(std::string(root != nullptr ? root : SCHEMA_AUDIT_SOURCE_DIR) +
                     "/test/collector/store/store_0_1_0.sql");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void make_old_store(const std::filesystem::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(fixture());
}

TEST(StoreMigration, KeepsWhatTheVersionBeforeWrote) {
  const TemporaryDirectory directory;
  make_old_store(directory / "store.db");
  const auto store = open_store(directory / "store.db", StoreMode::kReadWrite);
  const auto target = store->find_target("production");
  ASSERT_TRUE(target);
  const EventRows rows = store->find_events(target->id, {});
  ASSERT_EQ(rows.statements.size(), 1U);
  ASSERT_EQ(rows.objects.size(), 2U);
  const StatementRow& row = rows.statements.front();
  EXPECT_EQ(row.statement, "CREATE TABLE t (id int PRIMARY KEY)");
  EXPECT_EQ(row.actor_trust, "claimed");
  EXPECT_EQ(row.session_role_oid, std::nullopt);
  EXPECT_EQ(row.captured_by, std::nullopt);
  EXPECT_EQ(rows.objects.front().old_privileges, std::nullopt);
  EXPECT_EQ(store->watermark(target->id, kIncarnation)->pg_snapshot, "742:742:");
  EXPECT_EQ(store->latest_snapshot(target->id)->id, 1);
  EXPECT_TRUE(store->anchors(target->id).empty());

  StatementRow later = row;
  later.xid = 742;
  later.captured_by = "utility hook";
  later.session_role_oid = 10;
  EXPECT_EQ(store->add_events(target->id, {{row, later}, {}}).statements, 1U);
  EXPECT_EQ(store->find_events(target->id, {}).statements.back(), later);
}

TEST(StoreMigration, AReaderSaysWhoWillDoIt) {
  const TemporaryDirectory directory;
  make_old_store(directory / "store.db");
  try {
    open_store(directory / "store.db", StoreMode::kReadOnly);
    FAIL() << "opened";
  } catch (const StoreError& error) {
    EXPECT_NE(std::string(error.what()).find("run schema-audit collect once"), std::string::npos);
  }
}

TEST(StoreMigration, BacksUpFirst) {
  const TemporaryDirectory directory;
  make_old_store(directory / "store.db");
  open_store(directory / "store.db", StoreMode::kReadWrite, directory / "safe");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory / "safe"))
    files.push_back(entry.path());
  ASSERT_EQ(files.size(), 1U);
  EXPECT_NE(files.front().string().find("-before-migration-"), std::string::npos);
  SQLite::Database copy(files.front().string(), SQLite::OPEN_READONLY);
  EXPECT_EQ(copy.execAndGet("SELECT max(number) FROM migration").getInt(), 1);
  EXPECT_EQ(copy.execAndGet("SELECT count(*) FROM ddl_statement").getInt(), 1);
  // Nothing to migrate, nothing to back up.
  open_store(directory / "store.db", StoreMode::kReadWrite, directory / "again");
  open_store(directory / "new.db", StoreMode::kReadWrite, directory / "again");
  EXPECT_FALSE(std::filesystem::exists(directory / "again"));
}

TEST(StoreMigration, WithoutABackupNothingIsChanged) {
  const TemporaryDirectory directory;
  make_old_store(directory / "store.db");
  directory.write("safe", "a file is no directory");
  EXPECT_THROW(open_store(directory / "store.db", StoreMode::kReadWrite, directory / "safe"), StoreError);
  SQLite::Database store((directory / "store.db").string(), SQLite::OPEN_READONLY);
  EXPECT_EQ(store.execAndGet("SELECT max(number) FROM migration").getInt(), 1);
}

TEST(StoreMigration, OnceIsEnough) {
  const TemporaryDirectory directory;
  make_old_store(directory / "store.db");
  open_store(directory / "store.db", StoreMode::kReadWrite);
  EXPECT_TRUE(open_store(directory / "store.db", StoreMode::kReadOnly)->find_target("production"));
}

}  // namespace
}  // namespace schema_audit
