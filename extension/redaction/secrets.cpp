#include "extension/redaction/secrets.hpp"

#include "extension/capture/sql_lexer.hpp"

namespace schema_audit {

namespace {

int compare_ranges(const ListCell* a, const ListCell* b) {
  const std::size_t left = static_cast<const SecretRange*>(lfirst(a))->begin;
  const std::size_t right = static_cast<const SecretRange*>(lfirst(b))->begin;
  return left < right ? -1 : left > right;
}

Lexeme next(std::string_view query, std::size_t at) {
  return next_significant(query, at, has_plain_backslash());
}

}  // namespace

bool contains_word(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) {
    return pg_tolower(static_cast<unsigned char>(a)) == static_cast<unsigned char>(b);
  };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

bool has_credentials(std::string_view value) {
  return contains_word(value, "pass") ||
         (contains_word(value, "://") && value.find('@') != std::string_view::npos);
}

bool looks_secret(std::string_view text) {
  for (const char* word : {"secret", "token", "pwd", "credential", "actor_key"}) {
    if (contains_word(text, word)) return true;
  }
  return has_credentials(text);
}

void Secrets::add(SecretRange range) {
  auto* copy = static_cast<SecretRange*>(palloc(sizeof(SecretRange)));
  *copy = range;
  ranges_ = lappend(ranges_, copy);
  list_sort(ranges_, compare_ranges);
}

bool Secrets::add_string(std::size_t begin, std::size_t end) {
  SecretRange range = {begin, end};
  // The string was parsed under the setting of that time; an earlier statement of the same string may have
  // changed it since. Where that matters, the end of the secret is not known.
  if (next_lexeme(query_, begin, true).end != next_lexeme(query_, begin, false).end) set_lost();
  for (Lexeme part = next(query_, end); part.token == Token::kString; part = next(query_, part.end)) {
    range.end = part.end;
  }
  add(range);
  return true;
}

bool Secrets::add_string_after(std::size_t at) {
  Lexeme lexeme = next(query_, at);
  while (lexeme.token == Token::kWord) lexeme = next(query_, lexeme.end);
  return lexeme.token == Token::kString && add_string(lexeme.begin, lexeme.end);
}

bool Secrets::add_value_at(std::size_t at) {
  if (at >= query_.size()) return false;
  const Lexeme lexeme = next(query_, at);
  if (lexeme.token == Token::kString) return add_string(lexeme.begin, lexeme.end);
  if (lexeme.token == Token::kEnd) return false;
  add({lexeme.begin, lexeme.end});
  return true;
}

}  // namespace schema_audit
