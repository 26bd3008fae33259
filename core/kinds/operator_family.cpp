// Kind "operator_family" of an access method, with the operators and functions of its classes: since 14 the
// server moves members between a class and its family. What was added to a family of the system is seen, too.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT f.oid, n.nspname AS schema, f.opfname AS name, am.amname AS arguments, o.members AS operators, p.members AS functions,
  CASE WHEN f.oid >= 16384 THEN )sql" +
         role_name("f.opfowner") + R"sql( END AS owner,
  CASE WHEN f.oid >= 16384 THEN comment.description END AS comment
FROM pg_catalog.pg_opfamily AS f
JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
JOIN pg_catalog.pg_am AS am ON am.oid = f.opfmethod
LEFT JOIN (
  SELECT a.amopfamily, pg_catalog.array_agg(pg_catalog.format('%s %s (%s, %s)%s', a.amopstrategy, a.amopopr::pg_catalog.regoperator,
      pg_catalog.format_type(a.amoplefttype, NULL), pg_catalog.format_type(a.amoprighttype, NULL),
      ' FOR ORDER BY ' || (SELECT pg_catalog.format('%I.%I', sn.nspname, sf.opfname) FROM pg_catalog.pg_opfamily AS sf
                           JOIN pg_catalog.pg_namespace AS sn ON sn.oid = sf.opfnamespace WHERE sf.oid = NULLIF(a.amopsortfamily, 0)))) AS members
  FROM pg_catalog.pg_amop AS a
  WHERE a.oid >= 16384 AND (a.amopfamily >= 16384 OR )sql" +
         not_a_member("a.amopopr", Catalog::kOperator) + R"sql()
  GROUP BY a.amopfamily) AS o ON o.amopfamily = f.oid
LEFT JOIN (
  SELECT a.amprocfamily, pg_catalog.array_agg(pg_catalog.format('%s (%s, %s) %s', a.amprocnum,
      pg_catalog.format_type(a.amproclefttype, NULL), pg_catalog.format_type(a.amprocrighttype, NULL),
      a.amproc::pg_catalog.regprocedure)) AS members
  FROM pg_catalog.pg_amproc AS a
  WHERE a.oid >= 16384 AND (a.amprocfamily >= 16384 OR )sql" +
         not_a_member("a.amproc::oid", Catalog::kProcedure) + R"sql()
  GROUP BY a.amprocfamily) AS p ON p.amprocfamily = f.oid
)sql" + comment_join("f.oid", Catalog::kOperatorFamily) +
         "WHERE (CASE WHEN f.oid >= 16384 THEN " + std::string(kUserSchema) +
         R"sql( ELSE o.amopfamily IS NOT NULL OR p.amprocfamily IS NOT NULL END)
  AND )sql" +
         not_a_member("f.oid", Catalog::kOperatorFamily) + "\nORDER BY f.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kCritical, "functions", "support functions",
                 "Indexes of its classes are read by other code than they were built with: check them with "
                 "amcheck or build them anew.",
                 ValueType::kSet),
    attribute_of(kCritical, "operators", "operators",
                 "Queries use its indexes for other operators than before: check plans, and compare results.",
                 ValueType::kSet),
    kOwnerAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"operator_family", "operator family", kMinor, kMajor,
     "Nothing uses it before an index names one of its classes.",
     "Indexes and constraints on its classes are gone with it: find out which, and build them anew."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"operator family"});

}  // namespace

constinit const Kind kOperatorFamilyKind{
    .name = "operator_family",
    .label = "operator family",
    .catalog = Catalog::kOperatorFamily,
    .query = query,
    .presence =
        "pg_catalog.pg_opfamily AS x WHERE x.oid >= 16384 OR EXISTS (SELECT FROM pg_catalog.pg_amop AS o "
        "WHERE o.oid >= 16384) "
        "OR EXISTS (SELECT FROM pg_catalog.pg_amproc AS p WHERE p.oid >= 16384)",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Only CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY name it.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
