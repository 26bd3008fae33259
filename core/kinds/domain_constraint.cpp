// Kind "domain_constraint": a CHECK of a domain. NOT NULL is an attribute of the domain, also where the
// server keeps it as a constraint (17 and later).

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT con.oid, con.contypid AS parent_oid, con.conname AS name,
  pg_catalog.pg_get_expr(con.conbin, 0) AS expression,
  NOT con.convalidated AS not_valid,
  comment.description AS comment
FROM pg_catalog.pg_constraint AS con
)sql" + comment_join("con.oid", Catalog::kConstraint) +
         "WHERE con.contype = 'c' AND con.contypid >= 16384 AND " +
         not_a_member("con.contypid", Catalog::kType) + "\nORDER BY con.contypid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    {.name = "expression",
     .label = "expression",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Values that were accepted may be refused now, or the reverse: compare both conditions.",
     .always = true},
    {.name = "not_valid",
     .label = "NOT VALID",
     .type = ValueType::kBool,
     .advice =
         "While it is set, stored values may break the check: run ALTER DOMAIN ... VALIDATE CONSTRAINT."},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"domain_constraint", "domain constraint", kMajor, kMinor,
     "New values that break it are refused; adding it scans every table that uses the domain.",
     "Values that it used to refuse can now be stored."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"domain constraint"});

}  // namespace

constinit const Kind kDomainConstraintKind{
    .name = "domain_constraint",
    .label = "domain constraint",
    .catalog = Catalog::kConstraint,
    .is_root = false,
    .parent_catalog = Catalog::kType,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Programs that tell errors apart by constraint name need the new one.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
