// Pieces of SQL that the queries of several kinds share.
//
// Relations and functions are qualified with pg_catalog. Operators are not: both doors run the queries with
// search_path = pg_catalog, pg_temp (kCatalogSettings), where nothing can come before pg_catalog's.
//
// What is optional is joined by the object's own OID, through a derived table when the catalog holds it the
// other way round. A join on a column that is NULL or 0 in most rows would put all of these into one bucket
// of a hash.
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

// A query for the OIDs of the relations whose parts are read: those of the kinds (relkind, as a list of
// literals) that belong neither to the system nor to an extension and are not temporary.
std::string user_relations(std::string_view kinds);

// A condition: the column holds such an OID. Looked up row by row: joined to the relations, the rows would
// have to be sorted before or behind.
std::string of_user_relation(std::string_view column, std::string_view kinds);

// A join that gives `comment.description` for the object of that catalog.
std::string comment_join(std::string_view oid, Catalog catalog, std::string_view column = "0");

// The name of a role: `pg_catalog.pg_get_userbyid(oid)`.
std::string role_name(std::string_view oid);

// A function's qualified name, for ValueType::kName; NULL for OID 0. A lookup per row: for what is rare.
std::string routine_name(std::string_view oid);

// An operator with its operands, "app.+(integer, bigint)"; NULL for OID 0. A lookup per row.
std::string operator_text(std::string_view oid);

// `names` of schema and name, for ValueType::kName, of the row with this OID in a catalog of schema-bound
// objects.
std::string qualified_name(std::string_view catalog, std::string_view prefix, std::string_view oid);

// When a trigger, an event trigger or a rule fires, in words; NULL when it is enabled as it was created.
std::string firing_mode(std::string_view column);

// The options of a foreign-data wrapper, server, foreign table or column with every value hidden that is not
// known to be harmless: only the server's own role for the other side may know a password.
std::string redacted_options(std::string_view options);

// A condition: the value of this setting can be shown to everybody.
std::string harmless_setting(std::string_view name);

// A join that gives, for relation c, `inh.parents` (in the order of INHERITS), `inh.first_parent` (schema and
// name) and `inh.detach_pending`.
std::string parents_join(int server_version);

// The storage options of relation c, those of its TOAST table t (see toast_join) with the prefix "toast.".
inline constexpr std::string_view kStorageOptions =
    "CASE WHEN t.reloptions IS NULL THEN c.reloptions"
    " ELSE c.reloptions || ARRAY(SELECT 'toast.' || o FROM pg_catalog.unnest(t.reloptions) AS o) END";
inline constexpr std::string_view kToastJoin =
    "LEFT JOIN (SELECT r.oid, toast.reloptions FROM pg_catalog.pg_class AS r"
    " JOIN pg_catalog.pg_class AS toast ON toast.oid = r.reltoastrelid WHERE toast.reloptions IS NOT NULL) "
    "AS t"
    " ON t.oid = c.oid";

// A join that gives `parent.names`, schema and name of the partitioned index that index ic (pg_class) is
// attached to.
inline constexpr std::string_view kParentIndexJoin =
    "LEFT JOIN (SELECT h.inhrelid, ARRAY[pn.nspname, pc.relname] AS names FROM pg_catalog.pg_inherits AS h"
    " JOIN pg_catalog.pg_class AS pc ON pc.oid = h.inhparent AND pc.relkind = 'I'"
    " JOIN pg_catalog.pg_namespace AS pn ON pn.oid = pc.relnamespace) AS parent ON parent.inhrelid = "
    "ic.oid";

// The options of the sequence s (pg_sequence) that are not at their defaults, each an expression that is NULL
// when it is at its default. What is default depends on the type and the direction.
struct SequenceOptions {
  std::string_view start_value, increment_by, min_value, max_value, cache_size;
};
extern const SequenceOptions kSequenceOptions;

// A join that gives `e.columns`, the key columns of index i (pg_index) as an array of what CREATE INDEX
// takes: number of the column (see column_numbers.hpp) or expression; collation, operator class and order
// where they are not the default ones. Without a row where no column has anything of the kind: these are just
// numbers.
std::string index_columns_join();

// A join that gives the same for the exclusion constraint con (pg_constraint), with its operators, as
// `e.columns`.
std::string exclusion_columns_join();

}  // namespace schema_audit
