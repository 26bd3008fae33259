// Kind "schema": a namespace.
//
// The schema public comes with every database, and what initdb gives it is the default here: the owner, and
// what PUBLIC may do in it (USAGE and CREATE before 15, USAGE since).

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  // 6171 is pg_database_owner, 10 the role that initdb makes.
  const bool since_15 = server_version >= 150000;
  const std::string public_owner = since_15 ? "6171" : "10";
  const std::string public_default = since_15 ? "=U/%" : "=UC/%";
  return R"sql(
SELECT n.oid, n.nspname AS name,
  CASE WHEN n.nspname = 'public' AND n.nspowner = )sql" +
         public_owner + R"sql( THEN NULL ELSE )sql" + role_name("n.nspowner") + R"sql( END AS owner,
  )sql" + role_name("n.nspowner") +
         R"sql( AS acl_owner,
  CASE WHEN n.nspname = 'public' THEN
    (SELECT pg_catalog.array_agg(i::text) FILTER (WHERE i::text NOT LIKE ')sql" +
         public_default + R"sql(')
            || CASE WHEN pg_catalog.bool_or(i::text LIKE '=%') THEN '{}'::text[]
                    ELSE ARRAY['=/"' || pg_catalog.replace()sql" +
         role_name("n.nspowner") + R"sql(, '"', '""') || '"'] END
     FROM pg_catalog.unnest(COALESCE(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) AS i)
    ELSE n.nspacl::text[] END AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_namespace AS n
)sql" + comment_join("n.oid", Catalog::kSchema) +
         "WHERE " + std::string(kUserSchema) + " AND " + not_a_member("n.oid", Catalog::kSchema) +
         "\nORDER BY n.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    kOwnerAttribute,
    privileges_attribute('n'),
    kSecurityLabelsAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"schema", "schema", kMinor, kCritical,
     "Add it to the search_path of the roles that use it, and grant USAGE.",
     "Everything in it went with it: restore from a backup, or create it again with its objects, before "
     "applications connect."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"schema"});

}  // namespace

constinit const Kind kSchemaKind{
    .name = "schema",
    .label = "schema",
    .catalog = Catalog::kSchema,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice =
        "Every qualified name and every search_path that holds the old name fails: change them in the "
        "same release.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
