// Connection strings of subscriptions.
#include "extension/capture/sql_lexer.hpp"
#include "extension/redaction/secrets.hpp"

namespace schema_audit {

// The parse tree does not say where the string of CONNECTION is.
void find_connection_secrets(Secrets* secrets, const char* conninfo) {
  if (conninfo == nullptr || !has_credentials(conninfo)) return;
  const std::string_view query = secrets->query();
  for (Lexeme lexeme = next_significant(query, secrets->from(), has_plain_backslash());
       lexeme.token != Token::kEnd; lexeme = next_significant(query, lexeme.end, has_plain_backslash())) {
    const std::string_view word = query.substr(lexeme.begin, lexeme.end - lexeme.begin);
    if (lexeme.token != Token::kWord || word.size() != 10 || !contains_word(word, "connection")) continue;
    const Lexeme value = next_significant(query, lexeme.end, has_plain_backslash());
    if (value.token == Token::kString && secrets->add_value_at(value.begin)) return;
  }
  secrets->set_lost();
}

}  // namespace schema_audit
