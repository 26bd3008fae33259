// SPI with C++ ownership, and the catalog door of the database's inside: RowSource over SPI.
//
// On the way of an error nothing here calls the server: the (sub)transaction that the error aborts closes
// portals, SPI connections, settings and snapshots itself. So every class below must live in a transaction
// that ends by that error.
#pragma once

#include "core/kinds/row_source.hpp"
#include "extension/backend/guard.hpp"

namespace schema_audit {

// SPI_connect ... SPI_finish.
class SpiConnection {
 public:
  SpiConnection();
  ~SpiConnection();
  SpiConnection(const SpiConnection&) = delete;
  SpiConnection& operator=(const SpiConnection&) = delete;

 private:
  int exceptions_;
};

// Settings for a while, put back when left (docs: "GUC_ACTION_SAVE", as function SET clauses do).
class LocalSettings {
 public:
  LocalSettings();
  ~LocalSettings();
  LocalSettings(const LocalSettings&) = delete;
  LocalSettings& operator=(const LocalSettings&) = delete;

  void set(std::string_view name, std::string_view value) const;

 private:
  int exceptions_;
  int nest_level_;
};

// The newest MVCC snapshot, the own transaction's changes included, as the active one.
class LatestSnapshot {
 public:
  LatestSnapshot();
  ~LatestSnapshot();
  LatestSnapshot(const LatestSnapshot&) = delete;
  LatestSnapshot& operator=(const LatestSnapshot&) = delete;

 private:
  int exceptions_;
};

// Rights of another role for a while, as a SECURITY DEFINER function has them.
class ActingRole {
 public:
  explicit ActingRole(Oid role);
  ~ActingRole();
  ActingRole(const ActingRole&) = delete;
  ActingRole& operator=(const ActingRole&) = delete;

 private:
  int exceptions_;
  Oid user_ = InvalidOid;
  int context_ = 0;
};

// A parameter of a statement. Text and bytes are borrowed until the statement is over; lists likewise.
struct SpiValue {
  Oid type = InvalidOid;
  Datum value = 0;
  bool null = true;
};

// Values are allocated in the current memory context.
SpiValue spi_int(std::int32_t value);
SpiValue spi_text(std::string_view value);
SpiValue spi_text_or_null(std::string_view value);  // empty: NULL
SpiValue spi_bytes(std::string_view value);
SpiValue spi_text_array(std::span<const std::string_view> values);
SpiValue spi_bytes_array(std::span<const std::string_view> values);

// Rows of a statement in text form, NULL as nullopt, bytea as the bytes themselves.
using SpiRow = std::vector<std::optional<std::string>>;

// Runs one statement and returns its rows. read_only: under the active snapshot, else under the newest one.
// REQUIRES: an SpiConnection.
std::vector<SpiRow> spi_query(const char* sql, std::span<const SpiValue> values, bool read_only);

// The same, row by row, without keeping them. The fields are valid during the call.
void spi_each(const char* sql, std::span<const SpiValue> values, bool read_only,
              const std::function<void(const std::vector<std::optional<std::string_view>>&)>& row);

// Catalog rows under the active snapshot, through cursors.
// REQUIRES: an SpiConnection and an active snapshot that outlive it.
class SpiRowSource final : public RowSource {
 public:
  std::unique_ptr<RowCursor> open(std::string_view query) override;
  int server_version() const override { return PG_VERSION_NUM; }
};

}  // namespace schema_audit
