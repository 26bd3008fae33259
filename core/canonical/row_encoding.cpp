#include "core/canonical/row_encoding.hpp"

#include <stdexcept>

namespace schema_audit {

namespace {

constexpr std::size_t kUsualRow = 1024;
constexpr std::size_t kLengthBytes = 4;

template <std::size_t kBytes, typename Integer>
std::array<char, kBytes> big_endian(Integer value) {
  std::array<char, kBytes> bytes{};
  for (std::size_t i = 0; i < kBytes; ++i)
    bytes[i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * (kBytes - 1 - i)));
  return bytes;
}

std::uint32_t length_of(std::size_t size) {
  if (size > UINT32_MAX) throw std::length_error("a value of a log row is too long to be sealed");
  return static_cast<std::uint32_t>(size);
}

}  // namespace

void RowEncoding::add_length(std::uint32_t length) {
  const auto bytes = big_endian<kLengthBytes>(length);
  bytes_.append(bytes.data(), bytes.size());
}

void RowEncoding::add_text(std::string_view text) {
  add_length(length_of(text.size()));
  bytes_.append(text);
}

void RowEncoding::begin(std::string_view table) {
  bytes_.clear();
  bytes_.reserve(kUsualRow);
  bytes_ += '\0';
  add_text(kSealAlgorithm);
  add_text(table);
}

void RowEncoding::add_integer(std::string_view name, std::int64_t value) {
  const auto bytes = big_endian<8>(value);
  add_bytes(name, {bytes.data(), bytes.size()});
}

void RowEncoding::add_bool(std::string_view name, bool value) {
  const char byte = value ? 1 : 0;
  add_bytes(name, {&byte, 1});
}

void RowEncoding::add_bytes(std::string_view name, std::string_view value) {
  add_text(name);
  add_text(value);
}

void RowEncoding::begin_list(std::string_view name, std::uint32_t count) {
  add_text(name);
  list_ = bytes_.size();
  add_length(0);
  add_length(count);
}

void RowEncoding::add_element(std::string_view value) {
  bytes_ += '\1';
  add_text(value);
}

void RowEncoding::add_null_element() { bytes_ += '\0'; }

void RowEncoding::end_list() {
  const auto length = big_endian<kLengthBytes>(length_of(bytes_.size() - list_ - kLengthBytes));
  bytes_.replace(list_, kLengthBytes, length.data(), length.size());
}

}  // namespace schema_audit
