// Kind "view".

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
  c.reloptions AS options,
  )sql" + role_name("c.relowner") +
         " AS owner, " + role_name("c.relowner") + R"sql( AS acl_owner, c.relacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
)sql" + comment_join("c.oid", Catalog::kRelation) +
         "WHERE c.relkind = 'v' AND " + std::string(kUserRelation) + " AND " + std::string(kUserSchema) +
         " AND " + not_a_member("c.oid", Catalog::kRelation) + "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    {.name = "options",
     .label = "options",
     .type = ValueType::kOptions,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "security_barrier and security_invoker decide whose rights and which rows count, check_option which "
         "rows can be written through it: review as a change of access."},
    kOwnerAttribute,
    privileges_attribute('r'),
    kSecurityLabelsAttribute,
    {.name = "query",
     .label = "query",
     .type = ValueType::kQuery,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Its readers get other rows or values: compare both queries, and their plans on real data.",
     .always = true},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"view", "view", kMinor, kCritical,
     "It reads with its owner's rights unless security_invoker is set: check what it lets its readers see.",
     "Queries on it fail: create it again, or change its readers in the same release."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"view"});

}  // namespace

constinit const Kind kViewKind{
    .name = "view",
    .label = "view",
    .catalog = Catalog::kRelation,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice =
        "Queries that hold the old name fail: leave a view under that name until all callers know the "
        "new one.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
