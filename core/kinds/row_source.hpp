// The one seam through which catalog rows come in: SPI inside the database, libpq outside, a table of text in
// tests.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

namespace schema_audit {

// The rows of one query, one at a time, in text form. Not thread-safe.
class RowCursor {
 public:
  RowCursor() = default;
  RowCursor(const RowCursor&) = delete;
  RowCursor& operator=(const RowCursor&) = delete;
  virtual ~RowCursor() = default;

  // Moves to the next row (the first, when called first). False at the end. Throws what the source throws.
  virtual bool next() = 0;

  // A field of the current row; nullopt for NULL. Valid until the next call of next().
  virtual std::optional<std::string_view> field(int column) const = 0;

  virtual int columns() const = 0;
  virtual std::string_view column_name(int column) const = 0;
};

// Where rows come from. All cursors of one source see one MVCC snapshot and live under the settings of
// catalog_settings() (catalog_reader.hpp). Several cursors may be open at once. Not thread-safe; outlives its
// cursors.
class RowSource {
 public:
  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  virtual std::unique_ptr<RowCursor> open(std::string_view query) = 0;

  // server_version_num of the server, such as 150020.
  virtual int server_version() const = 0;
};

}  // namespace schema_audit
