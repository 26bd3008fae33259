#include "core/model/names_in_text.hpp"

#include <cctype>

namespace schema_audit {

namespace {

bool in_name(char c) {
  const auto u = static_cast<unsigned char>(c);
  return std::isalnum(u) != 0 || c == '_' || c == '$' || c == '"' || u >= 0x80;
}

// Where the name that begins here ends: words with dots between them, each quoted or not.
std::size_t end_of_name(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (text[at] == '"') {
      const std::size_t close = text.find('"', at + 1);
      if (close == std::string_view::npos) return text.size();
      at = close + 1;
    } else if (in_name(text[at]) || (text[at] == '.' && at + 1 < text.size() && in_name(text[at + 1]))) {
      ++at;
    } else {
      return at;
    }
  }
  return at;
}

}  // namespace

std::string replace_name(const std::string& text, const std::string& from, const std::string& to,
                         bool prefix) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t found = text.find(from); found != std::string::npos; found = text.find(from, found)) {
    const std::size_t end = found + from.size();
    const bool begins = found == 0 || (!in_name(text[found - 1]) && text[found - 1] != '.');
    const bool ends = prefix || end == text.size() || !in_name(text[end]);
    if (begins && ends) {
      out += text.substr(at, found - at) + to;
      at = end;
    }
    found = end;
  }
  return out + text.substr(at);
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    if (!in_name(text[at])) {
      ++at;
      continue;
    }
    const std::size_t end = end_of_name(text, at);
    names.emplace_back(text.substr(at, end - at));
    bool quoted = false;
    for (std::size_t i = end; i-- > at;) {
      if (text[i] == '"') quoted = !quoted;
      if (text[i] == '.' && !quoted) names.emplace_back(text.substr(at, i - at));
    }
    at = end;
  }
  return names;
}

}  // namespace schema_audit
