#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>
#include <string>
#include <system_error>

#include "collector/store/sqlite/sqlite_error.hpp"
#include "collector/store/sqlite/sqlite_file.hpp"
#include "collector/store/sqlite/store_content.hpp"
#include "collector/store/store_backup.hpp"
#include "collector/store/store_error.hpp"
#include "collector/store/store_file.hpp"

namespace schema_audit {

namespace {

namespace fs = std::filesystem;

constexpr UnixMicros kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr std::size_t kTimeLength = 23;  // 20261121T152000.123456Z

// 2026-11-21T15:20:00.123456Z without what a file name had better not have.
std::string compact(UnixMicros time) {
  std::string text = format_utc(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// Deletes what is not finished.
class Unfinished {
 public:
  explicit Unfinished(fs::path file) : file_(std::move(file)) { remove(); }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() { remove(); }

  const fs::path& file() const { return file_; }

 private:
  void remove() const {
    std::error_code ignored;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) fs::remove(file_.string() + suffix, ignored);
  }

  fs::path file_;
};

void copy_all(SQLite::Database& source, const fs::path& file) {
  make_store_file(file);
  SQLite::Database copy(file.string(), SQLite::OPEN_READWRITE);
  copy.exec("PRAGMA synchronous = FULL");
  {
    SQLite::Backup backup(copy, source);
    if (backup.executeStep(-1) != SQLITE_DONE)
      throw StoreError(ExitCode::kBusy, file.string(), "the store is in use; try again");
  }
  // One file that needs no other, wherever it is carried.
  copy.execAndGet("PRAGMA journal_mode = DELETE");
}

void compare(const fs::path& file, const std::vector<TableContent>& expected) {
  SQLite::Database copy(file.string(), SQLite::OPEN_READONLY);
  const std::string integrity = copy.execAndGet("PRAGMA integrity_check(1)").getString();
  if (integrity != "ok")
    throw StoreError(ExitCode::kStore, file.string(), "the copy is damaged: " + integrity);
  const std::string difference = first_difference(expected, content_of(copy));
  if (!difference.empty())
    throw StoreError(ExitCode::kStore, file.string(), "the copy differs from the store: " + difference);
}

void publish(const fs::path& from, const fs::path& to) {
  const auto fail = [&] {
    throw StoreError(ExitCode::kStore, to.string(), std::string("cannot make it: ") + std::strerror(errno));
  };
  if (std::rename(from.c_str(), to.c_str()) != 0) fail();
  const int directory = open(to.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) fail();
  const bool synced = fsync(directory) == 0;
  close(directory);
  if (!synced) fail();
}

// The time in the name of a backup of this store; empty for any other file.
std::string time_in(const fs::path& file, const fs::path& store) {
  const std::string name = file.filename().string();
  const std::string prefix = store.stem().string() + "-";
  if (!name.starts_with(prefix) || !name.ends_with(".db")) return "";
  const std::string time = name.substr(prefix.size(), kTimeLength);
  const bool fits = time.size() == kTimeLength && time[8] == 'T' && time[15] == '.' && time.back() == 'Z';
  return fits ? time : "";
}

}  // namespace

fs::path default_backup_directory(const fs::path& store) { return store.parent_path() / "backups"; }

Backup back_up_store(const fs::path& store, const fs::path& directory, UnixMicros now, std::string_view why) {
  std::error_code error;
  if (!fs::exists(store, error))
    throw StoreError(ExitCode::kStore, store.string(), "there is none to back up");
  const fs::path file = directory / (store.stem().string() + "-" + compact(now) +
                                     (why.empty() ? "" : "-" + std::string(why)) + ".db");
  make_store_directory(file);
  try {
    const Unfinished unfinished(file.string() + ".new");
    SQLite::Database source(store.string(), SQLite::OPEN_READONLY, kBusyTimeoutMs);
    refuse_foreign_database(source, store.string());
    applied_migrations(source, store.string());
    // What is copied is what this transaction sees, whoever writes meanwhile.
    source.exec("BEGIN");
    const std::vector<TableContent> content = content_of(source);
    copy_all(source, unfinished.file());
    compare(unfinished.file(), content);
    publish(unfinished.file(), file);
    const std::int64_t rows =
        std::accumulate(content.begin() + 1, content.end(), std::int64_t{0},
                        [](std::int64_t sum, const TableContent& table) { return sum + table.rows; });
    return {file, fs::file_size(file), rows};
  } catch (const SQLite::Exception& failure) {
    throw to_store_error(store.string() + " to " + file.string(), failure);
  }
}

std::vector<fs::path> drop_old_backups(const fs::path& store, const fs::path& directory, UnixMicros now,
                                       int days) {
  std::vector<fs::path> all;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (!time_in(entry.path(), store).empty()) all.push_back(entry.path());
  }
  std::ranges::sort(all, {}, [&](const fs::path& file) { return time_in(file, store); });
  if (all.empty()) return {};
  all.pop_back();
  const std::string oldest = compact(now - days * kMicrosPerDay);
  std::erase_if(all, [&](const fs::path& file) { return time_in(file, store) >= oldest; });
  std::erase_if(all, [&](const fs::path& file) { return !fs::remove(file, error); });
  return all;
}

}  // namespace schema_audit
