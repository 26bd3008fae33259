#include "extension/capture/statement_slice.hpp"

#include <algorithm>
#include <cstddef>

#include "extension/capture/sql_lexer.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kSpace = " \t\n\v\f\r";

bool is_semicolon(std::string_view query, const Lexeme& lexeme) {
  return lexeme.token == Token::kOther && query[lexeme.begin] == ';';
}

// Whether nothing but white space and comments is between the two, as read from `from`. A line comment that
// holds the end of a block comment makes it doubtful that reading could begin there.
bool only_comments(std::string_view query, std::size_t from, std::size_t to, bool plain_backslash) {
  while (from < to) {
    const Lexeme lexeme = next_lexeme(query, from, plain_backslash);
    if (lexeme.end > to || (lexeme.token != Token::kSpace && lexeme.token != Token::kComment)) return false;
    const std::string_view text = query.substr(lexeme.begin, lexeme.end - lexeme.begin);
    if (text.starts_with("--") && text.find("*/") != std::string_view::npos) return false;
    from = lexeme.end;
  }
  return true;
}

// Where the comments in front of `begin` start.
std::size_t begin_with_comments(std::string_view query, std::size_t begin, bool plain_backslash) {
  // The usual case without reading the string from its start: the last semicolon, when no comment can hold
  // it. A string cannot, since a semicolon would follow it.
  const std::size_t semicolon = query.substr(0, begin).rfind(';');
  if (semicolon != std::string_view::npos) {
    const std::size_t line = query.substr(0, semicolon).find_last_of("\n\r");
    const std::size_t from = line == std::string_view::npos ? 0 : line + 1;
    if (query.substr(from, semicolon - from).find("--") == std::string_view::npos &&
        only_comments(query, semicolon + 1, begin, plain_backslash)) {
      return semicolon + 1;
    }
  }
  std::size_t start = 0;
  bool follows_statement = true;
  for (Lexeme lexeme = next_significant(query, 0, plain_backslash); lexeme.begin < begin;
       lexeme = next_significant(query, lexeme.end, plain_backslash)) {
    follows_statement = is_semicolon(query, lexeme);
    start = lexeme.end;
  }
  return follows_statement && start <= begin ? start : begin;
}

// The end of the string when the statement that ends at `end` is its last, else `end`.
std::size_t end_with_comments(std::string_view query, std::size_t end, bool plain_backslash) {
  std::size_t at = end;
  bool comments = false;
  while (at < query.size()) {
    const Lexeme lexeme = next_lexeme(query, at, plain_backslash);
    comments = comments || lexeme.token == Token::kComment;
    const bool passes =
        lexeme.token == Token::kSpace || lexeme.token == Token::kComment || is_semicolon(query, lexeme);
    if (!passes) return end;
    at = lexeme.end;
  }
  return comments ? query.size() : end;
}

}  // namespace

std::string_view slice_statement(std::string_view query, int location, int length, bool plain_backslash) {
  std::size_t begin = 0;
  std::size_t end = query.size();
  if (location >= 0) {
    begin = std::min(static_cast<std::size_t>(location), query.size());
    if (length > 0) {
      end = std::min(begin + static_cast<std::size_t>(length), query.size());
      end = end_with_comments(query, end, plain_backslash);
    }
    begin = begin_with_comments(query, begin, plain_backslash);
  }
  const std::string_view slice = query.substr(begin, end - begin);
  const std::size_t first = slice.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return slice.substr(first, slice.find_last_not_of(kSpace) + 1 - first);
}

}  // namespace schema_audit
