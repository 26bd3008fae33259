#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

std::optional<PlacesRow> SqliteStore::catalog_places(TargetId target) {
  return guarded([&]() -> std::optional<PlacesRow> {
    SQLite::Statement select(*database_,
                             "SELECT mark, elsewhere, places FROM catalog_places WHERE target_id = ?");
    RowBinder(select).bind(target);
    if (!select.executeStep()) return std::nullopt;
    PlacesRow row;
    RowReader(select).read(row.mark, row.elsewhere, row.places);
    return row;
  });
}

void SqliteStore::set_catalog_places(TargetId target, const PlacesRow& row) {
  write([&] {
    SQLite::Statement upsert(
        *database_,
        "INSERT INTO catalog_places (target_id, mark, elsewhere, places) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (target_id) DO UPDATE SET mark = excluded.mark,"
        " elsewhere = excluded.elsewhere, places = excluded.places");
    execute(upsert, target, row.mark, row.elsewhere, Blob{row.places});
  });
}

}  // namespace schema_audit
