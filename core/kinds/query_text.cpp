#include "core/kinds/query_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace schema_audit {

namespace {

enum class TokenType { kWord, kQuotedName, kString, kNumber, kSymbol };

struct Token {
  TokenType type;
  std::string_view text;
  std::size_t at;    // offset in the query
  int depth;         // of parentheses around it
  bool in_subquery;  // inside a parenthesis that holds a query

  bool is(std::string_view word) const {
    return (type == TokenType::kWord || type == TokenType::kSymbol) && text == word;
  }
  bool is_name() const { return type == TokenType::kWord || type == TokenType::kQuotedName; }
};

bool starts_word(char c) {
  const auto u = static_cast<unsigned char>(c);
  return std::isalpha(u) != 0 || c == '_' || u >= 0x80;
}
bool in_word(char c) {
  return starts_word(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '$';
}

// The end of what begins with a quote at `begin`; a doubled quote does not end it.
std::size_t quoted_end(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  std::size_t i = begin + 1;
  while (i < text.size()) {
    if (text[i] != quote) {
      ++i;
    } else if (i + 1 < text.size() && text[i + 1] == quote) {
      i += 2;
    } else {
      return i + 1;
    }
  }
  return text.size();
}

Token next_token(std::string_view text, std::size_t at) {
  const char c = text[at];
  std::size_t end = at + 1;
  TokenType type = TokenType::kSymbol;
  if (c == '"' || c == '\'') {
    type = c == '"' ? TokenType::kQuotedName : TokenType::kString;
    end = quoted_end(text, at);
  } else if (starts_word(c)) {
    type = TokenType::kWord;
    while (end < text.size() && in_word(text[end])) ++end;
  } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
    type = TokenType::kNumber;
    while (end < text.size() && (in_word(text[end]) || text[end] == '.')) ++end;
  } else if (c == ':' && end < text.size() && text[end] == ':') {
    ++end;
  }
  return {type, text.substr(at, end - at), at, 0, false};
}

// With the constants printed under standard_conforming_strings there is no other kind of literal to know.
std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
      ++at;
      continue;
    }
    tokens.push_back(next_token(text, at));
    at += tokens.back().text.size();
  }
  std::vector<bool> subquery{false};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Token& token = tokens[i];
    if (token.is(")") && subquery.size() > 1) subquery.pop_back();
    token.depth = static_cast<int>(subquery.size()) - 1;
    token.in_subquery = subquery.back();
    if (token.is("(")) {
      const bool query = i + 1 < tokens.size() && (tokens[i + 1].is("SELECT") || tokens[i + 1].is("WITH") ||
                                                   tokens[i + 1].is("VALUES"));
      subquery.push_back(subquery.back() || query);
    }
  }
  return tokens;
}

using Range = std::pair<std::size_t, std::size_t>;  // of tokens

// What stands between FROM and the next clause of the outermost query; nullopt when that query is not a plain
// SELECT.
std::optional<Range> from_clause(const std::vector<Token>& tokens) {
  constexpr std::array<std::string_view, 10> kNextClauses{"WHERE", "GROUP",  "HAVING", "WINDOW", "ORDER",
                                                          "LIMIT", "OFFSET", "FETCH",  "FOR",    ";"};
  std::optional<Range> found;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.depth != 0) continue;
    if (token.is("UNION") || token.is("INTERSECT") || token.is("EXCEPT")) return std::nullopt;
    if (!found && token.is("FROM")) {
      found = {i + 1, tokens.size()};
    } else if (found && found->second == tokens.size() &&
               std::any_of(kNextClauses.begin(), kNextClauses.end(),
                           [&](auto word) { return token.is(word); })) {
      found->second = i;
    }
  }
  return found;
}

// The name that the columns of the only relation in the clause go by; nullopt when there are several.
std::optional<std::string_view> only_relation(const std::vector<Token>& tokens, Range from) {
  std::optional<std::string_view> name;
  for (std::size_t i = from.first; i < from.second; ++i) {
    const Token& token = tokens[i];
    const int depth = token.depth;
    // A join stands in parentheses of its own.
    if ((depth == 0 && token.is(",")) || (depth <= 1 && token.is("JOIN"))) return std::nullopt;
    if (depth == 0 && token.is("TABLESAMPLE")) break;
    if (depth == 0 && token.is_name()) name = token.text;
  }
  return name;
}

bool is_column_of(std::string_view relation, const std::vector<Token>& tokens, std::size_t i) {
  if (i + 2 >= tokens.size() || !tokens[i].is_name() || tokens[i].text != relation) return false;
  if (!tokens[i + 1].is(".") || !tokens[i + 2].is_name()) return false;
  if (i + 3 < tokens.size() && tokens[i + 3].is("(")) return false;  // a function of a schema with that name
  // A type, a collation, or the middle of a longer name.
  return i == 0 || !(tokens[i - 1].is("::") || tokens[i - 1].is("COLLATE") || tokens[i - 1].is("."));
}

}  // namespace

std::string normalize_query(std::string_view query, int server_version) {
  if (server_version >= 160000) return std::string(query);
  const std::vector<Token> tokens = tokens_of(query);
  const auto from = from_clause(tokens);
  const auto relation = from ? only_relation(tokens, *from) : std::nullopt;
  if (!relation) return std::string(query);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].in_subquery || (i >= from->first && i < from->second)) continue;
    if (!is_column_of(*relation, tokens, i)) continue;
    out += query.substr(copied, tokens[i].at - copied);
    copied = tokens[i + 2].at;
  }
  return out + std::string(query.substr(copied));
}

}  // namespace schema_audit
