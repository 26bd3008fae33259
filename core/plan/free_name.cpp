#include "core/plan/free_name.hpp"

#include <algorithm>
#include <cstddef>
#include <set>

namespace schema_audit {

namespace {

constexpr std::size_t kLongest = 63;
constexpr std::size_t kMostDigits = 10;
constexpr std::size_t kMostContinuing = 3;  // bytes of a character, behind its first

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

std::string free_name_among(const std::function<std::vector<std::string>()>& all, std::string_view name,
                            std::string_view suffix,
                            const std::function<bool(const std::string&)>& is_taken) {
  // Two get the same only when one of them is cut: then both begin with what is left of it at least.
  const std::string_view shared = name.substr(0, kLongest - suffix.size() - kMostDigits - kMostContinuing);
  std::set<std::string> given;
  const auto is_given = [&](const std::string& candidate) {
    return given.contains(candidate) || is_taken(candidate);
  };
  if (shared.size() < name.size()) {
    for (const std::string& other : all()) {
      if (other == name) break;
      if (other.starts_with(shared)) given.insert(free_name(other, suffix, is_given));
    }
  }
  return free_name(name, suffix, is_given);
}

}  // namespace schema_audit
