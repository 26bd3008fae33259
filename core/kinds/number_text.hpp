// Numbers as the catalog sends them.
#pragma once

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace schema_audit {

// Throws std::logic_error when it is not one, or too large.
template <typename Integer>
Integer to_integer(std::string_view text) {
  Integer value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::logic_error("the catalog sent \"" + std::string(text) + "\" where a number was expected");
  }
  return value;
}

}  // namespace schema_audit
