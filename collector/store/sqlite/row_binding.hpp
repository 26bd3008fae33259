// Values into the parameters of a statement and out of the columns of a row, in
// order, with NULL where C++ has nullopt.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "collector/store/event_columns.hpp"
#include "core/canonical/hash.hpp"

namespace schema_audit {

// Bytes that are not text.
struct Blob {
  const std::string& bytes;
};

std::string text_array_to_json(const std::vector<std::string>& items);
std::vector<std::string> text_array_from_json(const std::string& json);

// Binds the parameters of one statement from the first on. Text is not copied:
// it must outlive the step of the statement.
class RowBinder {
 public:
  explicit RowBinder(SQLite::Statement& statement) : statement_(statement) {}

  template <typename... Values>
  void bind(const Values&... values) {
    (bind_one(values), ...);
  }

 private:
  void bind_one(const std::string& text) { statement_.bindNoCopy(++index_, text); }
  void bind_one(const Blob& blob) {
    statement_.bindNoCopy(++index_, blob.bytes.data(), static_cast<int>(blob.bytes.size()));
  }
  void bind_one(const Digest& digest) {
    statement_.bindNoCopy(++index_, digest.data(), static_cast<int>(digest.size()));
  }
  void bind_one(const std::vector<std::string>& items) {
    statement_.bind(++index_, text_array_to_json(items));
  }
  template <typename Integer>
  requires std::is_integral_v<Integer>
  void bind_one(Integer number) { statement_.bind(++index_, static_cast<std::int64_t>(number)); }
  template <typename Value>
  void bind_one(const std::optional<Value>& value) {
    if (value) {
      bind_one(*value);
    } else {
      statement_.bind(++index_);
    }
  }

  SQLite::Statement& statement_;
  int index_ = 0;
};

// INSERT of the target's id and these columns, which leaves alone what is there.
std::string insert_sql(std::string_view table, std::span<const Column> columns);

// Runs a statement that returns no row, and makes it ready for the next values.
template <typename... Values>
int execute(SQLite::Statement& statement, const Values&... values) {
  RowBinder(statement).bind(values...);
  const int changed = statement.exec();
  statement.reset();
  return changed;
}

// Reads the current row of a statement from the first column on.
class RowReader {
 public:
  explicit RowReader(SQLite::Statement& statement) : statement_(statement) {}

  template <typename... Values>
  void read(Values&... values) {
    (read_one(values), ...);
  }

 private:
  void read_one(std::string& text) { text = statement_.getColumn(index_++).getString(); }
  void read_one(Digest& digest) { digest = digest_from_bytes(statement_.getColumn(index_++).getString()); }
  void read_one(std::vector<std::string>& items) {
    items = text_array_from_json(statement_.getColumn(index_++).getString());
  }
  template <typename Integer>
  requires std::is_integral_v<Integer>
  void read_one(Integer& number) { number = static_cast<Integer>(statement_.getColumn(index_++).getInt64()); }
  template <typename Value>
  void read_one(std::optional<Value>& value) {
    if (statement_.getColumn(index_).isNull()) {
      value.reset();
      ++index_;
    } else {
      read_one(value.emplace());
    }
  }

  SQLite::Statement& statement_;
  int index_ = 0;
};

}  // namespace schema_audit
