#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

namespace {

// Statements with these parameters, the same for all.
template <typename... Values>
std::int64_t change(SQLite::Database& database, const char* sql, const Values&... values) {
  SQLite::Statement statement(database, sql);
  return execute(statement, values...);
}

// The oldest transactions, up to the first one that is too young: what is left of a log has no holes, so that
// it can still be compared with the database row by row.
void prune_events(SQLite::Database& database, const Timestamp& before, PruneCounts& counts) {
  database.exec("CREATE TEMP TABLE horizon (target_id INTEGER, incarnation TEXT, below INTEGER)");
  change(database,
         "INSERT INTO horizon SELECT target_id, incarnation,"
         " coalesce(min(xid) FILTER (WHERE logged_at >= ?1), max(xid) + 1)"
         " FROM ddl_statement GROUP BY target_id, incarnation HAVING min(logged_at) < ?1",
         before);
  const auto sweep = [&](const std::string& table) {
    return database.exec("DELETE FROM " + table +
                         " AS r WHERE xid < (SELECT below FROM horizon h"
                         " WHERE h.target_id = r.target_id AND h.incarnation = r.incarnation)");
  };
  counts.statements = sweep("ddl_statement");
  counts.objects = sweep("ddl_object");
  sweep("ddl_transaction");
  sweep("accepted_transaction");
  database.exec(
      "INSERT INTO pruned (target_id, incarnation, events_below, attempts_through)"
      " SELECT target_id, incarnation, below, 0 FROM horizon WHERE true"
      " ON CONFLICT DO UPDATE SET events_below = max(events_below, excluded.events_below)");
  database.exec("DROP TABLE horizon");
}

void prune_attempts(SQLite::Database& database, const Timestamp& before, PruneCounts& counts) {
  // An extension that was made anew counts from 1 again: then nothing is known to be forgotten up to an id.
  change(database,
         "INSERT INTO pruned (target_id, incarnation, events_below, attempts_through)"
         " SELECT target_id, incarnation, 0, coalesce(min(id) FILTER (WHERE at >= ?1) - 1, max(id))"
         " FROM ddl_attempt GROUP BY target_id, incarnation HAVING min(at) < ?1"
         " ON CONFLICT DO UPDATE SET attempts_through = excluded.attempts_through",
         before);
  counts.attempts = change(database, "DELETE FROM ddl_attempt WHERE at < ?", before);
}

// A version goes with the last snapshot that it held in; else it begins with the first one that is left.
void prune_snapshots(SQLite::Database& database, const Timestamp& before, PruneCounts& counts) {
  database.exec(
      "CREATE TEMP TABLE kept (target_id INTEGER, id INTEGER, PRIMARY KEY (target_id, id)) WITHOUT ROWID");
  change(database,
         "INSERT INTO kept SELECT target_id, id FROM snapshot s WHERE taken_at >= ? OR label <> ''"
         " OR id = (SELECT max(id) FROM snapshot n WHERE n.target_id = s.target_id)"
         " OR (target_id, id) IN (SELECT target_id, snapshot FROM told_cluster)",
         before);
  counts.versions = database.exec(
      "DELETE FROM object_version AS v WHERE NOT EXISTS (SELECT 1 FROM kept k WHERE k.target_id = v.target_id"
      " AND k.id >= v.first_snapshot AND (v.last_snapshot IS NULL OR k.id <= v.last_snapshot))");
  database.exec(
      "UPDATE object_version AS v SET first_snapshot = (SELECT min(k.id) FROM kept k"
      " WHERE k.target_id = v.target_id AND k.id >= v.first_snapshot)"
      " WHERE NOT EXISTS (SELECT 1 FROM kept k WHERE k.target_id = v.target_id AND k.id = v.first_snapshot)");
  counts.snapshots = database.exec(
      "DELETE FROM snapshot AS s WHERE NOT EXISTS (SELECT 1 FROM kept k WHERE k.target_id = s.target_id"
      " AND k.id = s.id)");
  database.exec("DROP TABLE kept");
}

void prune_reports(SQLite::Database& database, const Timestamp& before, PruneCounts& counts) {
  counts.reports = change(database,
                          "DELETE FROM report AS r WHERE made_at < ? AND NOT (type = 'drift' AND NOT EXISTS ("
                          "SELECT 1 FROM report n WHERE n.target_id = r.target_id AND n.type = 'drift'"
                          " AND n.reference = r.reference AND (n.made_at, n.id) > (r.made_at, r.id)))",
                          before);
}

void prune_deliveries(SQLite::Database& database, const Timestamp& before, PruneCounts& counts) {
  counts.deliveries = change(
      database, "DELETE FROM delivery WHERE state <> 'pending' AND coalesce(last_try_at, next_try_at) < ?",
      before);
  change(database,
         "DELETE FROM alert AS a WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM delivery d"
         " WHERE d.target_id = a.target_id AND d.alert_id = a.id)",
         before);
}

}  // namespace

PruneCounts SqliteStore::prune(const PruneLimits& limits) {
  return write([&] {
    PruneCounts counts;
    if (limits.events) prune_events(*database_, *limits.events, counts);
    if (limits.events) prune_attempts(*database_, *limits.events, counts);
    if (limits.snapshots) prune_snapshots(*database_, *limits.snapshots, counts);
    if (limits.reports) prune_reports(*database_, *limits.reports, counts);
    if (limits.deliveries) prune_deliveries(*database_, *limits.deliveries, counts);
    return counts;
  });
}

Pruned SqliteStore::pruned(TargetId target, const std::string& incarnation) {
  return guarded([&] {
    SQLite::Statement select(
        *database_,
        "SELECT events_below, attempts_through FROM pruned WHERE target_id = ? AND incarnation = ?");
    RowBinder(select).bind(target, incarnation);
    Pruned row;
    if (select.executeStep()) RowReader(select).read(row.events_below, row.attempts_through);
    return row;
  });
}

}  // namespace schema_audit
