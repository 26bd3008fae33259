#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "collector/store/event_columns.hpp"
#include "collector/store/pg_snapshot.hpp"
#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {
namespace {

StatementRow read_statement(SQLite::Statement& select) {
  StatementRow row;
  visit_statement(row, [&](auto&... fields) { RowReader(select).read(fields...); });
  return row;
}

ObjectRow read_object(SQLite::Statement& select) {
  ObjectRow row;
  visit_object(row, [&](auto&... fields) { RowReader(select).read(fields...); });
  return row;
}

// The xids from which and up to which rows of one incarnation are wanted, and which of those.
struct XidRange {
  std::string incarnation;
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  std::function<bool(std::uint64_t)> wanted;
};

void read_range(SQLite::Database& database, TargetId target, const XidRange& range, EventRows& rows) {
  const auto select = [&](std::span<const Column> columns, const char* table, auto take) {
    SQLite::Statement query(database, "SELECT " + column_list(columns) + " FROM " + table +
                                          " WHERE target_id = ? AND incarnation = ? AND xid >= ? AND xid < ?"
                                          " ORDER BY incarnation, xid, number");
    RowBinder(query).bind(target, range.incarnation, range.first, range.end);
    while (query.executeStep()) {
      if (range.wanted(static_cast<std::uint64_t>(query.getColumn(1).getInt64()))) take(query);
    }
  };
  select(kStatementColumns, "ddl_statement",
         [&](SQLite::Statement& q) { rows.statements.push_back(read_statement(q)); });
  select(kObjectColumns, "ddl_object", [&](SQLite::Statement& q) { rows.objects.push_back(read_object(q)); });
}

void sort_by_time(std::vector<StatementRow>& statements) {
  std::ranges::sort(statements, {}, [](const StatementRow& row) {
    return std::tie(row.logged_at, row.incarnation, row.xid, row.number);
  });
}

// address_names is JSON as text_array_to_json() writes it, so "begins with" is a range of texts: after the
// given names comes either "," or the closing bracket.
struct AddressPrefix {
  std::string exact;
  std::string from;
  std::string to;

  explicit AddressPrefix(const TextArray& names) : exact(text_array_to_json(names)) {
    const std::string open = exact.substr(0, exact.size() - 1);
    from = open + ",";
    to = open + "-";  // the byte after ","
  }
};

}  // namespace

EventCount SqliteStore::add_events(TargetId target, const EventRows& rows) {
  return write([&] {
    EventCount count;
    SQLite::Statement add_statement(*database_, insert_sql("ddl_statement", kStatementColumns));
    for (const StatementRow& row : rows.statements) {
      visit_statement(row, [&](const auto&... fields) {
        count.statements += static_cast<std::size_t>(execute(add_statement, target, fields...));
      });
    }
    SQLite::Statement add_object(*database_, insert_sql("ddl_object", kObjectColumns));
    for (const ObjectRow& row : rows.objects) {
      visit_object(row, [&](const auto&... fields) {
        count.objects += static_cast<std::size_t>(execute(add_object, target, fields...));
      });
    }
    return count;
  });
}

std::optional<Watermark> SqliteStore::watermark(TargetId target, const std::string& incarnation) {
  return guarded([&]() -> std::optional<Watermark> {
    SQLite::Statement select(*database_,
                             "SELECT incarnation, pg_snapshot, pulled_at FROM watermark"
                             " WHERE target_id = ? AND incarnation = ?");
    RowBinder(select).bind(target, incarnation);
    if (!select.executeStep()) return std::nullopt;
    Watermark row;
    RowReader(select).read(row.incarnation, row.pg_snapshot, row.pulled_at);
    return row;
  });
}

void SqliteStore::set_watermark(TargetId target, const Watermark& watermark) {
  write([&] {
    SQLite::Statement upsert(*database_,
                             "INSERT INTO watermark (target_id, incarnation, pg_snapshot, pulled_at)"
                             " VALUES (?, ?, ?, ?) ON CONFLICT (target_id, incarnation) DO UPDATE"
                             " SET pg_snapshot = excluded.pg_snapshot, pulled_at = excluded.pulled_at");
    execute(upsert, target, watermark.incarnation, watermark.pg_snapshot, watermark.pulled_at);
  });
}

EventRows SqliteStore::events_between(TargetId target, std::optional<SnapshotId> since, SnapshotId until) {
  EventRows rows;
  const auto last = find_snapshot(target, until);
  const auto seen_last = last ? parse_pg_snapshot(last->xact_snapshot) : std::nullopt;
  if (!last || !last->incarnation || !seen_last) return rows;
  const auto first = since ? find_snapshot(target, *since) : std::nullopt;
  const auto seen_first =
      first && first->incarnation ? parse_pg_snapshot(first->xact_snapshot) : std::nullopt;
  const auto newly_seen = [&](std::uint64_t xid) { return seen_last->sees(xid) && !seen_first->sees(xid); };
  guarded([&] {
    if (!seen_first) {
      read_range(*database_, target,
                 {*last->incarnation, 0, seen_last->xmax, [&](auto xid) { return seen_last->sees(xid); }},
                 rows);
    } else if (first->incarnation == last->incarnation) {
      read_range(*database_, target, {*last->incarnation, seen_first->xmin, seen_last->xmax, newly_seen},
                 rows);
    } else {
      // A failover or a restore lies between: the end of the old history, and all of the new one.
      read_range(*database_, target, {*first->incarnation, seen_first->xmin, seen_last->xmax, newly_seen},
                 rows);
      read_range(*database_, target,
                 {*last->incarnation, 0, seen_last->xmax, [&](auto xid) { return seen_last->sees(xid); }},
                 rows);
    }
  });
  sort_by_time(rows.statements);
  return rows;
}

