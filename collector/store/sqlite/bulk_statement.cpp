#include "collector/store/sqlite/bulk_statement.hpp"

#include <SQLiteCpp/Exception.h>

namespace schema_audit {

BulkStatement::BulkStatement(SQLite::Database& database, const std::string& sql)
    : database_(database.getHandle()) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(database_, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr);
  statement_.reset(statement);
  check(code);
}

bool BulkStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    // The code alone would not say which constraint.
    const SQLite::Exception error(database_, code);
    sqlite3_reset(statement_.get());
    throw error;
  }
  return false;
}

void BulkStatement::reset() { check(sqlite3_reset(statement_.get())); }

void BulkStatement::check(int code) const {
  if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
}

}  // namespace schema_audit
