// Kind "enum": an enumerated type.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT t.oid, n.nspname AS schema, t.typname AS name, e.labels,
  )sql" + role_name("t.typowner") +
         " AS owner, " + role_name("t.typowner") + R"sql( AS acl_owner, t.typacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN (SELECT l.enumtypid, pg_catalog.array_agg(l.enumlabel ORDER BY l.enumsortorder) AS labels
           FROM pg_catalog.pg_enum AS l WHERE true /*only l.enumtypid*/ GROUP BY l.enumtypid) AS e ON e.enumtypid = t.oid
)sql" + comment_join("t.oid", Catalog::kType) +
         "WHERE t.typtype = 'e' AND t.oid >= 16384 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("t.oid", Catalog::kType) + "\nORDER BY t.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    {.name = "labels",
     .label = "labels",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "A new label needs readers that know it before a writer stores it; a removed or renamed one breaks "
         "every program that still sends it. The order is the sort order."},
    kOwnerAttribute,
    privileges_attribute('T'),
    kSecurityLabelsAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"enum", "enum", kMinor, kCritical, "Drivers that map enums by name need the new type registered.",
     "Columns, parameters and casts of this type are gone with it: restore them from a backup before the "
     "application runs."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"type"});

}  // namespace

constinit const Kind kEnumKind{
    .name = "enum",
    .label = "enum",
    .catalog = Catalog::kType,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice =
        "Casts and driver mappings that hold the old name fail: change them in the same release.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
