// The store beside plain SQLite as it is used without thinking: a connection for each call, every statement a
// transaction of its own. The same tables, the same rows, the same library.
//
// usage: store_bench DIRECTORY ROUND      prints "NAME SECONDS" for each figure
#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "collector/clock.hpp"
#include "collector/store/event_columns.hpp"
#include "collector/store/migrations.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/store_backup.hpp"

namespace schema_audit {
namespace {

constexpr const char* kTime = "2026-11-21T09:00:00.000000Z";
constexpr const char* kIncarnation = "00000000-0000-0001-0000-000500000001";
constexpr int kEvents = 1000;

EventRows make_events(std::uint64_t first) {
  EventRows rows;
  for (int i = 0; i < kEvents; ++i) {
    StatementRow& s = rows.statements.emplace_back();
    s.incarnation = kIncarnation;
    s.xid = first + static_cast<std::uint64_t>(i);
    s.number = 1;
    s.logged_at = s.transaction_at = s.statement_at = s.backend_start = kTime;
    s.command_tag = "ALTER TABLE";
    s.statement = "ALTER TABLE app.orders_" + std::to_string(i) + " ADD COLUMN gift_message text";
    s.session_role = s.outer_role = s.effective_role = "deploy";
    s.application_name = "deploy-pipeline";
    s.replication_role = "origin";
    ObjectRow& o = rows.objects.emplace_back();
    o.incarnation = kIncarnation;
    o.xid = s.xid;
    o.number = 2;
    o.statement = 1;
    o.role = "target";
    o.kind = o.object_type = "table";
    o.schema_name = "app";
    o.object_identity = "app.orders_" + std::to_string(i);
    o.address_names = TextArray{"app", "orders_" + std::to_string(i)};
    o.address_args = TextArray{};
    o.command_tag = s.command_tag;
  }
  return rows;
}

double seconds(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// A connection for one call.
class Call {
 public:
  explicit Call(const std::filesystem::path& file)
      : database_(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {}
  SQLite::Database& operator*() { return database_; }

 private:
  SQLite::Database database_;
};

class Plain {
 public:
  explicit Plain(std::filesystem::path file) : file_(std::move(file)) {
    Call call(file_);
    for (const Migration& migration : sqlite_migrations()) (*call).exec(std::string(migration.sql));
    (*call).exec(
        "INSERT INTO target (id, name, environment, first_seen_at) VALUES (1, 'bench', 'bench', '')");
  }

  void insert(const EventRows& rows) const {
    for (const StatementRow& row : rows.statements) {
      Call call(file_);
      SQLite::Statement statement(*call, insert_sql("ddl_statement", kStatementColumns));
      visit_statement(row, [&](const auto&... fields) { RowBinder(statement).bind(TargetId{1}, fields...); });
      statement.exec();
    }
    for (const ObjectRow& row : rows.objects) {
      Call call(file_);
      SQLite::Statement statement(*call, insert_sql("ddl_object", kObjectColumns));
      visit_object(row, [&](const auto&... fields) { RowBinder(statement).bind(TargetId{1}, fields...); });
      statement.exec();
    }
  }

  std::size_t query(std::uint64_t first) const {
    std::vector<StatementRow> rows;
    for (int i = 0; i < kEvents; ++i)
      read<StatementRow>("ddl_statement", kStatementColumns, first + static_cast<std::uint64_t>(i), rows);
    return rows.size();
  }

  // Row by row, as query() and insert() does it, into a file of its own.
  void copy(const std::filesystem::path& to, std::uint64_t first) const {
    EventRows rows;
    for (int i = 0; i < kEvents; ++i) {
      const std::uint64_t xid = first + static_cast<std::uint64_t>(i);
      read<StatementRow>("ddl_statement", kStatementColumns, xid, rows.statements);
      read<ObjectRow>("ddl_object", kObjectColumns, xid, rows.objects);
    }
    Plain(to).insert(rows);
  }

  void copy_pages(const std::filesystem::path& to) const {
    Call from(file_);
    Call into(to);
    SQLite::Backup backup(*into, *from);
    backup.executeStep(-1);
  }

 private:
  template <typename Row>
  void read(const char* table, std::span<const Column> columns, std::uint64_t xid,
            std::vector<Row>& rows) const {
    Call call(file_);
    SQLite::Statement select(*call, "SELECT " + column_list(columns) + " FROM " + table +
                                        " WHERE target_id = 1 AND incarnation = ? AND xid = ?");
    const std::string incarnation = kIncarnation;  // bound as it lies there
    RowBinder(select).bind(incarnation, xid);
    while (select.executeStep()) {
      const auto take = [&](auto&... fields) { RowReader(select).read(fields...); };
      if constexpr (std::is_same_v<Row, StatementRow>) {
        visit_statement(rows.emplace_back(), take);
      } else {
        visit_object(rows.emplace_back(), take);
      }
    }
  }

  std::filesystem::path file_;
};

void run(const std::filesystem::path& directory, std::uint64_t round) {
  const std::uint64_t first = 1000 + round * kEvents;
  const EventRows events = make_events(first);
  const auto print = [](const char* name, double value) { std::printf("%s %.6f\n", name, value); };

  const std::filesystem::path plain_file = directory / ("plain-" + std::to_string(round) + ".db");
  const Plain plain(plain_file);
  print("plain_insert", seconds([&] { plain.insert(events); }));
  print("plain_query", seconds([&] {
          if (plain.query(first) != kEvents) std::abort();
        }));
  print("plain_backup", seconds([&] { plain.copy(plain_file.string() + ".copy", first); }));
  print("plain_pages", seconds([&] { plain.copy_pages(plain_file.string() + ".pages"); }));

  const std::filesystem::path file = directory / ("store-" + std::to_string(round) + ".db");
  open_store(file, StoreMode::kReadWrite)->put_target("bench", "bench", kTime);
  print("store_insert", seconds([&] {
          const auto store = open_store(file, StoreMode::kReadWrite);
          const auto transaction = store->begin();
          store->add_events(store->find_target("bench")->id, events);
          transaction->commit();
        }));
  print("store_query", seconds([&] {
          const auto store = open_store(file, StoreMode::kReadOnly);
          const EventRows rows = store->find_events(store->find_target("bench")->id, {});
          if (rows.statements.size() != kEvents || rows.objects.size() != kEvents) std::abort();
        }));
  print("store_backup", seconds([&] { back_up_store(file, directory / "backups", system_clock_micros()); }));
}

}  // namespace
}  // namespace schema_audit

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  schema_audit::run(argv[1], std::stoull(argv[2]));
}
