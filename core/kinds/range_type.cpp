// Kind "range_type", with the multirange type that comes along since 14.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

// The name that the server gives the multirange type by itself (makeMultirangeTypeName() in
// src/backend/commands/typecmds.c) is the default.
std::string query(int server_version) {
  const std::string multirange =
      server_version >= 140000
          ? "(SELECT ARRAY[mn.nspname, mt.typname] FROM pg_catalog.pg_type AS mt"
            " JOIN pg_catalog.pg_namespace AS mn ON mn.oid = mt.typnamespace"
            " WHERE mt.oid = r.rngmultitypid AND (mt.typnamespace <> t.typnamespace OR mt.typname <>"
            " pg_catalog.left(CASE WHEN t.typname LIKE '%range%'"
            " THEN pg_catalog.regexp_replace(t.typname::text, 'range', 'multirange')"
            " ELSE pg_catalog.left(t.typname::text, 51) || '_multirange' END, 63)))"
          : "NULL::text";
  return R"sql(
SELECT t.oid, n.nspname AS schema, t.typname AS name,
  pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
  CASE WHEN NOT oc.opcdefault THEN ARRAY[ocn.nspname, oc.opcname] END AS subtype_operator_class,
  CASE WHEN r.rngcollation <> s.typcollation THEN )sql" +
         qualified_name("pg_collation", "coll", "r.rngcollation") + R"sql( END AS collation,
  )sql" + routine_name("r.rngcanonical::oid") +
         R"sql( AS canonical,
  )sql" + routine_name("r.rngsubdiff::oid") +
         R"sql( AS subtype_difference,
  )sql" + multirange +
         R"sql( AS multirange,
  )sql" + role_name("t.typowner") +
         " AS owner, " + role_name("t.typowner") + R"sql( AS acl_owner, t.typacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_range AS r
JOIN pg_catalog.pg_type AS t ON t.oid = r.rngtypid
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type AS s ON s.oid = r.rngsubtype
JOIN pg_catalog.pg_opclass AS oc ON oc.oid = r.rngsubopc
JOIN pg_catalog.pg_namespace AS ocn ON ocn.oid = oc.opcnamespace
)sql" + comment_join("t.oid", Catalog::kType) +
         "WHERE t.oid >= 16384 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("t.oid", Catalog::kType) + "\nORDER BY t.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    attribute_of(kMajor, "canonical", "canonical function",
                 "It was dropped and created anew: check every column, index and function that used it.",
                 ValueType::kName),
    attribute_of(kMajor, "collation", "collation",
                 "It was dropped and created anew: check every column, index and function that used it.",
                 ValueType::kName),
    kCommentAttribute,
    attribute_of(kMajor, "multirange", "name of the multirange type",
                 "Declarations and casts that name the multirange type need the new name.", ValueType::kName),
    kOwnerAttribute,
    privileges_attribute('T'),
    kSecurityLabelsAttribute,
    attribute_of(kCritical, "subtype", "subtype",
                 "It was dropped and created anew: check every column, index and function that used it.",
                 ValueType::kText, true),
    attribute_of(kMajor, "subtype_difference", "subtype difference function",
                 "GiST indexes on ranges are built better or worse; results do not change.",
                 ValueType::kName),
    attribute_of(kMajor, "subtype_operator_class", "operator class of the subtype",
                 "It was dropped and created anew: check every column, index and function that used it.",
                 ValueType::kName),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"range_type", "range type", kMinor, kCritical,
     "Drivers that map ranges by name need the new type registered.",
     "Columns, parameters and casts of this type are gone with it: restore them from a backup before the "
     "application runs."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"type"});

}  // namespace

constinit const Kind kRangeTypeKind{
    .name = "range_type",
    .label = "range type",
    .catalog = Catalog::kType,
    .query = query,
    .presence = "pg_catalog.pg_range AS x WHERE x.rngtypid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice = kTypeRenamedAdvice,
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
