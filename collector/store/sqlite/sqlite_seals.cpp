#include <SQLiteCpp/Statement.h>

#include <utility>

#include "collector/store/event_columns.hpp"
#include "collector/store/sqlite/bulk_statement.hpp"
#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {
namespace {

template <typename... Values>
std::vector<BlockRow> select_blocks(SQLite::Database& database, const char* condition,
                                    const Values&... values) {
  SQLite::Statement select(database, "SELECT " + column_list(kBlockColumns) +
                                         " FROM ddl_block WHERE target_id = ?1 AND " + condition);
  RowBinder(select).bind(values...);
  std::vector<BlockRow> rows;
  while (select.executeStep()) {
    visit_block(rows.emplace_back(), [&](auto&... fields) { RowReader(select).read(fields...); });
  }
  return rows;
}

std::optional<BlockRow> first_of(std::vector<BlockRow> rows) {
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace

void SqliteStore::add_transactions(TargetId target, const std::vector<TransactionRow>& rows) {
  write([&] {
    BulkStatement insert(*database_, insert_sql("ddl_transaction", kTransactionColumns));
    for (const TransactionRow& row : rows) {
      visit_transaction(row, [&](const auto&... fields) { insert.execute(target, fields...); });
    }
  });
}

std::vector<TransactionRow> SqliteStore::transactions_in(TargetId target, const std::string& incarnation,
                                                         std::uint64_t first, std::uint64_t end) {
  return guarded([&] {
    SQLite::Statement select(*database_,
                             "SELECT " + column_list(kTransactionColumns) +
                                 " FROM ddl_transaction WHERE target_id = ? AND incarnation = ? AND xid >= ?"
                                 " AND xid < ? ORDER BY xid");
    RowBinder(select).bind(target, incarnation, first, end);
    std::vector<TransactionRow> rows;
    while (select.executeStep()) {
      visit_transaction(rows.emplace_back(), [&](auto&... fields) { RowReader(select).read(fields...); });
    }
    return rows;
  });
}

void SqliteStore::add_blocks(TargetId target, const std::vector<BlockRow>& rows) {
  write([&] {
    SQLite::Statement insert(*database_, insert_sql("ddl_block", kBlockColumns));
    for (const BlockRow& row : rows) {
      visit_block(row, [&](const auto&... fields) { execute(insert, target, fields...); });
    }
  });
}

std::vector<BlockRow> SqliteStore::blocks(TargetId target, const std::string& incarnation) {
  return guarded(
      [&] { return select_blocks(*database_, "incarnation = ?2 ORDER BY number", target, incarnation); });
}

std::optional<BlockRow> SqliteStore::find_block(TargetId target, const std::string& incarnation,
                                                std::int64_t number) {
  return guarded([&] {
    return first_of(
        select_blocks(*database_, "incarnation = ?2 AND number = ?3", target, incarnation, number));
  });
}

std::optional<BlockRow> SqliteStore::find_block_by_hash(TargetId target, const std::string& hash) {
  return guarded([&] { return first_of(select_blocks(*database_, "hash = ?2", target, hash)); });
}

void SqliteStore::drop_blocks(TargetId target, const std::string& incarnation, std::int64_t from) {
  write([&] {
    SQLite::Statement remove(*database_,
                             "DELETE FROM ddl_block WHERE target_id = ? AND incarnation = ? AND number >= ?");
    execute(remove, target, incarnation, from);
  });
}

std::vector<AnchorRow> SqliteStore::anchors(TargetId target) {
  return guarded([&] {
    SQLite::Statement select(
        *database_,
        "SELECT incarnation, head, position, extension, seen_at, superseded, accepted_gone FROM anchor"
        " WHERE target_id = ? ORDER BY seen_at, incarnation");
    RowBinder(select).bind(target);
    std::vector<AnchorRow> rows;
    while (select.executeStep()) {
      AnchorRow& row = rows.emplace_back();
      RowReader(select).read(row.incarnation, row.head, row.position, row.extension, row.seen_at,
                             row.superseded, row.accepted_gone);
    }
    return rows;
  });
}

void SqliteStore::set_anchor(TargetId target, const AnchorRow& anchor) {
  write([&] {
    SQLite::Statement upsert(
        *database_,
        "INSERT INTO anchor (target_id, incarnation, head, position, extension, seen_at, superseded,"
        " accepted_gone) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (target_id, incarnation) DO UPDATE"
        " SET head = excluded.head, position = excluded.position, extension = excluded.extension,"
        " seen_at = excluded.seen_at, superseded = excluded.superseded,"
        " accepted_gone = excluded.accepted_gone");
    execute(upsert, target, anchor.incarnation, anchor.head, anchor.position, anchor.extension,
            anchor.seen_at, anchor.superseded, anchor.accepted_gone);
  });
}

}  // namespace schema_audit
