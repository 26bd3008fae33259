// Characters of a text that should be UTF-8 and need not be (a database in SQL_ASCII holds any bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace schema_audit {

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 1;
  bool valid = false;
};

// The character at the start of a text; a byte that starts no character is an invalid one of length 1.
// REQUIRES: the text is not empty.
Character first_character(std::string_view text);

// Any bytes as UTF-8, and back: each byte that is not UTF-8 becomes a character of a range for private use
// (U+10FE80 to U+10FEFF), and so do the bytes of a character of that range. UTF-8 without such characters
// stays as it is, and from_utf8(to_utf8(x)) == x for all x.
std::string to_utf8(std::string_view bytes);
std::string from_utf8(std::string_view text);

}  // namespace schema_audit
