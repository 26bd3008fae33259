// Pieces of SQL that plans are written in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/object.hpp"
#include "core/model/upper_case.hpp"

namespace schema_audit {

// schema.name of a root object, quoted.
std::string qualified(const Object& root);
std::string qualified(std::string_view schema, std::string_view name);

// "ALTER TABLE schema.name " and "ALTER TABLE schema.name ALTER COLUMN column ", of a foreign table, too.
// only: not for its partitions and children.
std::string alter_table(const Object& root, bool only = false);
std::string alter_column(const Object& root, std::string_view column, bool only = false);

// Attributes with their types; a default when the attribute is absent.
const TextList& list_of(const Attributes& attributes, std::string_view name);
const TextMap& map_of(const Attributes& attributes, std::string_view name);
std::optional<std::int64_t> number_of(const Attributes& attributes, std::string_view name);

std::string join(const std::vector<std::string>& items, std::string_view separator = ", ");

// Names, each quoted, with ", " between them.
std::string quoted_list(const TextList& names);

// The name of a storage parameter, quoted, with the namespace before it: toast.autovacuum_enabled.
std::string option_name(const std::string& name);

// (name=value, ...) with each value as a literal, for WITH and SET; empty for no options.
std::string storage_options(const TextMap& options);

// name 'value', ... for OPTIONS (...), without those whose value is hidden.
std::string generic_options(const TextMap& options);
bool has_hidden(const TextMap& options);

// ALTER ... OPTIONS (ADD ..., SET ..., DROP ...): what lies between the parentheses; empty when there is
// nothing to do.
std::string changed_options(const TextMap& from, const TextMap& to);

// What stands behind the columns of an index, before its WHERE, with a space in front: INCLUDE, NULLS NOT
// DISTINCT, WITH, TABLESPACE.
std::string index_clauses(const Attributes& attributes);

// $tag$text$tag$ with a tag that the text does not hold.
std::string dollar_quoted(std::string_view text);

// Whether a text mentions a name, as a whole and as quote_identifier() writes it, outside of literals.
bool mentions(std::string_view text, std::string_view name);

// The parts of a qualified name, unquoted; empty when it is not one.
std::vector<std::string> split_name(std::string_view text);

// A setting as SET takes it: its name quoted, its value as a literal, or as several where it is a list.
std::string setting_name(std::string_view name);
std::string setting_value(std::string_view setting, std::string_view value);

}  // namespace schema_audit
