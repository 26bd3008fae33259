// What goes wrong with a store: every failure is one clear line and an exit code, and loses nothing.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "collector/store/migrations.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/run_lock.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

constexpr const char* kTime = "2026-11-21T09:00:00.000000Z";
constexpr uid_t kNobody = 65534;

SnapshotId add_snapshot(Store& store, TargetId target, std::size_t bytes) {
  SnapshotDelta delta;
  const std::string body(bytes, 'x');
  const std::string identity = "t" + std::to_string(store.snapshots(target).size());
  delta.opened.push_back({{"table", identity}, sha256(body), body, ""});
  SnapshotRow row;
  row.taken_at = kTime;
  return store.add_snapshot(target, row, delta);
}

// A store with one target and one snapshot, closed.
TargetId make_store(const std::filesystem::path& file) {
  const auto store = open_store(file, StoreMode::kReadWrite);
  const TargetId target = store->put_target("a", "e", kTime);
  add_snapshot(*store, target, 100);
  return target;
}

Thrown opening(const std::filesystem::path& file, StoreMode mode = StoreMode::kReadWrite) {
  return thrown_by([&] { open_store(file, mode); });
}

// Works as a user who is not root while it lives.
class Unprivileged {
 public:
  Unprivileged() : was_root_(geteuid() == 0) {
    if (was_root_) changed_ = seteuid(kNobody) == 0;
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (changed_) changed_ = seteuid(0) != 0;
  }

 private:
  bool was_root_;
  bool changed_ = false;
};

TEST(StoreFailure, NoStoreYet) {
  const TemporaryDirectory directory;
  const Thrown thrown = opening(directory / "store.db", StoreMode::kReadOnly);
  EXPECT_EQ(thrown.exit_code, ExitCode::kStore);
  EXPECT_NE(thrown.message.find("there is none yet; run schema-audit collect"), std::string::npos)
      << thrown.message;
}

TEST(StoreFailure, AReadOnlyFile) {
  const TemporaryDirectory directory;
  make_store(directory / "store.db");
  ASSERT_EQ(chmod(directory.path().c_str(), 0755), 0);
  ASSERT_EQ(chmod((directory / "store.db").c_str(), 0444), 0);
  const Unprivileged somebody;
  const Thrown thrown = opening(directory / "store.db");
  EXPECT_EQ(thrown.exit_code, ExitCode::kStore);
  EXPECT_NE(thrown.message.find("store.db: cannot be written; run as its owner"), std::string::npos)
      << thrown.message;
}

TEST(StoreFailure, ADirectoryThatCannotBeWritten) {
  const TemporaryDirectory directory;
  ASSERT_EQ(chmod(directory.path().c_str(), 0555), 0);
  const Unprivileged somebody;
  for (const char* name : {"store.db", "below/store.db"}) {
    const Thrown thrown = opening(directory / name);
    EXPECT_EQ(thrown.exit_code, ExitCode::kStore);
    EXPECT_NE(thrown.message.find("Permission denied; give this user the right"), std::string::npos)
        << thrown.message;
  }
  EXPECT_EQ(thrown_by([&] { RunLock lock(directory / "store.db"); }).exit_code, ExitCode::kStore);
}

