#include "extension/redaction/redaction.hpp"

#include "extension/backend/guard.hpp"
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

void find_secrets(Secrets* secrets, const Node* tree) {
  switch (nodeTag(tree)) {
    case T_CreateRoleStmt:
      find_role_secrets(secrets, as<CreateRoleStmt>(tree)->options);
      break;
    case T_AlterRoleStmt:
      find_role_secrets(secrets, as<AlterRoleStmt>(tree)->options);
      break;
    case T_CreateUserMappingStmt:
      find_option_secrets(secrets, as<CreateUserMappingStmt>(tree)->options, OptionOwner::kUserMapping);
      break;
    case T_AlterUserMappingStmt:
      find_option_secrets(secrets, as<AlterUserMappingStmt>(tree)->options, OptionOwner::kUserMapping);
      break;
    case T_CreateForeignServerStmt:
      find_option_secrets(secrets, as<CreateForeignServerStmt>(tree)->options);
      break;
    case T_AlterForeignServerStmt:
      find_option_secrets(secrets, as<AlterForeignServerStmt>(tree)->options);
      break;
    case T_CreateFdwStmt:
      find_option_secrets(secrets, as<CreateFdwStmt>(tree)->options);
      break;
    case T_AlterFdwStmt:
      find_option_secrets(secrets, as<AlterFdwStmt>(tree)->options);
      break;
    case T_ImportForeignSchemaStmt:
      find_option_secrets(secrets, as<ImportForeignSchemaStmt>(tree)->options);
      break;
    case T_CreateForeignTableStmt:
      find_in_foreign_table(secrets, as<CreateForeignTableStmt>(tree));
      break;
    case T_AlterTableStmt:
      find_in_alter_table(secrets, as<AlterTableStmt>(tree));
      break;
    case T_CreateSubscriptionStmt:
      find_connection_secrets(secrets, as<CreateSubscriptionStmt>(tree)->conninfo);
      break;
    case T_AlterSubscriptionStmt:
      find_connection_secrets(secrets, as<AlterSubscriptionStmt>(tree)->conninfo);
      break;
    case T_VariableSetStmt:
      find_setting_secrets(secrets, as<VariableSetStmt>(tree));
      break;
    case T_AlterSystemStmt:
      find_setting_secrets(secrets, as<AlterSystemStmt>(tree)->setstmt);
      break;
    case T_AlterRoleSetStmt:
      find_setting_secrets(secrets, as<AlterRoleSetStmt>(tree)->setstmt);
      break;
    case T_AlterDatabaseSetStmt:
      find_setting_secrets(secrets, as<AlterDatabaseSetStmt>(tree)->setstmt);
      break;
    case T_CreateFunctionStmt:
      find_function_secrets(secrets, as<CreateFunctionStmt>(tree)->options);
      break;
    case T_AlterFunctionStmt:
      find_function_secrets(secrets, as<AlterFunctionStmt>(tree)->actions);
      break;
    default:
      break;
  }
}

void append(StringInfo out, std::string_view text) {
  appendBinaryStringInfo(out, text.data(), static_cast<int>(text.size()));
}

// The part of the query between the two, without the secrets.
RedactedText cut_out(const Secrets& secrets, std::size_t begin, std::size_t end) {
  const std::string_view query = secrets.query();
  if (secrets.lost()) return {nullptr, true};
  if (secrets.ranges() == NIL) return {pnstrdup(query.data() + begin, end - begin), false};
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

// A client's string was parsed before, so that parsing it again cannot fail, unless one of its statements
// changed how strings are written. What other processes call their query need not be SQL.
bool can_parse(std::string_view text) {
  return MyProcPort != nullptr && has_plain_backslash() && !contains_word(text, "conforming_strings");
}

// Its strings may be statements, or become parts of some.
bool runs_others(Node* statement) {
  return GetCommandLogLevel(statement) != LOGSTMT_DDL && !IsA(statement, VariableSetStmt) &&
         !IsA(statement, AlterSystemStmt);
}

List* parse_again(const char* text) {
  // Its notices were given the first time.
  const int level = client_min_messages;
  List* statements = NIL;
  PG_TRY();
  {
    client_min_messages = ERROR;
    statements = raw_parser(text, RAW_PARSE_DEFAULT);
  }
  PG_FINALLY();
  { client_min_messages = level; }
  PG_END_TRY();
  return statements;
}

}  // namespace

RedactedText redact_statement(std::string_view query, std::string_view statement, const Node* tree) {
  if (statement.empty()) return {};
  const auto begin = static_cast<std::size_t>(statement.data() - query.data());
  Secrets secrets(query);
  secrets.begin_statement(begin);
  find_secrets(&secrets, tree);
  return cut_out(secrets, begin, begin + statement.size());
}

RedactedText redact_string(const char* text) {
  const std::string_view query = text;
  if (!can_parse(query)) return redact_unparsed(query);
  Secrets secrets(query);
  List* statements = pg_call([&] { return parse_again(text); });
  for (int i = 0; i < list_length(statements); ++i) {
    const auto* statement = static_cast<const RawStmt*>(list_nth(statements, i));
    const std::string_view slice =
        slice_statement(query, statement->stmt_location, statement->stmt_len, has_plain_backslash());
    if (slice.empty()) continue;
    secrets.begin_statement(static_cast<std::size_t>(slice.data() - query.data()));
    find_secrets(&secrets, statement->stmt);
    if (runs_others(statement->stmt) && looks_secret(slice)) secrets.set_lost();
  }
  return cut_out(secrets, 0, query.size());
}

RedactedText redact_unparsed(std::string_view text) {
  if (text.empty() || looks_secret(text)) return {nullptr, !text.empty()};
  return {pnstrdup(text.data(), text.size()), false};
}

}  // namespace schema_audit
