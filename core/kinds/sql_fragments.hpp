// Pieces of SQL that the queries of several kinds share.
//
// Relations and functions are qualified with pg_catalog. Operators are not: both doors run the queries with
// search_path = pg_catalog, pg_temp (kCatalogSettings), where nothing can come before pg_catalog's.
#pragma once

#include <string>
#include <string_view>

#include "core/kinds/kind.hpp"

namespace schema_audit {

// A condition: the schema n (pg_namespace) is not the system's, nor one of temporary objects.
inline constexpr std::string_view kUserSchema = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

// A condition: the relation c (pg_class) is neither the system's (OIDs below FirstNormalObjectId) nor
// temporary.
inline constexpr std::string_view kUserRelation = "c.oid >= 16384 AND c.relpersistence <> 't'";

// A condition: the object of that catalog is not a member of an extension.
std::string not_a_member(std::string_view oid, Catalog catalog);

// A join that gives `comment.description` for the object of that catalog.
std::string comment_join(std::string_view oid, Catalog catalog, std::string_view column = "0");

// The name of a role: `pg_catalog.pg_get_userbyid(oid)`.
std::string role_name(std::string_view oid);

// A function's qualified name, for ValueType::kName; NULL for OID 0. A lookup per row: for what is rare.
std::string routine_name(std::string_view oid);

// The storage options of relation c, those of its TOAST table t (see toast_join) with the prefix "toast.".
inline constexpr std::string_view kStorageOptions =
    "CASE WHEN t.reloptions IS NULL THEN c.reloptions"
    " ELSE c.reloptions || ARRAY(SELECT 'toast.' || o FROM pg_catalog.unnest(t.reloptions) AS o) END";
inline constexpr std::string_view kToastJoin =
    "LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL";

// The options of the sequence s (pg_sequence) that are not at their defaults, each an expression that is NULL
// when it is at its default. What is default depends on the type and the direction.
struct SequenceOptions {
  std::string_view start_value, increment_by, min_value, max_value, cache_size;
};
extern const SequenceOptions kSequenceOptions;

// A join that gives `e.columns`, the key columns of index i (pg_index) as text[] of what CREATE INDEX takes
// (name or expression; collation, operator class and order where they are not the default ones), and
// `e.include`, the names of the included columns. exclusion: only for the indexes of exclusion constraints,
// and with their operators.
std::string index_columns_join(bool exclusion);

}  // namespace schema_audit
