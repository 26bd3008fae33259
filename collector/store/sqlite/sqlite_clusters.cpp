#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

std::optional<ToldCluster> SqliteStore::told_cluster(const std::string& cluster) {
  return guarded([&]() -> std::optional<ToldCluster> {
    SQLite::Statement select(*database_, "SELECT target_id, snapshot FROM told_cluster WHERE cluster = ?");
    RowBinder(select).bind(cluster);
    if (!select.executeStep()) return std::nullopt;
    ToldCluster told;
    RowReader(select).read(told.target, told.snapshot);
    return told;
  });
}

void SqliteStore::set_told_cluster(const std::string& cluster, const ToldCluster& told) {
  write([&] {
    SQLite::Statement upsert(*database_,
                             "INSERT INTO told_cluster (cluster, target_id, snapshot) VALUES (?, ?, ?)"
                             " ON CONFLICT (cluster) DO UPDATE"
                             " SET target_id = excluded.target_id, snapshot = excluded.snapshot");
    execute(upsert, cluster, told.target, told.snapshot);
  });
}

}  // namespace schema_audit
