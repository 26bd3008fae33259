#include "extension/capture/statement_slice.hpp"

#include <algorithm>
#include <cstddef>

#include "extension/capture/sql_lexer.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kSpace = " \t\n\v\f\r";

// Where the comments in front of `begin` start.
std::size_t begin_with_comments(std::string_view query, std::size_t begin, bool plain_backslash) {
  const std::size_t last = query.substr(0, begin).find_last_not_of(kSpace);
  if (last == std::string_view::npos) return 0;
  // The usual case without reading the string from its start: a semicolon that no comment can hold.
  if (query[last] == ';') {
    const std::size_t line = query.substr(0, last).find_last_of("\n\r");
    const std::size_t from = line == std::string_view::npos ? 0 : line + 1;
    if (query.substr(from, last - from).find("--") == std::string_view::npos) return last + 1;
  }
  std::size_t start = 0;
  bool follows_statement = true;
  for (Lexeme lexeme = next_significant(query, 0, plain_backslash); lexeme.begin < begin;
       lexeme = next_significant(query, lexeme.end, plain_backslash)) {
    follows_statement = query.substr(lexeme.begin, lexeme.end - lexeme.begin) == ";";
    start = lexeme.end;
  }
  return follows_statement ? start : begin;
}

}  // namespace

std::string_view slice_statement(std::string_view query, int location, int length, bool plain_backslash) {
  std::size_t begin = 0;
  std::size_t end = query.size();
  if (location >= 0) {
    begin = std::min(static_cast<std::size_t>(location), query.size());
    if (length > 0) end = std::min(begin + static_cast<std::size_t>(length), query.size());
    begin = begin_with_comments(query, begin, plain_backslash);
  }
  const std::string_view slice = query.substr(begin, end - begin);
  const std::size_t first = slice.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return slice.substr(first, slice.find_last_not_of(kSpace) + 1 - first);
}

}  // namespace schema_audit
