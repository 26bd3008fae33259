#include "collector/store/sqlite/sqlite_store.hpp"

#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "collector/clock.hpp"
#include "collector/store/migrations.hpp"
#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_file.hpp"
#include "collector/store/store_backup.hpp"
#include "collector/store/store_file.hpp"

namespace schema_audit {

namespace {

bool on_read_only_file_system(const std::string& path) {
  struct statvfs status = {};
  return statvfs(path.c_str(), &status) == 0 && (status.f_flag & ST_RDONLY) != 0;
}

// Only for a file system that nobody can write: no lock, no -wal file, no -shm file.
std::string immutable_uri(const std::string& path) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  std::string uri = "file:";
  for (const char c : path) {
    if (c != '?' && c != '#' && c != '%') {
      uri += c;
      continue;
    }
    uri += '%';
    uri += kHexDigits[static_cast<unsigned char>(c) >> 4U];
    uri += kHexDigits[static_cast<unsigned char>(c) & 0xfU];
  }
  return uri + "?immutable=1";
}

}  // namespace

class SqliteTransaction : public StoreTransaction {
 public:
  explicit SqliteTransaction(SqliteStore& store) : store_(store) {
    // A reader needs one unchanging view, a writer must know at once that it is the only one.
    store_.database_->exec(store_.mode_ == StoreMode::kReadOnly ? "BEGIN" : "BEGIN IMMEDIATE");
  }

  ~SqliteTransaction() override {
    // SQLite itself rolls back after some errors.
    if (store_.in_transaction()) store_.database_->tryExec("ROLLBACK");
  }

  void commit() override {
    store_.guarded([&] { store_.database_->exec("COMMIT"); });
  }

 private:
  SqliteStore& store_;
};

std::unique_ptr<Store> open_store(const std::filesystem::path& file, StoreMode mode,
                                  const std::filesystem::path& backups) {
  return std::make_unique<SqliteStore>(file, mode,
                                       backups.empty() ? default_backup_directory(file) : backups);
}

SqliteStore::SqliteStore(const std::filesystem::path& file, StoreMode mode, std::filesystem::path backups)
    : path_(file.string()), mode_(mode), backups_(std::move(backups)) {
  if (mode_ == StoreMode::kReadWrite) {
    make_store_directory(file);
    make_store_file(file);
  } else if (std::error_code error; !std::filesystem::exists(file, error)) {
    throw StoreError(ExitCode::kStore, path_,
                     error ? error.message() : "there is none yet; run schema-audit collect to make it");
  }
  guarded([&] { open(); });
}

std::unique_ptr<StoreTransaction> SqliteStore::begin() {
  return guarded([&] { return std::make_unique<SqliteTransaction>(*this); });
}

void SqliteStore::open() {
  if (mode_ == StoreMode::kReadOnly) {
    if (on_read_only_file_system(path_)) {
      database_ =
          std::make_unique<SQLite::Database>(immutable_uri(path_), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    } else {
      database_ = std::make_unique<SQLite::Database>(path_, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX,
                                                     kBusyTimeoutMs);
    }
  } else {
    // A store is of one thread.
    database_ = std::make_unique<SQLite::Database>(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX,
                                                   kBusyTimeoutMs);
    // SQLite opens what it may not write for reading, and would only say so at the first write.
    if (sqlite3_db_readonly(database_->getHandle(), "main") == 1)
      throw SQLite::Exception("", SQLITE_READONLY);
  }
  refuse_foreign_database(*database_, path_);
  set_up_connection();
  migrate();
}

void SqliteStore::set_up_connection() {
  sqlite3_db_config(database_->getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  database_->exec("PRAGMA trusted_schema = OFF");
  database_->exec("PRAGMA cell_size_check = ON");
  database_->exec("PRAGMA foreign_keys = ON");
  if (mode_ == StoreMode::kReadOnly) {
    database_->exec("PRAGMA query_only = ON");
    return;
  }
  database_->execAndGet("PRAGMA journal_mode = WAL");
  // In WAL mode anything less than FULL may lose the last transactions in a power cut.
  database_->exec("PRAGMA synchronous = FULL");
  // Kibibytes: what one collection changes at most, mostly. Pages that do not fit go to the disk twice.
  database_->exec("PRAGMA cache_size = -32768");
}

void SqliteStore::migrate() {
  const auto known = sqlite_migrations();
  int applied = applied_migrations(*database_, path_);
  if (applied < static_cast<int>(known.size()) && mode_ == StoreMode::kReadOnly) {
    throw StoreError(
        ExitCode::kStore, path_,
        "was written by an older schema-audit; run schema-audit collect once to bring it up to date");
  }
  if (applied > 0 && applied < static_cast<int>(known.size())) {
    back_up_store(path_, backups_, system_clock_micros(),
                  "before-migration-" + std::to_string(known.back().number));
  }
  while (applied < static_cast<int>(known.size())) {
    SqliteTransaction transaction(*this);
    // Somebody else may have done it while we waited for the lock.
    applied = applied_migrations(*database_, path_);
    if (applied == static_cast<int>(known.size())) break;
    const Migration& next = known[static_cast<std::size_t>(applied)];
    if (applied == 0) {
      database_->exec(
          "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,"
          " applied_at TEXT NOT NULL) STRICT");
      database_->exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    }
    database_->exec(std::string(next.sql));
    SQLite::Statement insert(*database_, "INSERT INTO migration VALUES (?, ?, ?, ?)");
    execute(insert, next.number, std::string(next.name), checksum(next), format_utc(system_clock_micros()));
    database_->exec("PRAGMA user_version = " + std::to_string(next.number));
    transaction.commit();
    applied = next.number;
  }
}

bool SqliteStore::in_transaction() const { return sqlite3_get_autocommit(database_->getHandle()) == 0; }

int SqliteStore::system_error() const { return database_ ? sqlite3_system_errno(database_->getHandle()) : 0; }

}  // namespace schema_audit
