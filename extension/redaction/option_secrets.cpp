// Options of foreign-data wrappers, servers, foreign tables and user mappings.
#include "extension/capture/sql_lexer.hpp"
#include "extension/redaction/secrets.hpp"

namespace schema_audit {

namespace {

// Options are whatever a foreign-data wrapper says they are, so their names decide, and so does a value that
// looks like a connection string.
bool is_secret(const DefElem* option, OptionOwner owner) {
  if (option->arg == nullptr) return false;
  const std::string_view name = option->defname;
  if (owner == OptionOwner::kUserMapping)
    return pg_strcasecmp(option->defname, "user") != 0 && pg_strcasecmp(option->defname, "username") != 0;
  for (const char* word :
       {"pass", "pwd", "secret", "token", "key", "credential", "conninfo", "connstr", "connection", "dsn"}) {
    if (contains_word(name, word)) return true;
  }
  return IsA(option->arg, String) && has_credentials(strVal(option->arg));
}

}  // namespace

void find_option_secrets(Secrets* secrets, const List* options, OptionOwner owner) {
  for (int i = 0; i < list_length(options); ++i) {
    const auto* option = static_cast<const DefElem*>(list_nth(options, i));
    if (!is_secret(option, owner)) continue;
    bool found = false;
    if (option->location >= 0 && static_cast<std::size_t>(option->location) < secrets->query().size()) {
      // The name, which may be in quotes, and the string behind it.
      const Lexeme name = next_significant(secrets->query(), option->location, has_plain_backslash());
      found = (name.token == Token::kWord || name.token == Token::kQuotedName) &&
              secrets->add_string_after(name.end);
    }
    if (!found) secrets->set_lost();
  }
}

void find_column_secrets(Secrets* secrets, const Node* element) {
  if (element != nullptr && IsA(element, ColumnDef)) {
    find_option_secrets(secrets, reinterpret_cast<const ColumnDef*>(element)->fdwoptions);
  }
}

}  // namespace schema_audit
