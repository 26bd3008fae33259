// The bytes of a log row that its seal is computed from.
//
//   leaf   := SHA-256(0x00 row)
//   row    := table column*         columns that are not NULL, in the order of their numbers
//   table  := uint8                 1 ddl_statement, 2 ddl_object, 3 ddl_transaction, 4 ddl_block
//   column := uint8(number) value
//
// Values: integers, oid and xid8 as wide as they are, big-endian; timestamps as the int64 of microseconds
// since 2000-01-01 00:00 UTC; booleans as one byte 0 or 1; uuid as its 16 bytes; text in the database's
// encoding and bytea as size(length) bytes; text[] as size(count) and for each element 0x01 size(length)
// bytes, or 0x00 when it is NULL. size is one byte below 255, else 0xFF uint32.
//
// The number of a column tells its type, so no two rows have the same bytes. A NULL is the same as no column:
// a column which a later version adds, with the next number, leaves older rows as they were.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/canonical/hash.hpp"

namespace schema_audit {

inline constexpr std::string_view kSealAlgorithm = "sha256-v1";

enum class SealedRow : std::uint8_t { kStatement = 1, kObject, kTransaction, kBlock };

// REQUIRES: columns in the order of their numbers. One object serves for many rows, one after the other.
class RowEncoding {
 public:
  // Begins a row, forgetting the one before.
  void begin(SealedRow table);

  void add_int32(std::uint8_t column, std::int32_t value);  // also oid
  void add_int64(std::uint8_t column, std::int64_t value);  // also xid8 and timestamps
  void add_bool(std::uint8_t column, bool value);
  void add_uuid(std::uint8_t column, std::string_view bytes);  // REQUIRES: 16 of them
  void add_text(std::uint8_t column, std::string_view value);  // also bytea

  // A text[]: begin_list, then add_element or add_null_element for each element.
  void begin_list(std::uint8_t column, std::uint32_t count);
  void add_element(std::string_view value);
  void add_null_element();

  // 0x00 row; good until the object is used again.
  std::string_view bytes() const { return {buffer_.data(), used_}; }
  Digest leaf() const { return sha256(bytes()); }

 private:
  // Where the next bytes go, which the caller fills.
  char* grow(std::size_t size) {
    const std::size_t begin = used_;
    used_ += size;
    if (used_ > buffer_.size()) extend();
    return buffer_.data() + begin;
  }
  void extend();
  void add_sized(std::uint8_t head, std::string_view value);

  std::string buffer_;  // longer than what is used of it
  std::size_t used_ = 0;
};

}  // namespace schema_audit
