// Reads the tables of a log, whichever version of the extension made them: a column that is not there is
// NULL.
//
// Borrows the connection. REQUIRES: an open transaction; the right to read the tables.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collector/postgres/connection.hpp"
#include "collector/store/attempt_row.hpp"
#include "collector/store/event_columns.hpp"
#include "collector/store/event_row.hpp"
#include "collector/store/seal_row.hpp"

namespace schema_audit {

class LogReader {
 public:
  explicit LogReader(Connection& connection);

  // Since version 0.2 of the extension.
  bool has_attempts() const { return has("ddl_attempt"); }
  bool has_seals() const { return has("ddl_transaction") && has("ddl_block"); }

  Connection& connection() const { return connection_; }

  // rest: what stands behind FROM table: "WHERE ... ORDER BY ...".
  std::vector<StatementRow> statements(std::string_view rest, const Parameters& parameters) const;
  std::vector<ObjectRow> objects(std::string_view rest, const Parameters& parameters) const;
  std::vector<AttemptRow> attempts(std::string_view rest, const Parameters& parameters) const;
  std::vector<TransactionRow> transactions(std::string_view rest, const Parameters& parameters) const;
  std::vector<BlockRow> blocks(std::string_view rest, const Parameters& parameters) const;

  // Statements and objects under one condition, by incarnation, xid and number.
  EventRows events(const std::string& condition, const Parameters& parameters) const;

 private:
  bool has(const std::string& table) const { return columns_.contains(table); }
  Result select(const std::string& table, std::span<const Column> columns, std::string_view rest,
                const Parameters& parameters) const;

  Connection& connection_;
  std::map<std::string, std::set<std::string, std::less<>>> columns_;  // by table
};

}  // namespace schema_audit
