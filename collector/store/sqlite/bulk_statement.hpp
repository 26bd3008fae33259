// A prepared statement for many rows: values go to SQLite and come from it without a detour. Otherwise as
// RowBinder and RowReader. Borrows the database; of one thread.
#pragma once

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "collector/store/sqlite/row_binding.hpp"

namespace schema_audit {

class BulkStatement {
 public:
  // Throws SQLite::Exception, as all of it does.
  BulkStatement(SQLite::Database& database, const std::string& sql);

  // The values of all parameters. Text must live until the statement is reset.
  template <typename... Values>
  void bind(const Values&... values) {
    int index = 0;
    (bind_one(++index, values), ...);
  }

  // One further parameter.
  void bind_text(int index, const std::string& text) { bind_one(index, text); }

  // Whether there is a row.
  bool step();
  void reset();

  // Runs a statement that returns no row. Returns how many rows it changed.
  template <typename... Values>
  int execute(const Values&... values) {
    bind(values...);
    step();
    const int changed = sqlite3_changes(database_);
    reset();
    return changed;
  }

  // The columns of the row, from the first one on.
  template <typename... Values>
  void read(Values&... values) const {
    int index = 0;
    (read_one(index++, values), ...);
  }

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

 private:
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };

  void check(int code) const;

  void bind_one(int index, const std::string& text) {
    check(sqlite3_bind_text64(statement_.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind_one(int index, const std::vector<std::string>& items) {
    const std::string json = text_array_to_json(items);
    check(sqlite3_bind_text64(statement_.get(), index, json.data(), json.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
  }
  template <typename Integer>
  requires std::is_integral_v<Integer>
  void bind_one(int index, Integer number) {
    check(sqlite3_bind_int64(statement_.get(), index, static_cast<std::int64_t>(number)));
  }
  template <typename Value>
  void bind_one(int index, const std::optional<Value>& value) {
    if (value) {
      bind_one(index, *value);
    } else {
      check(sqlite3_bind_null(statement_.get(), index));
    }
  }

  void read_one(int column, std::string& text) const {
    const unsigned char* bytes = sqlite3_column_text(statement_.get(), column);
    text.assign(bytes == nullptr ? "" : reinterpret_cast<const char*>(bytes),
                static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
  }
  void read_one(int column, std::vector<std::string>& items) const {
    std::string json;
    read_one(column, json);
    items = text_array_from_json(json);
  }
  template <typename Integer>
  requires std::is_integral_v<Integer>
  void read_one(int column, Integer& number) const { number = static_cast<Integer>(integer(column)); }
  template <typename Value>
  void read_one(int column, std::optional<Value>& value) const {
    if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) {
      value.reset();
    } else {
      read_one(column, value.emplace());
    }
  }

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

}  // namespace schema_audit
