#include <SQLiteCpp/Statement.h>

#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

bool SqliteStore::add_alert(const AlertRow& alert, const std::vector<std::string>& channels) {
  return write([&] {
    SQLite::Statement insert(*database_,
                             "INSERT INTO alert (target_id, id, created_at, severity, payload, attachments) "
                             "VALUES (?, ?, ?, ?, ?, ?)"
                             " ON CONFLICT DO NOTHING");
    if (execute(insert, alert.target_id, alert.id, alert.created_at, alert.severity, alert.payload,
                alert.attachments) == 0)
      return false;
    SQLite::Statement deliver(
        *database_, "INSERT INTO delivery (target_id, alert_id, channel, next_try_at) VALUES (?, ?, ?, ?)");
    for (const std::string& channel : channels)
      execute(deliver, alert.target_id, alert.id, channel, alert.created_at);
    return true;
  });
}

std::vector<Delivery> SqliteStore::due_deliveries(const Timestamp& now) {
  return guarded([&] {
    SQLite::Statement select(
        *database_,
        "SELECT a.id, a.target_id, a.created_at, a.severity, a.payload, a.attachments, d.channel,"
        " d.attempts"
        " FROM delivery d JOIN alert a ON a.target_id = d.target_id AND a.id = d.alert_id"
        " WHERE d.state = 'pending' AND d.next_try_at <= ?"
        " ORDER BY a.created_at, a.target_id, a.id, d.channel");
    RowBinder(select).bind(now);
    std::vector<Delivery> rows;
    while (select.executeStep()) {
      Delivery& row = rows.emplace_back();
      AlertRow& alert = row.alert;
      RowReader(select).read(alert.id, alert.target_id, alert.created_at, alert.severity, alert.payload,
                             alert.attachments, row.channel, row.attempts);
    }
    return rows;
  });
}

void SqliteStore::mark_delivered(const DeliveryKey& key, const Timestamp& now) {
  write([&] {
    SQLite::Statement update(
        *database_,
        "UPDATE delivery SET state = 'delivered', attempts = attempts + 1, last_try_at = ?4,"
        " last_error = '' WHERE target_id = ?1 AND alert_id = ?2 AND channel = ?3");
    execute(update, key.target_id, key.alert_id, key.channel, now);
  });
}

void SqliteStore::mark_failed(const DeliveryKey& key, const Timestamp& now,
                              const std::optional<Timestamp>& next_try, const std::string& error) {
  write([&] {
    SQLite::Statement update(
        *database_,
        "UPDATE delivery SET state = iif(?5 IS NULL, 'dead', 'pending'), attempts = attempts + 1,"
        " last_try_at = ?4, next_try_at = coalesce(?5, next_try_at), last_error = ?6"
        " WHERE target_id = ?1 AND alert_id = ?2 AND channel = ?3");
    execute(update, key.target_id, key.alert_id, key.channel, now, next_try, error);
  });
}

DeliveryCounts SqliteStore::delivery_counts() {
  return guarded([&] {
    DeliveryCounts counts;
    SQLite::Statement select(
        *database_,
        "SELECT count(*) FILTER (WHERE state = 'pending'),"
        " count(*) FILTER (WHERE state = 'delivered'), count(*) FILTER (WHERE state = 'dead')"
        " FROM delivery");
    select.executeStep();
    RowReader(select).read(counts.pending, counts.delivered, counts.dead);
    return counts;
  });
}

}  // namespace schema_audit
