// An object's address by name, never by OID.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace schema_audit {

struct Identity {
  std::string kind;       // a name from the registry of kinds: "table", "column", ...
  std::string schema;     // unquoted; empty for what lives outside of schemas (a schema, an extension)
  std::string parent;     // unquoted name of the root object that holds this one; empty for a root object
  std::string name;       // unquoted
  std::string arguments;  // routines and operators: the types as format_type() prints them; operator
                          // classes and families: their access method; else empty

  bool is_root() const { return parent.empty(); }

  friend auto operator<=>(const Identity&, const Identity&) = default;
};

// As PostgreSQL's quote_ident(), but with one fixed list of keywords (those that any supported major
// reserves), so that the same name is written the same way whichever server it was read from.
std::string quote_identifier(std::string_view name);

// 'text' as an SQL literal; E'' is used when it holds a backslash, so it means the same under any setting.
std::string quote_literal(std::string_view text);

// The address without its kind, in the words of pg_identify_object(): `public.orders`, `public.orders.total`
// (a column), `orders_pkey on public.orders` (a constraint), `public.f(integer, text)` (a routine).
std::string to_text(const Identity& identity);

// A root object's key in a store: to_text() of it. Unique together with the kind.
std::string root_key(const Identity& identity);

}  // namespace schema_audit
