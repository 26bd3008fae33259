#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

std::string SqliteStore::drift_digest(TargetId target, TargetId reference) {
  return guarded([&] {
    SQLite::Statement select(*database_, "SELECT digest FROM drift WHERE target_id = ? AND reference_id = ?");
    RowBinder(select).bind(target, reference);
    return select.executeStep() ? select.getColumn(0).getString() : std::string();
  });
}

void SqliteStore::set_drift_digest(TargetId target, TargetId reference, const std::string& digest,
                                   const Timestamp& now) {
  write([&] {
    SQLite::Statement upsert(
        *database_,
        "INSERT INTO drift (target_id, reference_id, digest, noted_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (target_id, reference_id) DO UPDATE"
        " SET digest = excluded.digest, noted_at = excluded.noted_at");
    execute(upsert, target, reference, digest, now);
  });
}

}  // namespace schema_audit
