// Kind "materialized_view". Whether it is populated is data, not schema.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT c.oid, n.nspname AS schema, c.relname AS name,
  pg_catalog.pg_get_viewdef(c.oid) AS query,
  CASE WHEN am.amname <> 'heap' THEN am.amname END AS access_method,
  ts.spcname AS tablespace,
  )sql" + std::string(kStorageOptions) +
         R"sql( AS options,
  )sql" + role_name("c.relowner") +
         " AS owner, " + role_name("c.relowner") + R"sql( AS acl_owner, c.relacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
)sql" + std::string(kToastJoin) +
         R"sql(
LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = c.reltablespace
)sql" + comment_join("c.oid", Catalog::kRelation) +
         "WHERE c.relkind = 'm' AND " + std::string(kUserRelation) + " AND " + std::string(kUserSchema) +
         " AND " + not_a_member("c.oid", Catalog::kRelation) + "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kAccessMethodAttribute,
    kCommentAttribute,
    kStorageOptionsAttribute,
    kOwnerAttribute,
    privileges_attribute('r'),
    kSecurityLabelsAttribute,
    {.name = "query",
     .label = "query",
     .type = ValueType::kQuery,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "It was dropped and created anew: check that its indexes and privileges came back and that it is "
         "refreshed.",
     .always = true},
    kTablespaceAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"materialized_view", "materialized view", kMinor, kCritical,
     "Schedule its refresh; REFRESH ... CONCURRENTLY needs a unique index.",
     "Queries on it fail: create it again and refresh it, or change its readers in the same release."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"materialized view"});

}  // namespace

constinit const Kind kMaterializedViewKind{
    .name = "materialized_view",
    .label = "materialized view",
    .catalog = Catalog::kRelation,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice =
        "Queries and refresh jobs that hold the old name fail: change them in the same release.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
