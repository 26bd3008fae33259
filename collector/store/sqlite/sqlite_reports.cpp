#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

void SqliteStore::add_report(TargetId target, const ReportRow& row) {
  write([&] {
    SQLite::Statement insert(
        *database_,
        "INSERT INTO report (target_id, made_at, type, reference, snapshot, critical, major, minor, document)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    execute(insert, target, row.made_at, row.type, row.reference, row.snapshot, row.critical, row.major,
            row.minor, row.document);
  });
}

std::vector<ReportRow> SqliteStore::reports(TargetId target, const std::string& type) {
  return guarded([&] {
    SQLite::Statement select(*database_,
                             "SELECT made_at, type, reference, snapshot, critical, major, minor, document"
                             " FROM report WHERE target_id = ? AND type = ? ORDER BY made_at, id");
    RowBinder(select).bind(target, type);
    std::vector<ReportRow> rows;
    while (select.executeStep()) {
      ReportRow& row = rows.emplace_back();
      RowReader(select).read(row.made_at, row.type, row.reference, row.snapshot, row.critical, row.major,
                             row.minor, row.document);
    }
    return rows;
  });
}

std::optional<ReportRow> SqliteStore::latest_report(TargetId target, const std::string& type) {
  return guarded([&]() -> std::optional<ReportRow> {
    SQLite::Statement select(*database_,
                             "SELECT made_at, type, reference, snapshot, critical, major, minor FROM report"
                             " WHERE target_id = ? AND type = ? ORDER BY made_at DESC, id DESC LIMIT 1");
    RowBinder(select).bind(target, type);
    if (!select.executeStep()) return std::nullopt;
    ReportRow row;
    RowReader(select).read(row.made_at, row.type, row.reference, row.snapshot, row.critical, row.major,
                           row.minor);
    return row;
  });
}

// A version that is not in the first snapshot was added or altered; one that ended and has no successor was
// dropped.
std::vector<ObjectChanges> SqliteStore::most_changed(TargetId target, const Timestamp& since,
                                                     std::size_t limit) {
  return guarded([&] {
    SQLite::Statement select(
        *database_,
        "WITH version AS (SELECT kind, identity, first_snapshot,"
        "   (SELECT min(id) FROM snapshot WHERE target_id = ?1 AND id > last_snapshot) AS after"
        "   FROM object_version WHERE target_id = ?1),"
        " change (kind, identity, snapshot) AS ("
        "   SELECT kind, identity, first_snapshot FROM version"
        "     WHERE first_snapshot > (SELECT min(id) FROM snapshot WHERE target_id = ?1)"
        "   UNION ALL SELECT kind, identity, after FROM version v WHERE NOT EXISTS (SELECT 1 FROM version n"
        "     WHERE n.kind = v.kind AND n.identity = v.identity AND n.first_snapshot = v.after))"
        " SELECT c.kind, c.identity, count(*), max(s.taken_at) FROM change c"
        " JOIN snapshot s ON s.target_id = ?1 AND s.id = c.snapshot WHERE s.taken_at >= ?2"
        " GROUP BY c.kind, c.identity ORDER BY 3 DESC, 4 DESC, 1, 2 LIMIT ?3");
    RowBinder(select).bind(target, since, limit);
    std::vector<ObjectChanges> rows;
    while (select.executeStep()) {
      ObjectChanges& row = rows.emplace_back();
      RowReader(select).read(row.kind, row.identity, row.changes, row.last_at);
    }
    return rows;
  });
}

std::vector<Contribution> SqliteStore::contributions(TargetId target, const Timestamp& since) {
  return guarded([&] {
    SQLite::Statement select(
        *database_,
        "SELECT coalesce(actor, session_role), actor IS NOT NULL, application_name, count(*), max(logged_at)"
        " FROM ddl_statement WHERE target_id = ? AND logged_at >= ? AND in_extension IS NULL"
        " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 5 DESC, 1, 3");
    RowBinder(select).bind(target, since);
    std::vector<Contribution> rows;
    while (select.executeStep()) {
      Contribution& row = rows.emplace_back();
      RowReader(select).read(row.who, row.named, row.application_name, row.statements, row.last_at);
    }
    return rows;
  });
}

void SqliteStore::set_label(TargetId target, SnapshotId id, const std::string& label) {
  write([&] {
    SQLite::Statement update(*database_, "UPDATE snapshot SET label = ?3 WHERE target_id = ?1 AND id = ?2");
    execute(update, target, id, label);
  });
}

}  // namespace schema_audit
