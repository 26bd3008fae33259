#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

std::vector<DeadLetter> SqliteStore::dead_letters() {
  return guarded([&] {
    SQLite::Statement select(
        *database_,
        "SELECT d.target_id, d.alert_id, d.channel, a.severity, a.created_at, d.attempts, d.last_error"
        " FROM delivery d JOIN alert a ON a.target_id = d.target_id AND a.id = d.alert_id"
        " WHERE d.state = 'dead' ORDER BY a.created_at DESC, d.target_id, d.alert_id, d.channel");
    std::vector<DeadLetter> rows;
    while (select.executeStep()) {
      DeadLetter& row = rows.emplace_back();
      RowReader(select).read(row.target_id, row.alert_id, row.channel, row.severity, row.created_at,
                             row.attempts, row.last_error);
    }
    return rows;
  });
}

std::size_t SqliteStore::revive_dead_letters(const std::string& channel, const Timestamp& now) {
  return write([&] {
    SQLite::Statement update(*database_,
                             "UPDATE delivery SET state = 'pending', attempts = 0, next_try_at = ?2"
                             " WHERE state = 'dead' AND ?1 IN ('', channel)");
    return static_cast<std::size_t>(execute(update, channel, now));
  });
}

std::optional<AlertRow> SqliteStore::latest_alert() {
  return guarded([&]() -> std::optional<AlertRow> {
    SQLite::Statement select(*database_,
                             "SELECT id, target_id, created_at, severity, payload, attachments FROM alert"
                             " ORDER BY created_at DESC, target_id, id LIMIT 1");
    if (!select.executeStep()) return std::nullopt;
    AlertRow row;
    RowReader(select).read(row.id, row.target_id, row.created_at, row.severity, row.payload, row.attachments);
    return row;
  });
}

std::optional<ToldDrift> SqliteStore::told_drift(TargetId target, TargetId reference,
                                                 const std::string& channel) {
  return guarded([&]() -> std::optional<ToldDrift> {
    SQLite::Statement select(*database_,
                             "SELECT digest, severity, since, told_at FROM told_drift"
                             " WHERE target_id = ? AND reference_id = ? AND channel = ?");
    RowBinder(select).bind(target, reference, channel);
    if (!select.executeStep()) return std::nullopt;
    ToldDrift told;
    RowReader(select).read(told.digest, told.severity, told.since, told.told_at);
    return told;
  });
}

void SqliteStore::set_told_drift(TargetId target, TargetId reference, const std::string& channel,
                                 const ToldDrift& told) {
  write([&] {
    SQLite::Statement upsert(
        *database_,
        "INSERT INTO told_drift (target_id, reference_id, channel, digest, severity, since, told_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (target_id, reference_id, channel) DO UPDATE"
        " SET digest = excluded.digest, severity = excluded.severity, since = excluded.since,"
        " told_at = excluded.told_at");
    execute(upsert, target, reference, channel, told.digest, told.severity, told.since, told.told_at);
  });
}

void SqliteStore::forget_told_drift(TargetId target, TargetId reference, const std::string& channel) {
  write([&] {
    SQLite::Statement remove(
        *database_, "DELETE FROM told_drift WHERE target_id = ? AND reference_id = ? AND channel = ?");
    execute(remove, target, reference, channel);
  });
}

std::vector<ChannelRow> SqliteStore::channels() {
  return guarded([&] {
    SQLite::Statement select(*database_,
                             "SELECT name, failures, retry_at, last_error, last_failure_at, last_success_at"
                             " FROM channel ORDER BY name");
    std::vector<ChannelRow> rows;
    while (select.executeStep()) {
      ChannelRow& row = rows.emplace_back();
      RowReader(select).read(row.name, row.failures, row.retry_at, row.last_error, row.last_failure_at,
                             row.last_success_at);
    }
    return rows;
  });
}

void SqliteStore::put_channel(const ChannelRow& row) {
  write([&] {
    SQLite::Statement upsert(
        *database_,
        "INSERT INTO channel (name, failures, retry_at, last_error, last_failure_at, last_success_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET failures = excluded.failures,"
        " retry_at = excluded.retry_at, last_error = excluded.last_error,"
        " last_failure_at = excluded.last_failure_at, last_success_at = excluded.last_success_at");
    execute(upsert, row.name, row.failures, row.retry_at, row.last_error, row.last_failure_at,
            row.last_success_at);
  });
}

}  // namespace schema_audit
