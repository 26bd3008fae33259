#include "core/kinds/array_text.hpp"

#include <stdexcept>

namespace schema_audit {

std::vector<std::string> parse_array(std::string_view text) {
  const auto refuse = [] { return std::invalid_argument("not the text of a one-dimensional array"); };
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') throw refuse();
  std::vector<std::string> items;
  std::size_t i = 1;
  const std::size_t end = text.size() - 1;
  while (i < end) {
    std::string item;
    bool quoted = false;
    if (text[i] == '"') {
      quoted = true;
      for (++i; i < end && text[i] != '"'; ++i) {
        if (text[i] == '\\') ++i;
        if (i >= end) throw refuse();
        item += text[i];
      }
      if (i >= end) throw refuse();
      ++i;
    } else {
      for (; i < end && text[i] != ','; ++i) {
        if (text[i] == '{') throw refuse();
        if (text[i] == '\\' && i + 1 < end) ++i;
        item += text[i];
      }
    }
    if (quoted || item != "NULL") items.push_back(std::move(item));
    if (i < end && text[i] != ',') throw refuse();
    ++i;
  }
  return items;
}

}  // namespace schema_audit
