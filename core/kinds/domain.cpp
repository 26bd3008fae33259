// Kind "domain": a type with constraints on top of another one. Its constraints are parts of it.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  // Kept as a constraint since 17; a name that the server made up is not written.
  const std::string constraint =
      server_version >= 170000
          ? "LEFT JOIN pg_catalog.pg_constraint AS k ON k.contypid = t.oid AND k.contype = 'n'\n"
            "LEFT JOIN pg_catalog.pg_description AS kd ON kd.objoid = k.oid AND kd.classoid = 2606 AND "
            "kd.objsubid = 0\n"
          : "CROSS JOIN (SELECT NULL::name AS conname) AS k CROSS JOIN (SELECT NULL::text AS description) AS "
            "kd\n";
  return R"sql(
SELECT t.oid, n.nspname AS schema, t.typname AS name,
  pg_catalog.format_type(t.typbasetype, t.typtypmod) AS base_type,
  t.typnotnull AS not_null, CASE WHEN k.conname !~ '_not_null[0-9]*$' THEN k.conname END AS not_null_name,
  kd.description AS not_null_comment,
  COALESCE(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS "default",
  CASE WHEN co.oid IS NOT NULL THEN ARRAY[cn.nspname, co.collname] END AS collation,
  )sql" + role_name("t.typowner") +
         " AS owner, " + role_name("t.typowner") + R"sql( AS acl_owner, t.typacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = t.typcollation AND t.typcollation <> b.typcollation
LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
)sql" + constraint +
         comment_join("t.oid", Catalog::kType) + "WHERE t.typtype = 'd' AND t.oid >= 16384 AND " +
         std::string(kUserSchema) + " AND " + not_a_member("t.oid", Catalog::kType) + "\nORDER BY t.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    {.name = "base_type",
     .label = "base type",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Only dropping and creating the domain can do this: check every column that used it.",
     .always = true},
    {.name = "collation",
     .label = "collation",
     .type = ValueType::kName,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Sort order and comparisons of every column of this domain differ, and with them its indexes."},
    kCommentAttribute,
    {.name = "default",
     .label = "default",
     .dropped = kMajor,
     .advice = "Columns of this domain without a default of their own get another value in new rows."},
    {.name = "not_null",
     .label = "NOT NULL",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kCritical,
     .advice = "Set: every table that uses the domain is scanned, and a NULL makes it fail. Dropped: the "
               "application "
               "may read NULL where it never could."},
    {.name = "not_null_comment", .label = "comment on NOT NULL", .advice = kCommentAttribute.advice},
    {.name = "not_null_name",
     .label = "name of NOT NULL",
     .advice = "Programs that tell errors apart by constraint name need the new one."},
    kOwnerAttribute,
    privileges_attribute('T'),
    kSecurityLabelsAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"domain", "domain", kMinor, kCritical, "Nothing uses it yet; columns can now be given this type.",
     "Columns and parameters of this domain are gone with it, or were changed to its base type without its "
     "checks."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"type"});

}  // namespace

constinit const Kind kDomainKind{
    .name = "domain",
    .label = "domain",
    .catalog = Catalog::kType,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice = "Casts and declarations that hold the old name fail: change them in the same release.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
