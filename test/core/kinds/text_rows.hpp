// Catalog rows from tables of text: the RowSource of the unit tests.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/kinds/presence.hpp"
#include "core/kinds/registry.hpp"
#include "core/kinds/row_source.hpp"
#include "core/kinds/security_labels.hpp"
#include "core/kinds/unmodelled.hpp"

namespace schema_audit {

using Field = std::optional<std::string>;

struct TextTable {
  std::vector<std::string> columns;
  std::vector<std::vector<Field>> rows;
};

class TextRows : public RowSource {
 public:
  explicit TextRows(int server_version = 150000) : server_version_(server_version) {}

  // The rows of one kind's query, or of "unmodelled".
  void set(const std::string& kind, TextTable table) { tables_[kind] = std::move(table); }

  // Whether the query of this kind was run.
  bool asked(const std::string& kind) const { return asked_.contains(kind); }

  // The OIDs that this kind's query was limited to, with commas; "" when it was not.
  std::string selected(const std::string& kind) const {
    const auto it = selected_.find(kind);
    return it == selected_.end() ? "" : it->second;
  }

  int server_version() const override { return server_version_; }

  std::unique_ptr<RowCursor> open(std::string_view text) override {
    // As the kinds write it: see CatalogSelection.
    static const std::regex kLimited(R"(AND ([a-z.]+) = ANY \('\{[0-9,]*\}'::pg_catalog\.oid\[\]\))");
    const std::string unlimited = std::regex_replace(std::string(text), kLimited, "/*only $1*/");
    const std::string_view query = unlimited;
    if (query.starts_with("SELECT k.kind, k.count FROM ("))
      return std::make_unique<Cursor>(find("unmodelled", {{"kind", "count"}, {}}));
    if (query == security_labels_query())
      return std::make_unique<Cursor>(
          find("security_labels", {{"catalog", "object", "number", "labels"}, {}}));
    if (query.find("WITH edges AS MATERIALIZED") != std::string_view::npos) {
      return std::make_unique<Cursor>(
          find("dependencies", {{"catalog", "object", "number", "of_default", "needs"}, {}}));
    }
    if (query == presence_query() || query.starts_with("SELECT k.kind FROM ("))
      return std::make_unique<Cursor>(present());
    for (const Kind* kind : registry()) {
      const std::string own = kind->query(server_version_);
      const auto at = query.find(own);
      if (at == std::string_view::npos) continue;
      asked_.emplace(kind->name);
      TextTable empty{{"oid", "name"}, {}};
      if (!kind->is_root) empty.columns.emplace_back("parent_oid");
      TextTable table = find(std::string(kind->name), std::move(empty));
      if (at > 0) select(*kind, table, std::string(query.substr(at + own.size())));
      return std::make_unique<Cursor>(std::move(table));
    }
    throw std::logic_error("nobody asks this");
  }

 private:
  class Cursor : public RowCursor {
   public:
    explicit Cursor(TextTable table) : table_(std::move(table)) {}
    bool next() override { return ++row_ < static_cast<int>(table_.rows.size()); }
    std::optional<std::string_view> field(int column) const override {
      const Field& field = table_.rows.at(row_).at(column);
      return field ? std::optional<std::string_view>(*field) : std::nullopt;
    }
    int columns() const override { return static_cast<int>(table_.columns.size()); }
    std::string_view column_name(int column) const override { return table_.columns.at(column); }

   private:
    TextTable table_;
    int row_ = -1;
  };

  // Keeps the rows that the condition behind a query lets through.
  void select(const Kind& kind, TextTable& table, const std::string& condition) {
    const auto begin = condition.find('{') + 1;
    std::string& list = selected_[std::string(kind.name)];
    list = condition.substr(begin, condition.find('}') - begin);
    const std::string column = kind.is_root ? "oid" : "parent_oid";
    const auto index = std::find(table.columns.begin(), table.columns.end(), column) - table.columns.begin();
    std::erase_if(table.rows, [&](const std::vector<Field>& row) {
      return ("," + list + ",").find("," + row.at(index).value_or("") + ",") == std::string::npos;
    });
  }

  // The kinds that there are rows of.
  TextTable present() const {
    TextTable table{{"kind"}, {}};
    for (const auto& [kind, rows] : tables_) table.rows.push_back({kind});
    return table;
  }

  TextTable find(const std::string& name, const TextTable& otherwise) const {
    const auto it = tables_.find(name);
    return it == tables_.end() ? otherwise : it->second;
  }

  int server_version_;
  std::map<std::string, TextTable> tables_;
  std::set<std::string> asked_;
  std::map<std::string, std::string> selected_;
};

}  // namespace schema_audit
