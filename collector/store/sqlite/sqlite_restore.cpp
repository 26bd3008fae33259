#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>

#include "collector/store/sqlite/sqlite_error.hpp"
#include "collector/store/sqlite/sqlite_file.hpp"
#include "collector/store/sqlite/store_content.hpp"
#include "collector/store/store_backup.hpp"
#include "collector/store/store_error.hpp"
#include "collector/store/store_file.hpp"
#include "collector/store/store_restore.hpp"
#include "collector/store/store_verify.hpp"

namespace schema_audit {

namespace {

namespace fs = std::filesystem;

void require_whole(const fs::path& backup) {
  for (const StoreCheck& check : verify_store(backup)) {
    if (!check.ok) {
      throw StoreError(ExitCode::kStore, backup.string(),
                       "is not whole, and nothing was restored: " + check.check + ": " + check.detail);
    }
  }
}

// The log of writes goes first: it must never meet another file.
fs::path move_aside(const fs::path& store, UnixMicros now) {
  const std::string aside = store.string() + ".damaged-" + format_utc(now);
  for (const char* suffix : {"-wal", "-shm", "-journal", ""}) {
    if (std::rename((store.string() + suffix).c_str(), (aside + suffix).c_str()) != 0 && errno != ENOENT)
      throw StoreError(ExitCode::kStore, store.string(),
                       std::string("cannot move it aside: ") + std::strerror(errno));
  }
  return aside;
}

Restored keep(const fs::path& store, const fs::path& directory, UnixMicros now) {
  std::error_code error;
  if (!fs::exists(store, error)) return {};
  if (fs::file_size(store, error) == 0 && !error) return {};
  if (all_ok(verify_store(store)))
    return {back_up_store(store, directory, now, "before-restore").file, false};
  return {move_aside(store, now), true};
}

void copy_over(const fs::path& backup, const fs::path& store) {
  make_store_directory(store);
  make_store_file(store);
  SQLite::Database source(backup.string(), SQLite::OPEN_READONLY, kBusyTimeoutMs);
  SQLite::Database copy(store.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
  copy.exec("PRAGMA synchronous = FULL");
  // One transaction of the store: a crash leaves all of it or nothing.
  SQLite::Backup transfer(copy, source);
  if (transfer.executeStep(-1) != SQLITE_DONE)
    throw StoreError(ExitCode::kBusy, store.string(),
                     "in use by another process; try again when that is done");
}

void compare(const fs::path& backup, const fs::path& store) {
  SQLite::Database before(backup.string(), SQLite::OPEN_READONLY, kBusyTimeoutMs);
  SQLite::Database after(store.string(), SQLite::OPEN_READONLY, kBusyTimeoutMs);
  const std::string difference = first_difference(content_of(before), content_of(after));
  if (!difference.empty())
    throw StoreError(ExitCode::kStore, store.string(), "differs from the backup: " + difference);
}

}  // namespace

Restored restore_store(const fs::path& store, const fs::path& backup, const fs::path& directory,
                       UnixMicros now) {
  std::error_code error;
  if (fs::equivalent(store, backup, error) && !error)
    throw StoreError(ExitCode::kStore, store.string(), "is the store itself, not a backup");
  require_whole(backup);
  const Restored restored = keep(store, directory, now);
  try {
    copy_over(backup, store);
    compare(backup, store);
  } catch (const SQLite::Exception& failure) {
    throw to_store_error(store.string(), failure);
  }
  return restored;
}

}  // namespace schema_audit
