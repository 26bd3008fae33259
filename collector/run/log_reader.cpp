#include "collector/run/log_reader.hpp"

#include <charconv>
#include <optional>
#include <type_traits>

#include "core/kinds/array_text.hpp"

namespace schema_audit {

namespace {

// One row of a result; the fields are taken in the order of its columns.
class FieldReader {
 public:
  FieldReader(const Result& result, int row) : result_(result), row_(row) {}

  template <typename... Values>
  void read(Values&... values) {
    (read_field(values, result_.field(row_, column_++)), ...);
  }

 private:
  using Field = std::optional<std::string_view>;

  static void read_field(std::string& value, const Field& field) { value = field.value_or(""); }
  static void read_field(bool& value, const Field& field) { value = field == "t"; }
  static void read_field(TextArray& value, const Field& field) { value = parse_array(field.value_or("{}")); }
  template <typename Integer>
  requires std::is_integral_v<Integer>
  static void read_field(Integer& value, const Field& field) {
    value = 0;
    if (field) std::from_chars(field->data(), field->data() + field->size(), value);
  }
  template <typename Value>
  static void read_field(std::optional<Value>& value, const Field& field) {
    value.reset();
    if (field) read_field(value.emplace(), field);
  }

  const Result& result_;
  int row_;
  int column_ = 0;
};

std::string expression(const Column& column) {
  const std::string name(column.name);
  switch (column.form) {
    case Column::Form::kTime:
      return "pg_catalog.to_char(" + name + R"( AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))";
    case Column::Form::kBytes:
      return "pg_catalog.encode(" + name + ", 'hex')";
    case Column::Form::kPlain:
      break;
  }
  return name;
}

constexpr std::string_view kInOrder = " ORDER BY incarnation, xid, number";

}  // namespace

LogReader::LogReader(Connection& connection) : connection_(connection) {
  const Result rows = connection.query(
      "SELECT c.relname, a.attname FROM pg_catalog.pg_class c"
      " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'schema_audit'"
      " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
      " WHERE c.relkind = 'r'");
  for (int i = 0; i < rows.rows(); ++i) columns_[rows.text(i, 0)].insert(rows.text(i, 1));
}

Result LogReader::select(const std::string& table, std::span<const Column> columns, std::string_view rest,
                         const Parameters& parameters) const {
  const auto there = columns_.find(table);
  std::string list;
  for (const Column& column : columns) {
    if (!list.empty()) list += ", ";
    list += there != columns_.end() && there->second.contains(column.name) ? expression(column) : "NULL";
  }
  return connection_.query("SELECT " + list + " FROM schema_audit." + table + " " + std::string(rest),
                           parameters);
}

std::vector<StatementRow> LogReader::statements(std::string_view rest, const Parameters& parameters) const {
  const Result result = select("ddl_statement", kStatementColumns, rest, parameters);
  std::vector<StatementRow> rows(static_cast<std::size_t>(result.rows()));
  for (int i = 0; i < result.rows(); ++i) {
    visit_statement(rows[static_cast<std::size_t>(i)],
                    [&](auto&... fields) { FieldReader(result, i).read(fields...); });
  }
  return rows;
}

std::vector<ObjectRow> LogReader::objects(std::string_view rest, const Parameters& parameters) const {
  const Result result = select("ddl_object", kObjectColumns, rest, parameters);
  std::vector<ObjectRow> rows(static_cast<std::size_t>(result.rows()));
  for (int i = 0; i < result.rows(); ++i) {
    visit_object(rows[static_cast<std::size_t>(i)],
                 [&](auto&... fields) { FieldReader(result, i).read(fields...); });
  }
  return rows;
}

std::vector<AttemptRow> LogReader::attempts(std::string_view rest, const Parameters& parameters) const {
  const Result result = select("ddl_attempt", kAttemptColumns, rest, parameters);
  std::vector<AttemptRow> rows(static_cast<std::size_t>(result.rows()));
  for (int i = 0; i < result.rows(); ++i) {
    visit_attempt(rows[static_cast<std::size_t>(i)],
                  [&](auto&... fields) { FieldReader(result, i).read(fields...); });
  }
  return rows;
}

std::vector<TransactionRow> LogReader::transactions(std::string_view rest,
                                                    const Parameters& parameters) const {
  const Result result = select("ddl_transaction", kTransactionColumns, rest, parameters);
  std::vector<TransactionRow> rows(static_cast<std::size_t>(result.rows()));
  for (int i = 0; i < result.rows(); ++i) {
    visit_transaction(rows[static_cast<std::size_t>(i)],
                      [&](auto&... fields) { FieldReader(result, i).read(fields...); });
  }
  return rows;
}

std::vector<BlockRow> LogReader::blocks(std::string_view rest, const Parameters& parameters) const {
  const Result result = select("ddl_block", kBlockColumns, rest, parameters);
  std::vector<BlockRow> rows(static_cast<std::size_t>(result.rows()));
  for (int i = 0; i < result.rows(); ++i) {
    visit_block(rows[static_cast<std::size_t>(i)],
                [&](auto&... fields) { FieldReader(result, i).read(fields...); });
  }
  return rows;
}

EventRows LogReader::events(const std::string& condition, const Parameters& parameters) const {
  return {statements(condition + std::string(kInOrder), parameters),
          objects(condition + std::string(kInOrder), parameters)};
}

}  // namespace schema_audit
