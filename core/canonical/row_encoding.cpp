#include "core/canonical/row_encoding.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace schema_audit {

namespace {

constexpr std::size_t kUsualRow = 1024;
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kIntegerBytes = 8;

// The functions below write at a place and return the one behind.

// Compilers make one instruction of it.
constexpr std::uint64_t big_endian(std::uint64_t value) {
  if constexpr (std::endian::native == std::endian::big) return value;
  value = (value & 0x00FF00FF00FF00FFU) << 8U | (value >> 8U & 0x00FF00FF00FF00FFU);
  value = (value & 0x0000FFFF0000FFFFU) << 16U | (value >> 16U & 0x0000FFFF0000FFFFU);
  return value << 32U | value >> 32U;
}

char* put_integer(char* at, std::uint64_t value) {
  value = big_endian(value);
  std::memcpy(at, &value, kIntegerBytes);
  return at + kIntegerBytes;
}

char* put_length(char* at, std::size_t length) {
  const std::uint64_t value = big_endian(std::uint64_t{length} << 32U);
  std::memcpy(at, &value, kLengthBytes);
  return at + kLengthBytes;
}

char* put_text(char* at, std::string_view text) {
  at = put_length(at, text.size());
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

void check_length(std::size_t size) {
  if (size > UINT32_MAX) throw std::length_error("a value of a log row is too long to be sealed");
}

}  // namespace

void RowEncoding::extend() { buffer_.resize(std::max({used_, 2 * buffer_.size(), kUsualRow})); }

void RowEncoding::add_text(std::string_view text) {
  check_length(text.size());
  put_text(grow(kLengthBytes + text.size()), text);
}

void RowEncoding::begin(std::string_view table) {
  used_ = 0;
  *grow(1) = '\0';
  add_text(kSealAlgorithm);
  add_text(table);
}

void RowEncoding::add_integer(std::string_view name, std::int64_t value) {
  char* at = put_text(grow(kLengthBytes + name.size() + kLengthBytes + kIntegerBytes), name);
  at = put_length(at, kIntegerBytes);
  put_integer(at, static_cast<std::uint64_t>(value));
}

void RowEncoding::add_bool(std::string_view name, bool value) {
  const char byte = value ? 1 : 0;
  add_bytes(name, {&byte, 1});
}

void RowEncoding::add_bytes(std::string_view name, std::string_view value) {
  check_length(value.size());
  put_text(put_text(grow(2 * kLengthBytes + name.size() + value.size()), name), value);
}

void RowEncoding::begin_list(std::string_view name, std::uint32_t count) {
  add_text(name);
  list_ = used_;
  put_length(put_length(grow(2 * kLengthBytes), 0), count);
}

void RowEncoding::add_element(std::string_view value) {
  *grow(1) = '\1';
  add_text(value);
}

void RowEncoding::add_null_element() { *grow(1) = '\0'; }

void RowEncoding::end_list() {
  const std::size_t length = used_ - list_ - kLengthBytes;
  check_length(length);
  put_length(buffer_.data() + list_, length);
}

}  // namespace schema_audit
