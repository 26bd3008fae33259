#include <SQLiteCpp/Database.h>

#include <string>
#include <system_error>

#include "collector/store/sqlite/sqlite_error.hpp"
#include "collector/store/sqlite/sqlite_file.hpp"
#include "collector/store/store_error.hpp"
#include "collector/store/store_upkeep.hpp"

namespace schema_audit {

namespace {

namespace fs = std::filesystem;

std::uintmax_t bytes_of(const fs::path& store) {
  std::uintmax_t bytes = 0;
  for (const char* suffix : {"", "-wal"}) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(store.string() + suffix, error);
    if (!error) bytes += size;
  }
  return bytes;
}

// A disk that is full half-way is no harm, but takes its time to find out.
void require_room(const fs::path& store, std::uintmax_t needed) {
  std::error_code error;
  const fs::space_info space = fs::space(store.parent_path().empty() ? "." : store.parent_path(), error);
  if (error || space.available >= needed) return;
  throw StoreError(ExitCode::kStore, store.string(),
                   "needs " + std::to_string(needed) + " bytes of free room on its file system, there are " +
                       std::to_string(space.available));
}

}  // namespace

Upkeep maintain_store(const fs::path& store) {
  std::error_code error;
  if (!fs::exists(store, error)) throw StoreError(ExitCode::kStore, store.string(), "there is none yet");
  Upkeep upkeep;
  upkeep.bytes_before = bytes_of(store);
  // Written twice: into a file of its own, then into the write-ahead log.
  require_room(store, 2 * upkeep.bytes_before);
  try {
    SQLite::Database database(store.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
    refuse_foreign_database(database, store.string());
    applied_migrations(database, store.string());
    database.exec("PRAGMA synchronous = FULL");
    database.exec("ANALYZE");
    database.exec("VACUUM");
    database.exec("PRAGMA optimize");
    database.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const SQLite::Exception& failure) {
    throw to_store_error(store.string(), failure);
  }
  upkeep.bytes_after = bytes_of(store);
  return upkeep;
}

}  // namespace schema_audit
