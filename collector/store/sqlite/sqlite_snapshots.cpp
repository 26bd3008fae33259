#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {
namespace {

constexpr const char* kSelect =
    "SELECT id, taken_at, label, database, server_version, xact_snapshot, incarnation, extension_version, "
    "no_events,"
    " lineage, format_version, fingerprint, objects, added, altered, removed, skipped, scope, mark FROM "
    "snapshot "
    "WHERE "
    "target_id = "
    "? ";

SnapshotRow read_snapshot(SQLite::Statement& statement) {
  SnapshotRow row;
  RowReader(statement).read(row.id, row.taken_at, row.label, row.database, row.server_version,
                            row.xact_snapshot, row.incarnation, row.extension_version, row.no_events,
                            row.lineage, row.format_version, row.fingerprint, row.objects, row.added,
                            row.altered, row.removed, row.skipped, row.scope, row.mark);
  return row;
}

template <typename... Values>
std::optional<SnapshotRow> select_one(SQLite::Database& database, const char* condition,
                                      const Values&... values) {
  SQLite::Statement select(database, std::string(kSelect) + condition);
  RowBinder(select).bind(values...);
  if (!select.executeStep()) return std::nullopt;
  return read_snapshot(select);
}

}  // namespace

SnapshotId SqliteStore::add_snapshot(TargetId target, const SnapshotRow& row, const SnapshotDelta& delta) {
  return write([&] {
    SQLite::Statement insert(
        *database_,
        "INSERT INTO snapshot (target_id, taken_at, label, database, server_version,"
        " xact_snapshot, incarnation, extension_version, no_events, lineage, format_version, fingerprint,"
        " objects, added, altered, removed, skipped, scope, mark, id)"
        " VALUES (?1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " (SELECT coalesce(max(id), 0) + 1 FROM snapshot WHERE target_id = ?1)) RETURNING id");
    RowBinder(insert).bind(target, row.taken_at, row.label, row.database, row.server_version,
                           row.xact_snapshot, row.incarnation, row.extension_version, row.no_events,
                           row.lineage, row.format_version, Blob{row.fingerprint}, row.objects, row.added,
                           row.altered, row.removed, row.skipped, row.scope, row.mark);
    insert.executeStep();
    const SnapshotId id = insert.getColumn(0).getInt64();
    insert.reset();
    write_delta(target, id, delta);
    return id;
  });
}

std::optional<SnapshotRow> SqliteStore::find_snapshot(TargetId target, SnapshotId id) {
  return guarded([&] { return select_one(*database_, "AND id = ?", target, id); });
}

std::optional<SnapshotRow> SqliteStore::latest_snapshot(TargetId target) {
  return guarded([&] { return select_one(*database_, "ORDER BY id DESC LIMIT 1", target); });
}

std::optional<SnapshotRow> SqliteStore::snapshot_at(TargetId target, const Timestamp& time) {
  return guarded([&] {
    return select_one(*database_, "AND taken_at <= ? ORDER BY taken_at DESC, id DESC LIMIT 1", target, time);
  });
}

std::vector<SnapshotRow> SqliteStore::snapshots(TargetId target) {
  return guarded([&] {
    std::vector<SnapshotRow> rows;
    SQLite::Statement select(*database_, std::string(kSelect) + "ORDER BY id");
    RowBinder(select).bind(target);
    while (select.executeStep()) rows.push_back(read_snapshot(select));
    return rows;
  });
}

}  // namespace schema_audit
