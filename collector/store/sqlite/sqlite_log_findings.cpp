#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

bool SqliteStore::add_log_finding(TargetId target, const LogFindingRow& row) {
  return write([&] {
    SQLite::Statement insert(
        *database_,
        "INSERT INTO log_finding (target_id, digest, code, severity, sentence, advice, found_at, accepted_at,"
        " accepted_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    return execute(insert, target, row.digest, row.code, row.severity, row.sentence, row.advice, row.found_at,
                   row.accepted_at, row.accepted_by) > 0;
  });
}

std::vector<LogFindingRow> SqliteStore::log_findings(TargetId target) {
  return guarded([&] {
    SQLite::Statement select(
        *database_,
        "SELECT digest, code, severity, sentence, advice, found_at, accepted_at, accepted_by FROM log_finding"
        " WHERE target_id = ? ORDER BY found_at, digest");
    RowBinder(select).bind(target);
    std::vector<LogFindingRow> rows;
    while (select.executeStep()) {
      LogFindingRow& row = rows.emplace_back();
      RowReader(select).read(row.digest, row.code, row.severity, row.sentence, row.advice, row.found_at,
                             row.accepted_at, row.accepted_by);
    }
    return rows;
  });
}

int SqliteStore::accept_log_findings(TargetId target, const Timestamp& now, const std::string& by) {
  return write([&] {
    SQLite::Statement update(*database_,
                             "UPDATE log_finding SET accepted_at = ?2, accepted_by = ?3"
                             " WHERE target_id = ?1 AND accepted_at IS NULL");
    return execute(update, target, now, by);
  });
}

void SqliteStore::accept_transactions(TargetId target, const std::vector<AcceptedTransaction>& rows) {
  write([&] {
    SQLite::Statement upsert(
        *database_,
        "INSERT INTO accepted_transaction (target_id, incarnation, xid, digest) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (target_id, incarnation, xid) DO UPDATE SET digest = excluded.digest");
    for (const AcceptedTransaction& row : rows) {
      execute(upsert, target, row.incarnation, row.xid, row.digest);
    }
  });
}

std::vector<AcceptedTransaction> SqliteStore::accepted_transactions(TargetId target) {
  return guarded([&] {
    SQLite::Statement select(*database_,
                             "SELECT incarnation, xid, digest FROM accepted_transaction WHERE target_id = ?"
                             " ORDER BY incarnation, xid");
    RowBinder(select).bind(target);
    std::vector<AcceptedTransaction> rows;
    while (select.executeStep()) {
      AcceptedTransaction& row = rows.emplace_back();
      RowReader(select).read(row.incarnation, row.xid, row.digest);
    }
    return rows;
  });
}

}  // namespace schema_audit