TEST(StoreFailure, AFileThatIsNoStore) {
  const TemporaryDirectory directory;
  const auto text = directory.write("text.db", std::string(5000, 'x'));
  EXPECT_NE(opening(text).message.find("is not a store of schema-audit"), std::string::npos);
  EXPECT_EQ(opening(text).exit_code, ExitCode::kStore);
  {
    SQLite::Database other((directory / "other.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE precious (x)");
  }
  EXPECT_NE(opening(directory / "other.db").message.find("is a database of another program"),
            std::string::npos);
}

TEST(StoreFailure, AStoreOfANewerVersion) {
  const TemporaryDirectory directory;
  make_store(directory / "store.db");
  const std::size_t known = sqlite_migrations().size();
  {
    SQLite::Database database((directory / "store.db").string(), SQLite::OPEN_READWRITE);
    database.exec("INSERT INTO migration VALUES (" + std::to_string(known + 1) + ", 'next', 'x', 'now'), (" +
                  std::to_string(known + 2) + ", 'next but one', 'x', 'now')");
  }
  for (const StoreMode mode : {StoreMode::kReadWrite, StoreMode::kReadOnly}) {
    const Thrown thrown = opening(directory / "store.db", mode);
    EXPECT_EQ(thrown.exit_code, ExitCode::kStore);
    EXPECT_NE(thrown.message.find("was written by a newer schema-audit (store version " +
                                  std::to_string(known + 2) + ", this program knows " +
                                  std::to_string(known) + ")"),
              std::string::npos)
        << thrown.message;
  }
}

TEST(StoreFailure, ASchemaThatNoReleaseMade) {
  const TemporaryDirectory directory;
  make_store(directory / "store.db");
  {
    SQLite::Database database((directory / "store.db").string(), SQLite::OPEN_READWRITE);
    database.exec("UPDATE migration SET checksum = 'x'");
  }
  EXPECT_NE(opening(directory / "store.db").message.find("is not the one that a released schema-audit made"),
            std::string::npos);
}

TEST(StoreFailure, ADamagedFile) {
  const TemporaryDirectory directory;
  const TargetId target = make_store(directory / "store.db");
  const auto size = std::filesystem::file_size(directory / "store.db");
  std::fstream file(directory / "store.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(size - 4096, '\x5a');
  file.close();
  const Thrown thrown = thrown_by([&] {
    const auto store = open_store(directory / "store.db", StoreMode::kReadWrite);
    store->versions_of(target, 1);
  });
  EXPECT_EQ(thrown.exit_code, ExitCode::kStore);
  EXPECT_NE(thrown.message.find("is damaged; restore it from a backup"), std::string::npos) << thrown.message;
}

TEST(StoreFailure, AnotherWriterIsWaitedFor) {
  const TemporaryDirectory directory;
  make_store(directory / "store.db");
  const pid_t child = fork();
  if (child == 0) {
    const auto other = open_store(directory / "store.db", StoreMode::kReadWrite);
    const auto transaction = other->begin();
    directory.write("ready", "");
    usleep(300'000);
    transaction->commit();
    _exit(0);
  }
  while (!std::filesystem::exists(directory / "ready")) usleep(1000);
  const auto store = open_store(directory / "store.db", StoreMode::kReadWrite);
  EXPECT_EQ(thrown_by([&] { store->put_target("b", "e", kTime); }).message, "");
  waitpid(child, nullptr, 0);
}

// Fills the store until something gives; it must be a clear error, and the store as it was before it.
void fill_until_it_fails(const std::filesystem::path& file, TargetId target, const std::string& expected) {
  std::size_t kept = 0;
  Thrown thrown;
  {
    const auto store = open_store(file, StoreMode::kReadWrite);
    for (int i = 0; i < 200 && thrown.message.empty(); ++i) {
      kept = store->snapshots(target).size();
      thrown = thrown_by([&] { add_snapshot(*store, target, 100'000); });
    }
    EXPECT_EQ(thrown.exit_code, ExitCode::kStore);
    EXPECT_NE(thrown.message.find(expected), std::string::npos) << thrown.message;
    EXPECT_EQ(store->snapshots(target).size(), kept) << "what failed is undone";
  }
  const auto reader = open_store(file, StoreMode::kReadOnly);
  EXPECT_EQ(reader->open_versions(target).size(), kept);
}

void remount(const std::filesystem::path& directory, unsigned long flags) {
  EXPECT_EQ(mount("tmpfs", directory.c_str(), "tmpfs", MS_REMOUNT | flags, "size=20m"), 0);
}

// In a process and a mount namespace of its own: the file system goes with it.
void fill_a_small_disk(const std::filesystem::path& directory) {
  const TargetId target = make_store(directory / "store.db");
  fill_until_it_fails(directory / "store.db", target, "no room left on its file system");
  remount(directory, 0);
  {
    const auto store = open_store(directory / "store.db", StoreMode::kReadWrite);
    EXPECT_GT(add_snapshot(*store, target, 100'000), 1) << "goes on once there is room";
  }
  remount(directory, MS_RDONLY);
  EXPECT_EQ(opening(directory / "store.db").exit_code, ExitCode::kStore);
  EXPECT_GT(open_store(directory / "store.db", StoreMode::kReadOnly)->snapshots(target).size(), 1U)
      << "can be read on a file system that cannot be written";
}

TEST(StoreFailure, AFullDisk) {
  constexpr int kCannotMount = 77;
  const TemporaryDirectory directory;
  const pid_t child = fork();
  if (child == 0) {
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", directory.path().c_str(), "tmpfs", 0, "size=2m") != 0) {
      _exit(kCannotMount);
    }
    fill_a_small_disk(directory.path());
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kCannotMount) {
    GTEST_SKIP() << "only root can mount a small file system; AFileSizeLimit covers the rest";
  }
  EXPECT_EQ(status, 0);
}

TEST(StoreFailure, AFileSizeLimit) {
  const TemporaryDirectory directory;
  const TargetId target = make_store(directory / "store.db");
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {1U << 20U, 1U << 20U};
    setrlimit(RLIMIT_FSIZE, &limit);
    fill_until_it_fails(directory / "store.db", target, "the unfinished part was undone");
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  const auto store = open_store(directory / "store.db", StoreMode::kReadWrite);
  EXPECT_GT(add_snapshot(*store, target, 100'000), 1);
}

TEST(StoreFailure, KilledAtAnyMomentLeavesTheStateBeforeOrAfter) {
  const TemporaryDirectory directory;
  const TargetId target = make_store(directory / "store.db");
  for (int round = 0; round < 20; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      const auto store = open_store(directory / "store.db", StoreMode::kReadWrite);
      for (;;) {
        const auto transaction = store->begin();
        const SnapshotId id = add_snapshot(*store, target, 50'000);
        store->set_watermark(target, {"i", std::to_string(id), kTime});
        store->add_alert({"msg_" + std::to_string(id), target, kTime, "major", "{}", ""}, {"ops"});
        transaction->commit();
      }
    }
    usleep(static_cast<useconds_t>(3000 + 1700 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const auto store = open_store(directory / "store.db", StoreMode::kReadWrite);
    const auto count = store->snapshots(target).size();
    ASSERT_EQ(store->open_versions(target).size(), count);
    ASSERT_EQ(store->due_deliveries(kTime).size(), count - 1);
    const auto mark = store->watermark(target, "i");
    ASSERT_EQ(mark ? mark->pg_snapshot : "1", std::to_string(count));
  }
  SQLite::Database database((directory / "store.db").string(), SQLite::OPEN_READWRITE);
  EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
}

TEST(StoreFailure, KilledWhileItIsMade) {
  for (int round = 0; round < 12; ++round) {
    const TemporaryDirectory directory;
    const pid_t child = fork();
    if (child == 0) {
      open_store(directory / "store.db", StoreMode::kReadWrite);
      _exit(0);
    }
    usleep(static_cast<useconds_t>(500 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const TargetId target = make_store(directory / "store.db");
    EXPECT_EQ(target, 1);
  }
}

TEST(RunLock, TheSecondSaysWhoHasIt) {
  const TemporaryDirectory directory;
  {
    const RunLock lock(directory / "store.db");
    const Thrown thrown = thrown_by([&] { RunLock second(directory / "store.db"); });
    EXPECT_EQ(thrown.exit_code, ExitCode::kBusy);
    EXPECT_NE(thrown.message.find("another run is in progress (process " + std::to_string(getpid()) + ")"),
              std::string::npos)
        << thrown.message;
  }
  EXPECT_EQ(thrown_by([&] { RunLock again(directory / "store.db"); }).message, "");
}

TEST(RunLock, EndsWithItsProcess) {
  const TemporaryDirectory directory;
  const pid_t child = fork();
  if (child == 0) {
    const RunLock lock(directory / "store.db");
    directory.write("ready", "");
    pause();
  }
  while (!std::filesystem::exists(directory / "ready")) usleep(1000);
  EXPECT_EQ(thrown_by([&] { RunLock second(directory / "store.db"); }).exit_code, ExitCode::kBusy);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_EQ(thrown_by([&] { RunLock second(directory / "store.db"); }).message, "");
}

}  // namespace
}  // namespace schema_audit
