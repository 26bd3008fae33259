// Kind "policy": a rule of row level security.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT p.oid, p.polrelid AS parent_oid, p.polname AS name,
  CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete'
    ELSE 'all' END AS command,
  NOT p.polpermissive AS restrictive,
  CASE WHEN p.polroles <> '{0}' THEN ARRAY(
    SELECT )sql" +
         role_name("r") + R"sql( FROM pg_catalog.unnest(p.polroles) AS r) END AS roles,
  pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using,
  pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS with_check,
  comment.description AS comment
FROM pg_catalog.pg_policy AS p
JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
)sql" + comment_join("p.oid", Catalog::kPolicy) +
         "WHERE " + std::string(kUserRelation) + "\nORDER BY p.polrelid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    {.name = "command",
     .label = "command",
     .set = kCritical,
     .dropped = kCritical,
     .changed = kCritical,
     .advice =
         "It was dropped and created anew for another command: check who can now read and write which rows.",
     .always = true},
    kCommentAttribute,
    {.name = "restrictive",
     .label = "RESTRICTIVE",
     .type = ValueType::kBool,
     .set = kCritical,
     .dropped = kCritical,
     .advice = "A permissive policy gives access, a restrictive one takes it away: check who can now see "
               "which rows."},
    {.name = "roles",
     .label = "roles",
     .type = ValueType::kSet,
     .set = kCritical,
     .dropped = kCritical,
     .changed = kCritical,
     .advice = "Other roles are bound by it than before; without roles it binds PUBLIC. Check who can now "
               "see which "
               "rows."},
    {.name = "using",
     .label = "USING",
     .set = kCritical,
     .dropped = kCritical,
     .changed = kCritical,
     .advice = "It decides which rows can be seen and changed: test with every role that no row is shown to "
               "the wrong "
               "one or hidden from the right one."},
    {.name = "with_check",
     .label = "WITH CHECK",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It decides which rows can be written; without it USING counts. Test with every role."},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"policy", "policy", kMajor, kCritical,
     "A permissive policy shows rows to more roles, a restrictive one hides rows: test with every role.",
     "Without its last permissive policy a table shows no rows; without a restrictive one it shows more than "
     "it should: "
     "check both at once."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"policy"});

}  // namespace

constinit const Kind kPolicyKind{
    .name = "policy",
    .label = "policy",
    .catalog = Catalog::kPolicy,
    .is_root = false,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Only migrations name a policy.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
