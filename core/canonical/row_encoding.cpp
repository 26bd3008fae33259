#include "core/canonical/row_encoding.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace schema_audit {

namespace {

constexpr std::size_t kUsualRow = 1024;
constexpr std::size_t kLongSize = 255;  // the first that takes more than its byte
constexpr std::size_t kLongSizeBytes = 5;

// Compilers make one instruction of each.
constexpr std::uint32_t big_endian(std::uint32_t value) {
  if constexpr (std::endian::native == std::endian::big) return value;
  return value << 24U | (value & 0xFF00U) << 8U | (value >> 8U & 0xFF00U) | value >> 24U;
}

constexpr std::uint64_t big_endian(std::uint64_t value) {
  if constexpr (std::endian::native == std::endian::big) return value;
  value = (value & 0x00FF00FF00FF00FFU) << 8U | (value >> 8U & 0x00FF00FF00FF00FFU);
  value = (value & 0x0000FFFF0000FFFFU) << 16U | (value >> 16U & 0x0000FFFF0000FFFFU);
  return value << 32U | value >> 32U;
}

std::size_t bytes_of_size(std::size_t size) { return size < kLongSize ? 1 : kLongSizeBytes; }

// Returns the place behind.
char* put_size(char* at, std::size_t size) {
  if (size < kLongSize) {
    *at = static_cast<char>(size);
    return at + 1;
  }
  *at = static_cast<char>(kLongSize);
  const std::uint32_t value = big_endian(static_cast<std::uint32_t>(size));
  std::memcpy(at + 1, &value, sizeof(value));
  return at + kLongSizeBytes;
}

}  // namespace

void RowEncoding::extend() { buffer_.resize(std::max({used_, 2 * buffer_.size(), kUsualRow})); }

void RowEncoding::begin(SealedRow table) {
  used_ = 0;
  char* at = grow(2);
  at[0] = '\0';
  at[1] = static_cast<char>(table);
}

void RowEncoding::add_int32(std::uint8_t column, std::int32_t value) {
  const std::uint32_t bytes = big_endian(static_cast<std::uint32_t>(value));
  char* at = grow(1 + sizeof(bytes));
  *at = static_cast<char>(column);
  std::memcpy(at + 1, &bytes, sizeof(bytes));
}

void RowEncoding::add_int64(std::uint8_t column, std::int64_t value) {
  const std::uint64_t bytes = big_endian(static_cast<std::uint64_t>(value));
  char* at = grow(1 + sizeof(bytes));
  *at = static_cast<char>(column);
  std::memcpy(at + 1, &bytes, sizeof(bytes));
}

void RowEncoding::add_bool(std::uint8_t column, bool value) {
  char* at = grow(2);
  at[0] = static_cast<char>(column);
  at[1] = value ? '\1' : '\0';
}

void RowEncoding::add_uuid(std::uint8_t column, std::string_view bytes) {
  char* at = grow(1 + bytes.size());
  *at = static_cast<char>(column);
  std::memcpy(at + 1, bytes.data(), bytes.size());
}

void RowEncoding::add_sized(std::uint8_t head, std::string_view value) {
  if (value.size() > UINT32_MAX) throw std::length_error("a value of a log row is too long to be sealed");
  char* at = grow(1 + bytes_of_size(value.size()) + value.size());
  *at = static_cast<char>(head);
  at = put_size(at + 1, value.size());
  if (!value.empty()) std::memcpy(at, value.data(), value.size());
}

void RowEncoding::add_text(std::uint8_t column, std::string_view value) { add_sized(column, value); }

void RowEncoding::begin_list(std::uint8_t column, std::uint32_t count) {
  char* at = grow(1 + bytes_of_size(count));
  *at = static_cast<char>(column);
  put_size(at + 1, count);
}

void RowEncoding::add_element(std::string_view value) { add_sized(1, value); }

void RowEncoding::add_null_element() { *grow(1) = '\0'; }

}  // namespace schema_audit
