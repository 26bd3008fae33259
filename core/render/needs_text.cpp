#include "core/render/needs_text.hpp"

#include <charconv>

namespace schema_audit {

namespace {

// Takes a number and the character behind it, when that is `end`.
template <typename Integer>
bool take(std::string_view& text, Integer& value, char end) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  if (end == '\0') return true;
  if (text.empty() || text.front() != end) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string needs_to_text(const std::vector<Dependency>& needs) {
  std::string text;
  for (const Dependency& need : needs) {
    if (!text.empty()) text += ' ';
    text += std::to_string(need.catalog) + '/' + std::to_string(need.oid) + '/' + std::to_string(need.number);
    if (need.of_default) text += '=';
  }
  return text;
}

std::optional<std::vector<Dependency>> needs_from_text(std::string_view text) {
  std::vector<Dependency> needs;
  while (!text.empty()) {
    Dependency need;
    if (!take(text, need.catalog, '/') || !take(text, need.oid, '/') || !take(text, need.number, '\0')) {
      return std::nullopt;
    }
    if (text.starts_with('=')) {
      need.of_default = true;
      text.remove_prefix(1);
    }
    if (!text.empty() && text.front() != ' ') return std::nullopt;
    if (!text.empty()) text.remove_prefix(1);
    needs.push_back(need);
  }
  return needs;
}

}  // namespace schema_audit
