#include "core/plan/array_cast.hpp"

#include <cctype>

namespace schema_audit {

namespace {

constexpr std::string_view kBegin = "(ARRAY[";
constexpr std::string_view kEnd = "])::";

bool in_word(char c) {
  const auto u = static_cast<unsigned char>(c);
  return std::isalnum(u) != 0 || c == '_' || c == '$' || u >= 0x80;
}

// The end of 'text' or "name" that begins there.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] != quote) continue;
    if (i + 1 == text.size() || text[i + 1] != quote) return i + 1;
    ++i;
  }
  return text.size();
}

// The end of $tag$...$tag$, or what is behind the dollar when that is none.
std::size_t end_of_dollar_quoted(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && in_word(text[end]) && text[end] != '$') ++end;
  if (end == text.size() || text[end] != '$') return at + 1;
  const std::string_view tag = text.substr(at, end + 1 - at);
  const std::size_t close = text.find(tag, end + 1);
  return close == std::string_view::npos ? text.size() : close + tag.size();
}

// Where what begins there ends: a literal, a name, a word, or one character.
std::size_t next(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\'' || c == '"') return end_of_quoted(text, at);
  if (c == '$') return end_of_dollar_quoted(text, at);
  std::size_t end = at + 1;
  if (in_word(c)) {
    while (end < text.size() && in_word(text[end])) ++end;
  }
  return end;
}

// timestamp without time zone of timestamp(3) without time zone
std::string without_modifier(std::string_view type) {
  const std::size_t begin = type.find('(');
  const std::size_t end = type.find(')');
  if (type.find('"') != std::string_view::npos || begin == std::string_view::npos ||
      end == std::string_view::npos || end < begin)
    return std::string(type);
  return std::string(type.substr(0, begin)) + std::string(type.substr(end + 1));
}

// The type that every element ends in, without its modifier; empty when there is no such type. items: from
// behind "ARRAY[" on; end is set to the closing bracket.
std::string element_type(std::string_view items, std::size_t& end) {
  std::string type;
  std::size_t from = std::string_view::npos;  // behind the last :: of an element
  int depth = 0;
  bool same = true;
  for (std::size_t at = 0; at < items.size();) {
    const char c = items[at];
    if (depth == 0 && (c == ',' || c == ']')) {
      const std::string own =
          from == std::string_view::npos ? "" : without_modifier(items.substr(from, at - from));
      if (own.empty() || (!type.empty() && own != type)) same = false;
      type = own;
      from = std::string_view::npos;
      if (c == ']') {
        end = at;
        return same ? type : "";
      }
    }
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (depth == 0 && items.substr(at, 2) == "::") {
      at += 2;
      from = at;
      continue;
    }
    at = next(items, at);
  }
  return {};
}

}  // namespace

std::string with_array_types(std::string_view statement) {
  std::string out;
  std::size_t done = 0;
  if (statement.find(kBegin) != std::string_view::npos) {
    for (std::size_t at = 0; at < statement.size();) {
      if (statement.substr(at, kBegin.size()) == kBegin) {
        const std::size_t first = at + kBegin.size();
        std::size_t end = 0;
        const std::string type = element_type(statement.substr(first), end);
        if (!type.empty() && statement.substr(first + end, kEnd.size()) == kEnd) {
          out += statement.substr(done, first + end + 1 - done);
          out += "::" + type + "[]";
          done = at = first + end + 1;
          continue;
        }
      }
      at = next(statement, at);
    }
  }
  return out + std::string(statement.substr(done));
}

}  // namespace schema_audit
