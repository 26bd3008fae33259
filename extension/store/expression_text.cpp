// schema_audit.expression_text(expression pg_node_tree, relation oid) returns text
#include "extension/store/expression_text.hpp"

#include <unordered_map>

#include "extension/backend/guard.hpp"

extern "C" {
#include "nodes/bitmapset.h"
#include "nodes/plannodes.h"
#include "nodes/value.h"
#include "optimizer/optimizer.h"
#include "parser/parse_func.h"
#include "utils/ruleutils.h"
}

namespace schema_audit {

namespace {

// What is kept at most, in bytes.
constexpr std::size_t kRoom = 8U << 20U;

// An expression and, by the names of the columns that it mentions, its texts.
struct Expression {
  bool simple = false;  // can be printed here
  std::vector<AttrNumber> columns;
  std::unordered_map<std::string, std::string> texts;
};

struct Memory {
  std::unordered_map<std::string, Expression> expressions;  // by tree
  std::size_t size = 0;
  std::string key;  // its room is used again and again

  void keep(std::size_t bytes) {
    size += bytes;
    if (size <= kRoom) return;
    expressions.clear();
    size = bytes;
  }
};

// One for all: readings do not nest.
Memory* memory = nullptr;

// The same expression stands at another place in each statement.
void strip_locations(std::string_view tree, std::string& out) {
  constexpr std::string_view kLocation = ":location ";
  out.clear();
  for (;;) {
    const auto at = tree.find(kLocation);
    if (at == std::string_view::npos) break;
    out += tree.substr(0, at + kLocation.size());
    tree.remove_prefix(std::min(tree.size(), tree.find_first_not_of("-0123456789", at + kLocation.size())));
  }
  out += tree;
}

// pg_get_expr() breaks lines in CASE and in queries, and looks into the relation to name fields of whole
// rows.
bool is_simple(std::string_view tree) {
  constexpr std::array<std::string_view, 8> kOthers{"{CASE",           "{SUBLINK",    "{QUERY",
                                                    "{FIELDSELECT",    "{FIELDSTORE", "{CONVERTROWTYPE",
                                                    "{PARTITIONBOUND", "{ROW"};
  return std::none_of(kOthers.begin(), kOthers.end(),
                      [&](std::string_view word) { return tree.find(word) != std::string_view::npos; });
}

Node* parsed(const text* tree) {
  char* string = text_to_cstring(tree);
  auto* node = static_cast<Node*>(stringToNode(string));
  pfree(string);
  return node;
}

// The columns that an expression mentions. False: something else than columns of the one relation.
bool find_columns(const text* tree, std::vector<AttrNumber>& columns) {
  Bitmapset* numbers = pg_call([&]() -> Bitmapset* {
    Node* node = parsed(tree);
    Bitmapset* found = nullptr;
    pull_varattnos(node, 1, &found);
    // Nothing but columns with a number, or none at all: system columns are no less than zero.
    Bitmapset* relations = pull_varnos(nullptr, node);
    Bitmapset* own = bms_make_singleton(1);
    if (!bms_is_subset(relations, own)) found = bms_add_member(found, 0);
    return found;
  });
  for (int i = -1; (i = bms_next_member(numbers, i)) >= 0;) {
    const int number = i + FirstLowInvalidHeapAttributeNumber;
    if (number <= 0) return false;
    columns.push_back(static_cast<AttrNumber>(number));
  }
  return true;
}

// As the server prints it, for a relation with these columns: one that exists only here.
const char* printed(const text* tree, const AttrNumber* columns, char* const* names, std::size_t count) {
  List* all = NIL;
  AttrNumber last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (; last + 1 < columns[i]; ++last) all = lappend(all, makeString(pstrdup("")));
    all = lappend(all, makeString(names[i]));
    last = columns[i];
  }
  RangeTblEntry* relation = makeNode(RangeTblEntry);
  relation->rtekind = RTE_VALUES;
  relation->eref = makeAlias("relation", all);
  relation->inFromCl = true;
  PlannedStmt* statement = makeNode(PlannedStmt);
  statement->rtable = list_make1(relation);
  List* context = deparse_context_for_plan_tree(statement, list_make1(pstrdup("relation")));
  return deparse_expression(parsed(tree), context, false, false);
}

// nullptr: it takes pg_get_expr().
const std::string* find_text(const text* tree, Oid relation) {
  strip_locations({VARDATA_ANY(tree), VARSIZE_ANY_EXHDR(tree)}, memory->key);
  auto found = memory->expressions.find(memory->key);
  if (found == memory->expressions.end()) {
    Expression expression;
    expression.simple = is_simple(memory->key) && find_columns(tree, expression.columns);
    memory->keep(memory->key.size());
    found = memory->expressions.emplace(memory->key, std::move(expression)).first;
  }
  Expression& expression = found->second;
  if (!expression.simple) return nullptr;

  std::vector<char*> names;
  std::string joined;
  for (const AttrNumber column : expression.columns) {
    names.push_back(OidIsValid(relation) ? pg_call([&] { return get_attname(relation, column, true); })
                                         : nullptr);
    if (names.back() == nullptr) return nullptr;
    joined.append(names.back()).push_back('\0');
  }
  const auto known = expression.texts.find(joined);
  if (known != expression.texts.end()) return &known->second;
  const char* text =
      pg_call([&] { return printed(tree, expression.columns.data(), names.data(), names.size()); });
  memory->size += joined.size() + std::strlen(text);
  return &expression.texts.emplace(std::move(joined), text).first->second;
}

}  // namespace

ExpressionTexts::ExpressionTexts() { memory = new Memory; }

ExpressionTexts::~ExpressionTexts() {
  delete memory;
  memory = nullptr;
}

ExpressionSource::ExpressionSource(RowSource& source) : source_(source) {
  // The tables may be older than the library, until ALTER EXTENSION ... UPDATE.
  installed_ = pg_call([] {
    const std::array<Oid, 2> arguments{PG_NODE_TREEOID, OIDOID};
    List* name = list_make2(makeString(pstrdup("schema_audit")), makeString(pstrdup("expression_text")));
    return OidIsValid(LookupFuncName(name, arguments.size(), arguments.data(), true));
  });
}

std::unique_ptr<RowCursor> ExpressionSource::open(std::string_view query) {
  if (!installed_) return source_.open(query);
  constexpr std::string_view kServers = "pg_catalog.pg_get_expr(";
  std::string own(query);
  for (auto at = own.find(kServers); at != std::string::npos; at = own.find(kServers, at))
    own.replace(at, kServers.size(), "schema_audit.expression_text(");
  return source_.open(own);
}

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_expression_text);

Datum schema_audit_expression_text(PG_FUNCTION_ARGS) {
  if (schema_audit::memory == nullptr) return pg_get_expr(fcinfo);
  const text* tree = PG_GETARG_TEXT_PP(0);
  const Oid relation = PG_GETARG_OID(1);
  text* result = schema_audit::guard([&]() -> text* {
    const std::string* found = schema_audit::find_text(tree, relation);
    return found == nullptr ? nullptr : schema_audit::pg_call([&] {
      return cstring_to_text_with_len(found->data(), static_cast<int>(found->size()));
    });
  });
  if (result == nullptr) return pg_get_expr(fcinfo);
  PG_RETURN_TEXT_P(result);
}
}
