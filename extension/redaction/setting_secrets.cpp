// Values of settings that hold secrets.
#include "extension/redaction/secrets.hpp"

namespace schema_audit {

namespace {

bool value_contains(const VariableSetStmt* statement, bool (*matches)(std::string_view value)) {
  for (int i = 0; i < list_length(statement->args); ++i) {
    const auto* node = static_cast<const Node*>(list_nth(statement->args, i));
    if (!IsA(node, A_Const)) continue;
    const auto* constant = reinterpret_cast<const A_Const*>(node);
    if (!constant->isnull && IsA(&constant->val.node, String) && matches(strVal(&constant->val.node)))
      return true;
  }
  return false;
}

bool holds_token(std::string_view value) { return value.substr(0, 4) == "sa1."; }

bool ends_with(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() && contains_word(name.substr(name.size() - ending.size()), ending);
}

// The server's own settings with secrets, and what settings of extensions and applications are called.
bool is_secret(const VariableSetStmt* statement) {
  const std::string_view name = statement->name;
  if (pg_strcasecmp(statement->name, "password_encryption") == 0) return false;
  if (pg_strcasecmp(statement->name, "ssl_passphrase_command_supports_reload") == 0) return false;
  for (const char* word : {"pass", "secret", "token", "credential", "conninfo"}) {
    if (contains_word(name, word)) return true;
  }
  if (ends_with(name, "_key") || ends_with(name, ".key")) return true;
  if (pg_strcasecmp(statement->name, "schema_audit.actor") == 0)
    return value_contains(statement, holds_token);
  return value_contains(statement, ends_with(name, "_command") ? looks_secret : has_credentials);
}

}  // namespace

void find_setting_secrets(Secrets* secrets, const VariableSetStmt* statement) {
  if (statement == nullptr || statement->kind != VAR_SET_VALUE || !is_secret(statement)) return;
  for (int i = 0; i < list_length(statement->args); ++i) {
    const auto* node = static_cast<const Node*>(list_nth(statement->args, i));
    const int location = IsA(node, A_Const) ? reinterpret_cast<const A_Const*>(node)->location : -1;
    if (location < 0 || !secrets->add_value_at(location)) secrets->set_lost();
  }
}

void find_function_secrets(Secrets* secrets, const List* options) {
  for (int i = 0; i < list_length(options); ++i) {
    const auto* option = static_cast<const DefElem*>(list_nth(options, i));
    if (std::strcmp(option->defname, "set") == 0 && option->arg != nullptr) {
      find_setting_secrets(secrets, reinterpret_cast<const VariableSetStmt*>(option->arg));
    }
  }
}

}  // namespace schema_audit
