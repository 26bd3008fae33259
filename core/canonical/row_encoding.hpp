// The bytes of a log row that its seal is computed from.
//
//   leaf   := SHA-256(0x00 row)
//   row    := text('sha256-v1') text(table) column*     columns that are not NULL, sorted by the bytes of
//   their names column := text(name) text(value) text   := uint32(length) bytes big-endian
//
// Values: integers of any width, oid and xid8 as int64, big-endian; timestamps as the int64 of microseconds
// since 2000-01-01 00:00 UTC; booleans as one byte 0 or 1; text in the database's encoding; uuid as its 16
// bytes; bytea as it is; text[] as uint32(count) and for each element 0x01 text(element), or 0x00 when it is
// NULL.
//
// A NULL is the same as no column, so that a column which a later version adds leaves older rows as they
// were.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/canonical/hash.hpp"

namespace schema_audit {

inline constexpr std::string_view kSealAlgorithm = "sha256-v1";

// REQUIRES: columns in the order of their names. One object serves for many rows, one after the other.
class RowEncoding {
 public:
  // Begins a row, forgetting the one before.
  void begin(std::string_view table);

  void add_integer(std::string_view name, std::int64_t value);
  void add_bool(std::string_view name, bool value);
  void add_bytes(std::string_view name, std::string_view value);  // also text and uuid

  // A text[]: begin_list, add_element or add_null for each element, end_list.
  void begin_list(std::string_view name, std::uint32_t count);
  void add_element(std::string_view value);
  void add_null_element();
  void end_list();

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
  void add_text(std::string_view text);

  std::string buffer_;  // longer than what is used of it
  std::size_t used_ = 0;
  std::size_t list_ = 0;  // where the length of the open list is
};

}  // namespace schema_audit
