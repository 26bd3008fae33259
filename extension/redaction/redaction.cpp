#include "extension/redaction/redaction.hpp"

#include "extension/capture/statement_slice.hpp"
#include "extension/redaction/secrets.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kRedacted = "'<redacted>'";

template <typename Statement>
const Statement* as(const Node* tree) {
  return reinterpret_cast<const Statement*>(tree);
}

void find_in_alter_table(Secrets* secrets, const AlterTableStmt* statement) {
  for (int i = 0; i < list_length(statement->cmds); ++i) {
    const auto* command = static_cast<const AlterTableCmd*>(list_nth(statement->cmds, i));
    if (command->subtype == AT_GenericOptions || command->subtype == AT_AlterColumnGenericOptions) {
      find_option_secrets(secrets, reinterpret_cast<const List*>(command->def));
    } else {
      find_column_secrets(secrets, command->def);
    }
  }
}

void find_in_foreign_table(Secrets* secrets, const CreateForeignTableStmt* statement) {
  find_option_secrets(secrets, statement->options);
  for (int i = 0; i < list_length(statement->base.tableElts); ++i) {
    find_column_secrets(secrets, static_cast<const Node*>(list_nth(statement->base.tableElts, i)));
  }
}

// False for a statement that has no secrets of its own: they can only be in its strings.
bool find_secrets(Secrets* secrets, const Node* tree) {
  switch (nodeTag(tree)) {
    case T_CreateRoleStmt:
      find_role_secrets(secrets, as<CreateRoleStmt>(tree)->options);
      return true;
    case T_AlterRoleStmt:
      find_role_secrets(secrets, as<AlterRoleStmt>(tree)->options);
      return true;
    case T_CreateUserMappingStmt:
      find_option_secrets(secrets, as<CreateUserMappingStmt>(tree)->options, OptionOwner::kUserMapping);
      return true;
    case T_AlterUserMappingStmt:
      find_option_secrets(secrets, as<AlterUserMappingStmt>(tree)->options, OptionOwner::kUserMapping);
      return true;
    case T_CreateForeignServerStmt:
      find_option_secrets(secrets, as<CreateForeignServerStmt>(tree)->options);
      return true;
    case T_AlterForeignServerStmt:
      find_option_secrets(secrets, as<AlterForeignServerStmt>(tree)->options);
      return true;
    case T_CreateFdwStmt:
      find_option_secrets(secrets, as<CreateFdwStmt>(tree)->options);
      return true;
    case T_AlterFdwStmt:
      find_option_secrets(secrets, as<AlterFdwStmt>(tree)->options);
      return true;
    case T_ImportForeignSchemaStmt:
      find_option_secrets(secrets, as<ImportForeignSchemaStmt>(tree)->options);
      return true;
    case T_CreateForeignTableStmt:
      find_in_foreign_table(secrets, as<CreateForeignTableStmt>(tree));
      return true;
    case T_AlterTableStmt:
      find_in_alter_table(secrets, as<AlterTableStmt>(tree));
      return true;
    case T_CreateSubscriptionStmt:
      find_connection_secrets(secrets, as<CreateSubscriptionStmt>(tree)->conninfo);
      return true;
    case T_AlterSubscriptionStmt:
      find_connection_secrets(secrets, as<AlterSubscriptionStmt>(tree)->conninfo);
      return true;
    case T_VariableSetStmt:
      find_setting_secrets(secrets, as<VariableSetStmt>(tree));
      return true;
    case T_AlterSystemStmt:
      find_setting_secrets(secrets, as<AlterSystemStmt>(tree)->setstmt);
      return true;
    case T_AlterRoleSetStmt:
      find_setting_secrets(secrets, as<AlterRoleSetStmt>(tree)->setstmt);
      return true;
    case T_AlterDatabaseSetStmt:
      find_setting_secrets(secrets, as<AlterDatabaseSetStmt>(tree)->setstmt);
      return true;
    case T_CreateFunctionStmt:
      find_function_secrets(secrets, as<CreateFunctionStmt>(tree)->options);
      return false;
    case T_AlterFunctionStmt:
      find_function_secrets(secrets, as<AlterFunctionStmt>(tree)->actions);
      return true;
    default:
      return false;
  }
}

void append(StringInfo out, std::string_view text) {
  appendBinaryStringInfo(out, text.data(), static_cast<int>(text.size()));
}

}  // namespace

RedactedText redact_statement(std::string_view query, std::string_view statement, const Node* tree) {
  const auto begin = static_cast<std::size_t>(statement.data() - query.data());
  const std::size_t end = begin + statement.size();
  Secrets secrets(query, begin);
  find_secrets(&secrets, tree);
  if (secrets.lost()) return {nullptr, true};
  if (secrets.ranges() == NIL) return {pnstrdup(statement.data(), statement.size()), false};

  StringInfoData out;
  initStringInfo(&out);
  std::size_t at = begin;
  for (int i = 0; i < list_length(secrets.ranges()); ++i) {
    const auto* range = static_cast<const SecretRange*>(list_nth(secrets.ranges(), i));
    if (range->begin < at || range->end > end) return {nullptr, true};
    append(&out, query.substr(at, range->begin - at));
    append(&out, kRedacted);
    at = range->end;
  }
  append(&out, query.substr(at, end - at));
  return {out.data, true};
}

RedactedText redact_unsliced(std::string_view text, const Node* tree) {
  if (has_credentials(text)) return {nullptr, true};
  Secrets secrets(text, 0);
  if (tree != nullptr) find_secrets(&secrets, tree);
  if (secrets.lost() || secrets.ranges() != NIL) return {nullptr, true};
  return {pnstrdup(text.data(), text.size()), false};
}

}  // namespace schema_audit
