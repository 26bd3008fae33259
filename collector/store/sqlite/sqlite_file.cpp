#include "collector/store/sqlite/sqlite_file.hpp"

#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/store_error.hpp"
#include "core/canonical/hash.hpp"

namespace schema_audit {

namespace {

int number_of(SQLite::Database& database, const char* query) { return database.execAndGet(query).getInt(); }

}  // namespace

std::string checksum(const Migration& migration) { return to_hex(sha256(migration.sql)); }

void refuse_foreign_database(SQLite::Database& database, const std::string& path) {
  const int application_id = number_of(database, "PRAGMA application_id");
  if (application_id == kApplicationId) return;
  if (application_id == 0 && number_of(database, "SELECT count(*) FROM sqlite_schema") == 0) return;
  throw StoreError(ExitCode::kStore, path,
                   "is a database of another program; set store in the configuration to another file");
}

int applied_migrations(SQLite::Database& database, const std::string& path) {
  if (!database.tableExists("migration")) return 0;
  const auto known = sqlite_migrations();
  SQLite::Statement rows(database, "SELECT number, checksum FROM migration ORDER BY number");
  int applied = 0;
  while (rows.executeStep()) {
    int number = 0;
    std::string sum;
    RowReader(rows).read(number, sum);
    if (number > static_cast<int>(known.size())) {
      throw StoreError(ExitCode::kStore, path,
                       "was written by a newer schema-audit (store version " +
                           std::to_string(number_of(database, "SELECT max(number) FROM migration")) +
                           ", this program knows " + std::to_string(known.size()) +
                           "); upgrade this program");
    }
    if (number != applied + 1 || sum != checksum(known[static_cast<std::size_t>(applied)])) {
      throw StoreError(ExitCode::kStore, path,
                       "its schema is not the one that a released schema-audit made (version " +
                           std::to_string(number) +
                           "); restore it from a backup, or move it away to start a new one");
    }
    applied = number;
  }
  return applied;
}

}  // namespace schema_audit
