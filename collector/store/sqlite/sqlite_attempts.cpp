#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <limits>

#include "collector/store/event_columns.hpp"
#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {

std::size_t SqliteStore::add_attempts(TargetId target, const std::vector<AttemptRow>& rows) {
  return write([&] {
    std::size_t added = 0;
    SQLite::Statement insert(*database_, insert_sql("ddl_attempt", kAttemptColumns));
    for (const AttemptRow& row : rows) {
      visit_attempt(row, [&](const auto&... fields) {
        added += static_cast<std::size_t>(execute(insert, target, fields...));
      });
    }
    return added;
  });
}

AttemptCount SqliteStore::count_attempts(TargetId target, const std::string& incarnation,
                                         std::int64_t from_id) {
  return guarded([&] {
    SQLite::Statement select(*database_,
                             "SELECT coalesce(max(id), 0), coalesce(max(at), ''), count(*) FILTER (WHERE id "
                             ">= ?3) FROM ddl_attempt"
                             " WHERE target_id = ?1 AND incarnation = ?2");
    RowBinder(select).bind(target, incarnation, from_id);
    select.executeStep();
    AttemptCount count;
    RowReader(select).read(count.last_id, count.last_at, count.rows);
    return count;
  });
}

std::vector<AttemptRow> SqliteStore::find_attempts(TargetId target, const AttemptFilter& filter) {
  return guarded([&] {
    const auto limit = filter.limit == 0 ? std::numeric_limits<std::int64_t>::max()
                                         : static_cast<std::int64_t>(filter.limit);
    SQLite::Statement select(*database_,
                             "SELECT " + column_list(kAttemptColumns) +
                                 " FROM ddl_attempt WHERE target_id = ?1 AND at >= ?2"
                                 " AND (?3 = '' OR session_role = ?3 OR effective_role = ?3 OR actor = ?3)"
                                 " ORDER BY at DESC, incarnation DESC, id DESC LIMIT ?4");
    const Timestamp since = filter.since.value_or("");
    RowBinder(select).bind(target, since, filter.actor, limit);
    std::vector<AttemptRow> rows;
    while (select.executeStep()) {
      visit_attempt(rows.emplace_back(), [&](auto&... fields) { RowReader(select).read(fields...); });
    }
    std::ranges::reverse(rows);
    return rows;
  });
}

}  // namespace schema_audit
