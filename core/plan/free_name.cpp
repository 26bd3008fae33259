#include "core/plan/free_name.hpp"

#include <algorithm>
#include <cstddef>

namespace schema_audit {

namespace {

constexpr std::size_t kLongest = 63;

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

std::string free_name(std::string_view name, std::string_view suffix,
                      const std::function<bool(const std::string&)>& is_taken) {
  for (int i = 0;; ++i) {
    const std::string ending = std::string(suffix) + (i == 0 ? "" : std::to_string(i));
    std::size_t length = std::min(name.size(), kLongest - ending.size());
    while (length > 0 && length < name.size() && continues_character(name[length])) --length;
    std::string candidate = std::string(name.substr(0, length)) + ending;
    if (!is_taken(candidate)) return candidate;
  }
}

}  // namespace schema_audit
