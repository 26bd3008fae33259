// Catalog rows from tables of text: the RowSource of the unit tests.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/kinds/dependencies.hpp"
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

  int server_version() const override { return server_version_; }

  std::unique_ptr<RowCursor> open(std::string_view query) override {
    if (query == unmodelled_query())
      return std::make_unique<Cursor>(find("unmodelled", {{"kind", "count"}, {}}));
    if (query == security_labels_query())
      return std::make_unique<Cursor>(
          find("security_labels", {{"catalog", "object", "number", "labels"}, {}}));
    if (query == dependencies_query()) {
      return std::make_unique<Cursor>(
          find("dependencies", {{"catalog", "object", "number", "of_default", "needs"}, {}}));
    }
    if (query == presence_query()) return std::make_unique<Cursor>(present());
    for (const Kind* kind : registry()) {
      if (query != kind->query(server_version_)) continue;
      asked_.emplace(kind->name);
      TextTable empty{{"oid", "name"}, {}};
      if (!kind->is_root) empty.columns.emplace_back("parent_oid");
      return std::make_unique<Cursor>(find(std::string(kind->name), std::move(empty)));
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
};

}  // namespace schema_audit
