#include "extension/capture/sql_lexer.hpp"

namespace schema_audit {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool continues_word(char c) { return begins_word(c) || is_digit(c) || c == '$'; }

char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

// `at` is behind the opening quote; the result is behind the closing one.
std::size_t end_of_quoted(std::string_view text, std::size_t at, char quote, bool backslash_escapes) {
  while (at < text.size()) {
    if (text[at] == '\\' && backslash_escapes) {
      at += 2;
    } else if (text[at] != quote) {
      ++at;
    } else if (at_or_nul(text, at + 1) == quote) {
      at += 2;
    } else {
      return at + 1;
    }
  }
  return text.size();
}

std::size_t end_of_block_comment(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const std::string_view two = text.substr(at, 2);
    if (two == "/*") {
      ++depth;
      at += 2;
    } else if (two == "*/") {
      at += 2;
      if (--depth == 0) return at;
    } else {
      ++at;
    }
  }
  return text.size();
}

// Behind the closing tag of a dollar-quoted string, or `at` when none begins here.
std::size_t end_of_dollar_quoted(std::string_view text, std::size_t at) {
  std::size_t tag_end = at + 1;
  if (begins_word(at_or_nul(text, tag_end))) {
    while (continues_word(at_or_nul(text, tag_end)) && text[tag_end] != '$') ++tag_end;
  }
  if (at_or_nul(text, tag_end) != '$') return at;
  const std::string_view tag = text.substr(at, tag_end + 1 - at);
  const std::size_t close = text.find(tag, tag_end + 1);
  return close == std::string_view::npos ? text.size() : close + tag.size();
}

}  // namespace

Lexeme next_lexeme(std::string_view text, std::size_t at, bool plain_backslash) {
  if (at >= text.size()) return {Token::kEnd, text.size(), text.size()};
  const char c = text[at];
  std::size_t end = at + 1;

  if (is_space(c)) {
    while (is_space(at_or_nul(text, end))) ++end;
    return {Token::kSpace, at, end};
  }
  if (c == '-' && at_or_nul(text, end) == '-') {
    while (end < text.size() && text[end] != '\n' && text[end] != '\r') ++end;
    return {Token::kComment, at, end};
  }
  if (c == '/' && at_or_nul(text, end) == '*') return {Token::kComment, at, end_of_block_comment(text, at)};
  if (c == '\'') return {Token::kString, at, end_of_quoted(text, end, '\'', !plain_backslash)};
  if (c == '"') return {Token::kQuotedName, at, end_of_quoted(text, end, '"', false)};
  if (c == '$') {
    const std::size_t close = end_of_dollar_quoted(text, at);
    return close > at ? Lexeme{Token::kString, at, close} : Lexeme{Token::kOther, at, end};
  }
  if (is_digit(c)) {
    while (is_digit(at_or_nul(text, end))) ++end;
    return {Token::kOther, at, end};
  }
  if (!begins_word(c)) return {Token::kOther, at, end};

  // E'', B'', X'', N'' and U&'', U&"".
  const char next = at_or_nul(text, end);
  if (next == '\'' && std::string_view("eEbBxXnN").find(c) != std::string_view::npos) {
    const bool escapes = c == 'e' || c == 'E' || ((c == 'n' || c == 'N') && !plain_backslash);
    return {Token::kString, at, end_of_quoted(text, end + 1, '\'', escapes)};
  }
  if (next == '&' && (c == 'u' || c == 'U')) {
    const char quote = at_or_nul(text, end + 1);
    if (quote == '\'') return {Token::kString, at, end_of_quoted(text, end + 2, quote, false)};
    if (quote == '"') return {Token::kQuotedName, at, end_of_quoted(text, end + 2, quote, false)};
  }
  while (continues_word(at_or_nul(text, end))) ++end;
  return {Token::kWord, at, end};
}

Lexeme next_significant(std::string_view text, std::size_t at, bool plain_backslash) {
  Lexeme lexeme = next_lexeme(text, at, plain_backslash);
  while (lexeme.token == Token::kSpace || lexeme.token == Token::kComment) {
    lexeme = next_lexeme(text, lexeme.end, plain_backslash);
  }
  return lexeme;
}

}  // namespace schema_audit
