#include "extension/actor/comment_tags.hpp"

#include <array>
#include <cstddef>
#include <optional>

#include "extension/capture/sql_lexer.hpp"

namespace schema_audit {

namespace {

constexpr std::array<std::string_view, 4> kActorKeys{"actor", "user", "username", "db_user"};

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// What is no valid escape stays as it is. A zero byte cannot be part of a text.
std::string decode_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0 || high * 16 + low == 0) {
      out += text[i];
    } else {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool is_key(std::string_view key) {
  if (key.empty()) return false;
  for (const char c : key) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || c == '.' || c == '%';
    if (!plain) return false;
  }
  return true;
}

struct Pair {
  std::string_view key;
  std::string value;
};

// Both take one pair from the front of `rest`, with the comma behind it; nullopt when it does not begin with
// one, or ends with a comma.
std::optional<Pair> take_quoted_pair(std::string_view* rest) {
  const std::size_t equals = rest->find("='");
  if (equals == std::string_view::npos) return std::nullopt;
  Pair pair{trim(rest->substr(0, equals)), {}};
  if (!is_key(pair.key)) return std::nullopt;
  std::string encoded;
  std::size_t at = equals + 2;
  for (; at < rest->size() && (*rest)[at] != '\''; ++at) {
    if ((*rest)[at] == '\\' && at + 1 < rest->size()) ++at;
    encoded += (*rest)[at];
  }
  if (at == rest->size()) return std::nullopt;
  *rest = trim(rest->substr(at + 1));
  if (!rest->empty()) {
    if (rest->front() != ',') return std::nullopt;
    *rest = trim(rest->substr(1));
    if (rest->empty()) return std::nullopt;
  }
  pair.value = decode_percent(encoded);
  return pair;
}

std::optional<Pair> take_plain_pair(std::string_view* rest) {
  const std::size_t comma = rest->find(',');
  const std::string_view part = trim(rest->substr(0, comma));
  *rest = comma == std::string_view::npos ? std::string_view{} : rest->substr(comma + 1);
  const std::size_t colon = part.find(':');
  if (colon == std::string_view::npos || !is_key(part.substr(0, colon))) return std::nullopt;
  if (comma != std::string_view::npos && trim(*rest).empty()) return std::nullopt;
  return Pair{part.substr(0, colon), std::string(trim(part.substr(colon + 1)))};
}

std::string value_in(std::string_view comment, std::string_view key,
                     std::optional<Pair> (*take)(std::string_view* rest)) {
  std::string value;
  std::string_view rest = trim(comment);
  while (!rest.empty()) {
    const std::optional<Pair> pair = take(&rest);
    if (!pair) return {};
    if (pair->key == key) value = pair->value;
  }
  return value;
}

bool is_block_comment(std::string_view text) {
  return text.size() >= 4 && text.starts_with("/*") && text.ends_with("*/");
}

}  // namespace

std::string tag_value(std::string_view comment, std::string_view key) {
  const std::string quoted = value_in(comment, key, take_quoted_pair);
  return quoted.empty() ? value_in(comment, key, take_plain_pair) : quoted;
}

std::string actor_in_comments(std::string_view statement, bool plain_backslash) {
  if (statement.find("/*") == std::string_view::npos) return {};
  std::array<std::string, kActorKeys.size()> found;
  std::array<std::string, kActorKeys.size()> behind;
  bool leading = true;
  const auto read = [&](std::string_view comment, std::array<std::string, kActorKeys.size()>* into) {
    comment.remove_prefix(2);
    comment.remove_suffix(2);
    for (std::size_t i = 0; i < kActorKeys.size(); ++i) {
      std::string value = tag_value(comment, kActorKeys.at(i));
      if (!value.empty()) into->at(i) = std::move(value);
    }
  };
  for (Lexeme lexeme = next_lexeme(statement, 0, plain_backslash); lexeme.token != Token::kEnd;
       lexeme = next_lexeme(statement, lexeme.end, plain_backslash)) {
    const std::string_view text = statement.substr(lexeme.begin, lexeme.end - lexeme.begin);
    if (lexeme.token == Token::kSpace || (lexeme.token == Token::kOther && text == ";")) continue;
    if (lexeme.token != Token::kComment) {
      // What was read behind an earlier word is in the middle of the statement.
      leading = false;
      behind = {};
    } else if (is_block_comment(text)) {
      read(text, leading ? &found : &behind);
    }
  }
  for (std::size_t i = 0; i < kActorKeys.size(); ++i) {
    if (!behind.at(i).empty()) return behind.at(i);
    if (!found.at(i).empty()) return found.at(i);
  }
  return {};
}

}  // namespace schema_audit
