#include "collector/postgres/pq_rows.hpp"

#include <optional>
#include <string>
#include <utility>

#include "collector/postgres/local_settings.hpp"
#include "core/kinds/catalog_reader.hpp"

namespace schema_audit {
namespace {

constexpr int kChunkRows = 2000;

class PqCursor : public RowCursor {
 public:
  PqCursor(Connection& connection, std::string name)
      : connection_(connection), name_(std::move(name)), chunk_(fetch()) {}

  bool next() override {
    ++row_;
    // A chunk that is not full was the last one: no round trip to hear that there is nothing left.
    if (row_ >= chunk_.rows() && chunk_.rows() == kChunkRows) {
      chunk_ = fetch();
      row_ = 0;
    }
    if (row_ < chunk_.rows()) return true;
    close();
    return false;
  }

  std::optional<std::string_view> field(int column) const override { return chunk_.field(row_, column); }
  int columns() const override { return chunk_.columns(); }
  std::string_view column_name(int column) const override { return chunk_.column_name(column); }

 private:
  Result fetch() { return connection_.query("FETCH " + std::to_string(kChunkRows) + " FROM " + name_); }

  // Gives back the memory that the query's sorts and hash tables hold; an abandoned cursor ends with its
  // transaction.
  void close() {
    if (!open_) return;
    open_ = false;
    connection_.query("CLOSE " + name_);
  }

  Connection& connection_;
  std::string name_;
  Result chunk_;
  int row_ = -1;
  bool open_ = true;
};

}  // namespace

PqRows::PqRows(Connection& connection) : connection_(connection) {
  set_locally(connection_, kCatalogSettings);
}

std::unique_ptr<RowCursor> PqRows::open(std::string_view query) {
  std::string name = "schema_audit_" + std::to_string(++cursors_);
  connection_.query("DECLARE " + name + " NO SCROLL CURSOR FOR " + std::string(query));
  return std::make_unique<PqCursor>(connection_, std::move(name));
}

}  // namespace schema_audit
