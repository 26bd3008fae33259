#include "extension/capture/redaction.hpp"

#include "extension/capture/sql_lexer.hpp"

namespace schema_audit {

namespace {

constexpr char kRedacted[] = "'<redacted>'";

// Positions in the query of what is to be cut out, in ascending order once sorted.
struct Range {
  std::size_t begin;
  std::size_t end;
};

struct Secrets {
  List* ranges = NIL;  // of Range*
  bool lost = false;   // there is a secret, but nobody knows where
};

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

// Options are whatever a foreign-data wrapper says they are, so their names decide, and so does a value that
// looks like a connection string.
bool is_secret_option(const DefElem* option, bool user_mapping) {
  if (option->arg == nullptr) return false;
  const std::string_view name = option->defname;
  if (user_mapping)
    return pg_strcasecmp(option->defname, "user") != 0 && pg_strcasecmp(option->defname, "username") != 0;
  for (const char* word :
       {"pass", "pwd", "secret", "token", "key", "credential", "conninfo", "connstr", "connection", "dsn"}) {
    if (contains_word(name, word)) return true;
  }
  return IsA(option->arg, String) && has_credentials(strVal(option->arg));
}

void add_range(Secrets* secrets, Range range) {
  auto* copy = static_cast<Range*>(palloc(sizeof(Range)));
  *copy = range;
  secrets->ranges = lappend(secrets->ranges, copy);
}

// The string that comes next, with the parts that SQL joins to it over line ends.
bool add_next_string(Secrets* secrets, std::string_view query, std::size_t at) {
  Lexeme lexeme = next_significant(query, at, standard_conforming_strings);
  if (lexeme.token != Token::kString) return false;
  Range range = {lexeme.begin, lexeme.end};
  while ((lexeme = next_significant(query, lexeme.end, standard_conforming_strings)).token ==
         Token::kString) {
    range.end = lexeme.end;
  }
  add_range(secrets, range);
  return true;
}

void add_options(Secrets* secrets, std::string_view query, const List* options, bool user_mapping = false) {
  for (int i = 0; i < list_length(options); ++i) {
    const auto* option = static_cast<const DefElem*>(list_nth(options, i));
    if (!is_secret_option(option, user_mapping)) continue;
    bool found = false;
    if (option->location >= 0 && static_cast<std::size_t>(option->location) < query.size()) {
      const Lexeme name = next_significant(query, option->location, standard_conforming_strings);
      found = (name.token == Token::kWord || name.token == Token::kQuotedName) &&
              add_next_string(secrets, query, name.end);
    }
    if (!found) secrets->lost = true;
  }
}

// The parse tree does not say where the string of CONNECTION is.
void add_conninfo(Secrets* secrets, std::string_view query, std::string_view statement,
                  const char* conninfo) {
  if (conninfo == nullptr || !has_credentials(conninfo)) return;
  const auto from = static_cast<std::size_t>(statement.data() - query.data());
  for (Lexeme lexeme = next_significant(query, from, standard_conforming_strings);
       lexeme.token != Token::kEnd;
       lexeme = next_significant(query, lexeme.end, standard_conforming_strings)) {
    const std::string_view word = query.substr(lexeme.begin, lexeme.end - lexeme.begin);
    if (lexeme.token == Token::kWord && word.size() == 10 && contains_word(word, "connection") &&
        add_next_string(secrets, query, lexeme.end)) {
      return;
    }
  }
  secrets->lost = true;
}

void add_column_options(Secrets* secrets, std::string_view query, const Node* element) {
  if (element != nullptr && IsA(element, ColumnDef)) {
    add_options(secrets, query, reinterpret_cast<const ColumnDef*>(element)->fdwoptions);
  }
}

void add_alter_table(Secrets* secrets, std::string_view query, const AlterTableStmt* statement) {
  for (int i = 0; i < list_length(statement->cmds); ++i) {
    const auto* command = static_cast<const AlterTableCmd*>(list_nth(statement->cmds, i));
    if (command->subtype == AT_GenericOptions || command->subtype == AT_AlterColumnGenericOptions) {
      add_options(secrets, query, reinterpret_cast<const List*>(command->def));
    } else {
      add_column_options(secrets, query, command->def);
    }
  }
}

template <typename Statement>
const Statement* as(const Node* tree) {
  return reinterpret_cast<const Statement*>(tree);
}

Secrets find_secrets(std::string_view query, std::string_view statement, const Node* tree) {
  Secrets secrets;
  switch (nodeTag(tree)) {
    case T_CreateUserMappingStmt:
      add_options(&secrets, query, as<CreateUserMappingStmt>(tree)->options, true);
      break;
    case T_AlterUserMappingStmt:
      add_options(&secrets, query, as<AlterUserMappingStmt>(tree)->options, true);
      break;
    case T_CreateForeignServerStmt:
      add_options(&secrets, query, as<CreateForeignServerStmt>(tree)->options);
      break;
    case T_AlterForeignServerStmt:
      add_options(&secrets, query, as<AlterForeignServerStmt>(tree)->options);
      break;
    case T_CreateFdwStmt:
      add_options(&secrets, query, as<CreateFdwStmt>(tree)->options);
      break;
    case T_AlterFdwStmt:
      add_options(&secrets, query, as<AlterFdwStmt>(tree)->options);
      break;
    case T_ImportForeignSchemaStmt:
      add_options(&secrets, query, as<ImportForeignSchemaStmt>(tree)->options);
      break;
    case T_CreateForeignTableStmt: {
      const auto* create = as<CreateForeignTableStmt>(tree);
      add_options(&secrets, query, create->options);
      for (int i = 0; i < list_length(create->base.tableElts); ++i) {
        add_column_options(&secrets, query, static_cast<const Node*>(list_nth(create->base.tableElts, i)));
      }
      break;
    }
    case T_AlterTableStmt:
      add_alter_table(&secrets, query, as<AlterTableStmt>(tree));
      break;
    case T_CreateSubscriptionStmt:
      add_conninfo(&secrets, query, statement, as<CreateSubscriptionStmt>(tree)->conninfo);
      break;
    case T_AlterSubscriptionStmt:
      add_conninfo(&secrets, query, statement, as<AlterSubscriptionStmt>(tree)->conninfo);
      break;
    default:
      break;
  }
  return secrets;
}

int compare_ranges(const ListCell* a, const ListCell* b) {
  const std::size_t left = static_cast<const Range*>(lfirst(a))->begin;
  const std::size_t right = static_cast<const Range*>(lfirst(b))->begin;
  return left < right ? -1 : left > right;
}

void append(StringInfo out, std::string_view text) {
  appendBinaryStringInfo(out, text.data(), static_cast<int>(text.size()));
}

}  // namespace

StatementText redact_statement(std::string_view query, std::string_view statement, const Node* tree) {
  const Secrets secrets = find_secrets(query, statement, tree);
  if (secrets.lost) return {nullptr, true};
  if (secrets.ranges == NIL) return {pnstrdup(statement.data(), statement.size()), false};

  list_sort(secrets.ranges, compare_ranges);
  const auto begin = static_cast<std::size_t>(statement.data() - query.data());
  const std::size_t end = begin + statement.size();
  StringInfoData out;
  initStringInfo(&out);
  std::size_t at = begin;
  for (int i = 0; i < list_length(secrets.ranges); ++i) {
    const auto* range = static_cast<const Range*>(list_nth(secrets.ranges, i));
    if (range->begin < at || range->end > end) return {nullptr, true};
    append(&out, query.substr(at, range->begin - at));
    append(&out, kRedacted);
    at = range->end;
  }
  append(&out, query.substr(at, end - at));
  return {out.data, true};
}

StatementText redact_unsliced(std::string_view text, const Node* tree) {
  const Secrets secrets = find_secrets({}, {}, tree);
  if (secrets.lost || has_credentials(text)) return {nullptr, true};
  return {pnstrdup(text.data(), text.size()), false};
}

}  // namespace schema_audit
