#include "core/model/identity.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

// How an address is written where it is not names with dots between them, as pg_identify_object() does.
enum class Style { kNames, kArguments, kOperator, kMethod, kWhole };

Style style_of(std::string_view kind) {
  constexpr auto kStyles = std::to_array<std::pair<std::string_view, Style>>({
      {"routine", Style::kArguments},
      {"operator", Style::kOperator},
      {"operator_class", Style::kMethod},
      {"operator_family", Style::kMethod},
      // These have no name of their own: what stands for it says what they are, and is unique without a
      // schema.
      {"cast", Style::kWhole},
      {"changed_privileges", Style::kWhole},
      {"database_setting", Style::kWhole},
      {"default_privileges", Style::kWhole},
      {"transform", Style::kWhole},
  });
  for (const auto& [name, style] : kStyles) {
    if (name == kind) return style;
  }
  return Style::kNames;
}

std::string root_text(const Identity& identity) {
  switch (style_of(identity.kind)) {
    case Style::kArguments:
      return qualified(identity.schema, identity.name) + "(" + identity.arguments + ")";
    case Style::kOperator:
      return quote_identifier(identity.schema) + "." + identity.name + "(" + identity.arguments + ")";
    case Style::kMethod:
      return qualified(identity.schema, identity.name) + " USING " + quote_identifier(identity.arguments);
    case Style::kWhole:
      return identity.name;
    case Style::kNames:
      break;
  }
  return qualified(identity.schema, identity.name);
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
  if (identity.is_root()) return root_text(identity);
  const std::string parent = qualified(identity.schema, identity.parent);
  // Columns and indexes have addresses of their own; every other part is "name on its parent".
  if (identity.kind == "column") return parent + "." + quote_identifier(identity.name);
  if (identity.kind == "index") return qualified(identity.schema, identity.name);
  if (identity.kind == "user_mapping") return quote_identifier(identity.name) + " on server " + parent;
  // Its name is that of the table, in quotes where it needs them.
  if (identity.kind == "publication_table") return identity.name + " in publication " + parent;
  return quote_identifier(identity.name) + " on " + parent;
}

std::string root_key(const Identity& identity) { return to_text(identity); }

}  // namespace schema_audit
