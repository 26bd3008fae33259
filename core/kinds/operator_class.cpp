// Kind "operator_class" of an access method. Its operators and functions are listed with its family.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT oc.oid, n.nspname AS schema, oc.opcname AS name, am.amname AS arguments,
  pg_catalog.format_type(oc.opcintype, NULL) AS type,
  CASE WHEN oc.opckeytype <> 0 THEN pg_catalog.format_type(oc.opckeytype, NULL) END AS storage_type,
  CASE WHEN f.opfname <> oc.opcname OR f.opfnamespace <> oc.opcnamespace THEN ARRAY[fn.nspname, f.opfname] END AS family,
  oc.opcdefault AS is_default,
  )sql" + role_name("oc.opcowner") +
         R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_opclass AS oc
JOIN pg_catalog.pg_namespace AS n ON n.oid = oc.opcnamespace
JOIN pg_catalog.pg_am AS am ON am.oid = oc.opcmethod
JOIN pg_catalog.pg_opfamily AS f ON f.oid = oc.opcfamily
JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.opfnamespace
)sql" + comment_join("oc.oid", Catalog::kOperatorClass) +
         "WHERE oc.oid >= 16384 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("oc.oid", Catalog::kOperatorClass) + "\nORDER BY oc.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "family", "operator family",
                 "The planner takes indexes of one family for alike: check the plans that relied on it.",
                 ValueType::kName),
    attribute_of(kMajor, "is_default", "DEFAULT",
                 "Indexes created from now on without a class get another one.", ValueType::kBool),
    kOwnerAttribute,
    attribute_of(kMajor, "storage_type", "storage type",
                 "It was dropped and created anew: check the indexes that used it."),
    attribute_of(kMajor, "type", "type", "It was dropped and created anew: check the indexes that used it.",
                 ValueType::kText, true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"operator_class", "operator class", kMinor, kMajor,
     "An index must name it, unless it is the default for its type.",
     "Indexes and constraints on it are gone with it: find out which, and build them anew."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"operator class"});

}  // namespace

constinit const Kind kOperatorClassKind{
    .name = "operator_class",
    .label = "operator class",
    .catalog = Catalog::kOperatorClass,
    .query = query,
    .presence = "pg_catalog.pg_opclass AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "CREATE INDEX in programs and migrations that hold the old name fail.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
