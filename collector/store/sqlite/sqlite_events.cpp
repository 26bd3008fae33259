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
#include "collector/store/sqlite/bulk_statement.hpp"
#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {
namespace {

void read_row(const BulkStatement& select, StatementRow& row) {
  visit_statement(row, [&](auto&... fields) { select.read(fields...); });
}

void read_row(const BulkStatement& select, ObjectRow& row) {
  visit_object(row, [&](auto&... fields) { select.read(fields...); });
}

// The xids from which and up to which rows of one incarnation are wanted, and which of those.
struct XidRange {
  std::string incarnation;
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  std::function<bool(std::uint64_t)> wanted;
};

void read_range(SQLite::Database& database, TargetId target, const XidRange& range, EventRows& rows) {
  const auto select = [&](std::span<const Column> columns, const char* table, auto& into) {
    BulkStatement query(database, "SELECT " + column_list(columns) + " FROM " + table +
                                      " WHERE target_id = ? AND incarnation = ? AND xid >= ? AND xid < ?"
                                      " ORDER BY incarnation, xid, number");
    query.bind(target, range.incarnation, range.first, range.end);
    while (query.step()) {
      if (range.wanted(static_cast<std::uint64_t>(query.integer(1)))) read_row(query, into.emplace_back());
    }
  };
  select(kStatementColumns, "ddl_statement", rows.statements);
  select(kObjectColumns, "ddl_object", rows.objects);
}

void sort_by_time(std::vector<StatementRow>& statements) {
  const auto key = [](const StatementRow& row) {
    return std::tie(row.logged_at, row.incarnation, row.xid, row.number);
  };
  if (!std::ranges::is_sorted(statements, {}, key)) std::ranges::sort(statements, {}, key);
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
    BulkStatement add_statement(*database_, insert_sql("ddl_statement", kStatementColumns));
    for (const StatementRow& row : rows.statements) {
      visit_statement(row, [&](const auto&... fields) {
        count.statements += static_cast<std::size_t>(add_statement.execute(target, fields...));
      });
    }
    BulkStatement add_object(*database_, insert_sql("ddl_object", kObjectColumns));
    for (const ObjectRow& row : rows.objects) {
      visit_object(row, [&](const auto&... fields) {
        count.objects += static_cast<std::size_t>(add_object.execute(target, fields...));
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
    BulkStatement select(*database_, sql);
    const Timestamp since = filter.since.value_or("");
    select.bind(target, since, filter.before, filter.actor, limit);
    int parameter = 5;
    for (const AddressPrefix& address : addresses) {
      for (const std::string* text : {&address.exact, &address.from, &address.to})
        select.bind_text(++parameter, *text);
    }
    // By transaction, so that each one's objects are read once however many statements it has.
    std::map<std::pair<std::string, std::uint64_t>, std::set<std::int32_t>> wanted;
    while (select.step()) {
      read_row(select, rows.statements.emplace_back());
      const StatementRow& row = rows.statements.back();
      wanted[{row.incarnation, row.xid}].insert(row.number);
    }
    BulkStatement objects(*database_,
                          "SELECT " + column_list(kObjectColumns) +
                              " FROM ddl_object WHERE target_id = ? AND incarnation = ? AND xid = ?"
                              " ORDER BY number");
    for (const auto& [transaction, numbers] : wanted) {
      objects.bind(target, transaction.first, transaction.second);
      while (objects.step()) {
        ObjectRow row;
        read_row(objects, row);
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