EventRows SqliteStore::find_events(TargetId target, const EventFilter& filter) {
  EventRows rows;
  guarded([&] {
    const auto limit = filter.limit == 0 ? std::numeric_limits<std::int64_t>::max()
                                         : static_cast<std::int64_t>(filter.limit);
    std::string sql =
        "SELECT " + column_list(kStatementColumns) +
        " FROM ddl_statement WHERE target_id = ?1"
        " AND logged_at >= ?2 AND (?3 IS NULL OR logged_at < ?3)"
        " AND (?4 = '' OR session_role = ?4 OR outer_role = ?4 OR effective_role = ?4 OR actor = ?4)";
    const std::vector<AddressPrefix> addresses(filter.addresses.begin(), filter.addresses.end());
    if (!addresses.empty()) {
      constexpr std::size_t kFirst = 6;
      sql += " AND (incarnation, xid, number) IN (";
      for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto parameter = [&](std::size_t n) { return "?" + std::to_string(kFirst + 3 * i + n); };
        if (i > 0) sql += " UNION ALL ";
        sql +=
            "SELECT incarnation, xid, statement FROM ddl_object WHERE target_id = ?1 AND (address_names = " +
            parameter(0) + " OR (address_names >= " + parameter(1) + " AND address_names < " + parameter(2) +
            "))";
      }
      sql += ")";
    }
    sql += " ORDER BY logged_at DESC, incarnation DESC, xid DESC, number DESC LIMIT ?5";
    SQLite::Statement select(*database_, sql);
    const Timestamp since = filter.since.value_or("");
    RowBinder binder(select);
    binder.bind(target, since, filter.before, filter.actor, limit);
    for (const AddressPrefix& address : addresses) binder.bind(address.exact, address.from, address.to);
    // By transaction, so that each one's objects are read once however many statements it has.
    std::map<std::pair<std::string, std::uint64_t>, std::set<std::int32_t>> wanted;
    while (select.executeStep()) {
      rows.statements.push_back(read_statement(select));
      const StatementRow& row = rows.statements.back();
      wanted[{row.incarnation, row.xid}].insert(row.number);
    }
    SQLite::Statement objects(*database_,
                              "SELECT " + column_list(kObjectColumns) +
                                  " FROM ddl_object WHERE target_id = ? AND incarnation = ? AND xid = ?"
                                  " ORDER BY number");
    for (const auto& [transaction, numbers] : wanted) {
      RowBinder(objects).bind(target, transaction.first, transaction.second);
      while (objects.executeStep()) {
        ObjectRow row = read_object(objects);
        if (numbers.contains(row.statement)) rows.objects.push_back(std::move(row));
      }
      objects.reset();
    }
  });
  sort_by_time(rows.statements);
  return rows;
}

EventRows SqliteStore::events_in(TargetId target, const std::string& incarnation, std::uint64_t first,
                                 std::uint64_t end) {
  return guarded([&] {
    EventRows rows;
    read_range(*database_, target, {incarnation, first, end, [](std::uint64_t) { return true; }}, rows);
    return rows;
  });
}

std::optional<std::uint64_t> SqliteStore::end_of_range(TargetId target, const std::string& incarnation,
                                                       std::uint64_t first, std::size_t objects) {
  return guarded([&]() -> std::optional<std::uint64_t> {
    SQLite::Statement select(*database_,
                             "SELECT xid + 1 FROM ddl_object WHERE target_id = ? AND incarnation = ?"
                             " AND xid >= ? ORDER BY xid LIMIT 1 OFFSET ?");
    RowBinder(select).bind(target, incarnation, first, objects);
    if (!select.executeStep()) return std::nullopt;
    std::uint64_t end = 0;
    RowReader(select).read(end);
    return end;
  });
}

std::vector<std::string> SqliteStore::incarnations(TargetId target) {
  return guarded([&] {
    SQLite::Statement select(*database_,
                             "SELECT incarnation FROM ddl_statement WHERE target_id = ?1"
                             " UNION SELECT incarnation FROM ddl_object WHERE target_id = ?1"
                             " UNION SELECT incarnation FROM anchor WHERE target_id = ?1 ORDER BY 1");
    RowBinder(select).bind(target);
    std::vector<std::string> all;
    while (select.executeStep()) RowReader(select).read(all.emplace_back());
    return all;
  });
}

}  // namespace schema_audit
