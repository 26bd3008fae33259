#include "core/model/identity.hpp"

#include <algorithm>
#include <array>

namespace schema_audit {

namespace {

// Every keyword that some major from 13 to 19 does not let stand unquoted everywhere: the categories
// RESERVED, TYPE_FUNC_NAME and COL_NAME of src/include/parser/kwlist.h. Sorted.
// clang-format off
constexpr auto kKeywords = std::to_array<std::string_view>({
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization",
    "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character",
    "check", "coalesce", "collate", "collation", "column", "concurrently", "constraint", "create", "cross",
    "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "dec", "decimal", "default", "deferrable", "desc", "distinct",
    "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign",
    "freeze", "from", "full", "grant", "graph_table", "greatest", "group", "grouping", "having", "ilike",
    "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull",
    "join", "json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg",
    "json_query", "json_scalar", "json_serialize", "json_table", "json_value", "lateral", "leading",
    "least", "left", "like", "limit", "localtime", "localtimestamp", "merge_action", "national", "natural",
    "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset", "on", "only",
    "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision", "primary",
    "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar",
    "smallint", "some", "substring", "symmetric", "system_user", "table", "tablesample", "then", "time",
    "timestamp", "to", "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "values",
    "varchar", "variadic", "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat",
    "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot",
    "xmlserialize", "xmltable",
});
// clang-format on
static_assert(std::is_sorted(kKeywords.begin(), kKeywords.end()));

bool stands_unquoted(std::string_view name) {
  if (name.empty()) return false;
  const auto starts = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto goes_on = [&](char c) { return starts(c) || (c >= '0' && c <= '9'); };
  if (!starts(name.front()) || !std::all_of(name.begin(), name.end(), goes_on)) return false;
  return !std::binary_search(kKeywords.begin(), kKeywords.end(), name);
}

std::string qualified(std::string_view schema, std::string_view name) {
  if (schema.empty()) return quote_identifier(name);
  return quote_identifier(schema) + "." + quote_identifier(name);
}

}  // namespace

std::string quote_identifier(std::string_view name) {
  if (stands_unquoted(name)) return std::string(name);
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string quote_literal(std::string_view text) {
  std::string out = text.find('\\') == std::string_view::npos ? "'" : "E'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out + '\'';
}

std::string to_text(const Identity& identity) {
  if (identity.is_root()) {
    std::string out = qualified(identity.schema, identity.name);
    if (identity.kind == "routine") out += "(" + identity.arguments + ")";
    return out;
  }
  const std::string parent = qualified(identity.schema, identity.parent);
  // Columns and indexes have addresses of their own; every other part is "name on its parent".
  if (identity.kind == "column") return parent + "." + quote_identifier(identity.name);
  if (identity.kind == "index") return qualified(identity.schema, identity.name);
  return quote_identifier(identity.name) + " on " + parent;
}

std::string root_key(const Identity& identity) { return to_text(identity); }

}  // namespace schema_audit
