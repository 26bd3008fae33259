#include "core/render/utf8.hpp"

#include <algorithm>
#include <array>

namespace schema_audit {

namespace {

// The characters that stand for the bytes 0x80 to 0xff: f4 8f ba 80 to f4 8f bb bf.
constexpr std::uint32_t kFirstStandIn = 0x10fe80U;
constexpr std::uint32_t kLastStandIn = 0x10feffU;

bool stands_in(const Character& c) { return c.valid && c.code >= kFirstStandIn && c.code <= kLastStandIn; }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<std::uint8_t>(c) < 0x80U; });
}

}  // namespace

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80U) return {first, 1, true};
  const std::size_t length = first >= 0xf0U ? 4 : first >= 0xe0U ? 3 : 2;
  if (first < 0xc2U || first > 0xf4U || text.size() < length) return {};
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> kLowest{0, 0, 0x80, 0x800, 0x10000};
  if (code < kLowest[length] || code > 0x10ffffU || (code >= 0xd800U && code <= 0xdfffU)) return {};
  return {code, length, true};
}

std::string to_utf8(std::string_view bytes) {
  if (is_ascii(bytes)) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const Character c = first_character(bytes);
    const std::string_view part = bytes.substr(0, c.length);
    if (c.valid && !stands_in(c)) {
      out += part;
    } else {
      for (const char byte : part) {
        const auto low = static_cast<std::uint8_t>(byte);
        out += "\xf4\x8f";
        out += low < 0xc0U ? '\xba' : '\xbb';
        out += static_cast<char>(0x80U | (low & 0x3fU));
      }
    }
    bytes.remove_prefix(c.length);
  }
  return out;
}

std::string from_utf8(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character c = first_character(text);
    if (stands_in(c)) {
      out += static_cast<char>(c.code - kFirstStandIn + 0x80U);
    } else {
      out += text.substr(0, c.length);
    }
    text.remove_prefix(c.length);
  }
  return out;
}

}  // namespace schema_audit
