// Kind "composite_type": a row type of its own. Its attributes are parts of kind "column", found through the
// relation behind it, so the OID of its hint is that of the relation.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT c.oid, n.nspname AS schema, t.typname AS name,
  )sql" + role_name("t.typowner") +
         " AS owner, " + role_name("t.typowner") + R"sql( AS acl_owner, t.typacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_type AS t ON t.oid = c.reltype
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
)sql" + comment_join("t.oid", Catalog::kType) +
         "WHERE c.relkind = 'c' AND " + std::string(kUserRelation) + " AND " + std::string(kUserSchema) +
         " AND " + not_a_member("t.oid", Catalog::kType) + "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    kOwnerAttribute,
    privileges_attribute('T'),
    kSecurityLabelsAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"composite_type", "composite type", kMinor, kCritical,
     "Drivers that map row types by name need the new type registered.",
     "Columns, parameters and results of this type are gone with it: restore them before the application "
     "runs."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"composite type", "type"});

}  // namespace

constinit const Kind kCompositeTypeKind{
    .name = "composite_type",
    .label = "composite type",
    .catalog = Catalog::kRelation,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice = kTypeRenamedAdvice,
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
