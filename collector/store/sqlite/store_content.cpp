#include "collector/store/sqlite/store_content.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>

#include "collector/interrupt.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20U;

// A digest over more than fits into memory at once: each link holds the one before.
class ChainedDigest {
 public:
  void add(const SQLite::Column& value) {
    const int size = value.getBytes();
    buffer_ += static_cast<char>('0' + value.getType());
    buffer_ += std::to_string(size) + ':';
    if (size > 0) buffer_.append(static_cast<const char*>(value.getBlob()), static_cast<std::size_t>(size));
    if (buffer_.size() >= kBuffer) link();
  }

  Digest finish() {
    link();
    return digest_;
  }

 private:
  void link() {
    digest_ = sha256(to_bytes(digest_) + buffer_);
    buffer_.clear();
  }

  std::string buffer_;
  Digest digest_{};
};

TableContent content_of(SQLite::Database& database, const std::string& name, const std::string& query) {
  TableContent content{name, 0, {}};
  ChainedDigest digest;
  SQLite::Statement select(database, query);
  while (select.executeStep()) {
    if (interrupt_requested()) throw Interrupted();
    ++content.rows;
    for (int i = 0; i < select.getColumnCount(); ++i) digest.add(select.getColumn(i));
  }
  content.digest = digest.finish();
  return content;
}

}  // namespace

std::vector<TableContent> content_of(SQLite::Database& database) {
  std::vector<TableContent> all{content_of(
      database, "sqlite_schema", "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")};
  std::vector<std::string> names;
  SQLite::Statement tables(
      database,
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
      " ORDER BY name");
  while (tables.executeStep()) names.push_back(tables.getColumn(0).getString());
  for (const std::string& name : names)
    all.push_back(content_of(database, name, "SELECT * FROM \"" + name + "\""));
  return all;
}

std::string first_difference(const std::vector<TableContent>& a, const std::vector<TableContent>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    if (i < a.size() && i < b.size() && a[i] == b[i]) continue;
    if (i >= a.size() || i >= b.size() || a[i].name != b[i].name)
      return "table " + (i < a.size() ? a[i].name : b[i].name);
    return "table " + a[i].name + " with " + std::to_string(a[i].rows) + " and " + std::to_string(b[i].rows) +
           " rows";
  }
  return "";
}

}  // namespace schema_audit
