// Rows of a table of the log in the order of its primary key, straight from the heap: no SPI, no privileges,
// no row security, and values in the form in which they were sealed.
#pragma once

#include "extension/backend/guard.hpp"
#include "extension/seal/sealed_table.hpp"

namespace schema_audit {

using Incarnation = std::array<unsigned char, UUID_LEN>;

Incarnation current_log_incarnation();
std::string to_text(const Incarnation& incarnation);

// Which rows: those whose second column of the key (xid or number) is in first <= value < end.
struct KeyRange {
  std::uint64_t first = 0;
  std::uint64_t end = INT64_MAX;
};

// Of one incarnation, of all, or with `behind` of those that come after that one, whatever the range. Reads
// under the active snapshot, which must outlive it. One row in memory at a time. An error leaves the clean-up
// to the transaction that it aborts. Throws SqlError when the table is not as the extension made it.
class LogScan {
 public:
  LogScan(Oid log_schema, const SealedTable& table, const std::optional<Incarnation>& incarnation,
          KeyRange range = {}, bool behind = false);
  ~LogScan();
  LogScan(const LogScan&) = delete;
  LogScan& operator=(const LogScan&) = delete;

  // The first incarnation in the table behind `last`, or the first of all.
  static std::optional<Incarnation> incarnation_after(Oid log_schema, const SealedTable& table,
                                                      const std::optional<Incarnation>& last);

  // The next row, false after the last one. Backwards: the one before, from the end.
  bool next(bool backwards = false);

  // Of the row; by-reference values hold until the next one.
  bool is_null(int column) const { return nulls_[column]; }
  std::int32_t int32_at(int column) const { return DatumGetInt32(values_[column]); }
  std::int64_t int64_at(int column) const { return DatumGetInt64(values_[column]); }
  std::uint64_t uint64_at(int column) const { return DatumGetUInt64(values_[column]); }
  std::string_view bytes_at(int column) const;
  Incarnation incarnation() const;
  Digest leaf();

  Relation relation() const { return relation_; }
  HeapTuple tuple() const { return tuple_; }
  ItemPointerData position() const { return tuple_->t_self; }

 private:
  const SealedTable& table_;
  RowEncoding encoding_;
  int exceptions_;
  Relation relation_ = nullptr;
  Relation index_ = nullptr;
  SysScanDesc scan_ = nullptr;
  MemoryContext row_ = nullptr;
  HeapTuple tuple_ = nullptr;
  std::vector<int> attributes_;  // by column of ours the attribute of the table, or -1
  std::vector<Datum> stored_;
  std::vector<char> stored_nulls_;
  Datum values_[kMaxLogColumns];
  bool nulls_[kMaxLogColumns];
};

}  // namespace schema_audit
