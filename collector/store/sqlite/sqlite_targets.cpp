#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {
namespace {

constexpr const char* kSelect =
    "SELECT id, name, environment, first_seen_at, last_attempt_at, last_success_at, last_error, failures, "
    "databases, gone_at "
    "FROM target ";

TargetRow read_target(SQLite::Statement& statement) {
  TargetRow row;
  RowReader(statement).read(row.id, row.name, row.environment, row.first_seen_at, row.last_attempt_at,
                            row.last_success_at, row.last_error, row.failures, row.databases, row.gone_at);
  return row;
}

}  // namespace

TargetId SqliteStore::put_target(const std::string& name, const std::string& environment,
                                 const Timestamp& now) {
  return write([&] {
    SQLite::Statement insert(
        *database_,
        "INSERT INTO target (name, environment, first_seen_at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET environment = excluded.environment RETURNING id");
    RowBinder(insert).bind(name, environment, now);
    insert.executeStep();
    const TargetId id = insert.getColumn(0).getInt64();
    insert.reset();
    return id;
  });
}

std::optional<TargetRow> SqliteStore::find_target(const std::string& name) {
  return guarded([&]() -> std::optional<TargetRow> {
    SQLite::Statement select(*database_, std::string(kSelect) + "WHERE name = ?");
    RowBinder(select).bind(name);
    if (!select.executeStep()) return std::nullopt;
    return read_target(select);
  });
}

std::vector<TargetRow> SqliteStore::targets() {
  return guarded([&] {
    std::vector<TargetRow> rows;
    SQLite::Statement select(*database_, std::string(kSelect) + "ORDER BY name");
    while (select.executeStep()) rows.push_back(read_target(select));
    return rows;
  });
}

void SqliteStore::set_gone(TargetId target, const std::optional<Timestamp>& at) {
  write([&] {
    SQLite::Statement update(*database_, "UPDATE target SET gone_at = ? WHERE id = ?");
    execute(update, at, target);
  });
}

void SqliteStore::set_databases(TargetId target, const std::string& databases) {
  write([&] {
    SQLite::Statement update(*database_, "UPDATE target SET databases = ? WHERE id = ?");
    execute(update, databases, target);
  });
}

void SqliteStore::note_attempt(TargetId target, const Timestamp& now, const std::string& error) {
  write([&] {
    SQLite::Statement update(*database_,
                             "UPDATE target SET last_attempt_at = ?2, last_error = ?3,"
                             " last_success_at = CASE WHEN ?3 = '' THEN ?2 ELSE last_success_at END,"
                             " failures = CASE WHEN ?3 = '' THEN 0 ELSE failures + 1 END WHERE id = ?1");
    execute(update, target, now, error);
  });
}

}  // namespace schema_audit
