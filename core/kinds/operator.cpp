// Kind "operator". One that exists only because another names it as commutator or negator is no object yet.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT o.oid, n.nspname AS schema, o.oprname AS name,
  COALESCE(pg_catalog.format_type(NULLIF(o.oprleft, 0), NULL), 'NONE') || ', '
    || COALESCE(pg_catalog.format_type(NULLIF(o.oprright, 0), NULL), 'NONE') AS arguments,
  )sql" + routine_name("o.oprcode::oid") +
         R"sql( AS function,
  )sql" + operator_text("o.oprcom") +
         " AS commutator, " + operator_text("o.oprnegate") + R"sql( AS negator,
  )sql" + routine_name("o.oprrest::oid") +
         " AS restrict_function, " + routine_name("o.oprjoin::oid") + R"sql( AS join_function,
  o.oprcanhash AS hashes, o.oprcanmerge AS merges,
  )sql" + role_name("o.oprowner") +
         R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_operator AS o
JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
)sql" + comment_join("o.oid", Catalog::kOperator) +
         "WHERE o.oid >= 16384 AND o.oprcode::oid <> 0 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("o.oid", Catalog::kOperator) + "\nORDER BY o.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    attribute_of(kMajor, "commutator", "commutator",
                 "The planner may turn its operands round: a wrong commutator gives wrong results."),
    kCommentAttribute,
    attribute_of(kCritical, "function", "function",
                 "Every expression and index that uses it computes something else: compare results, and "
                 "build such indexes anew.",
                 ValueType::kName, true),
    attribute_of(kMajor, "hashes", "HASHES",
                 "A wrong promise gives wrong results in hash joins; without it such joins are slower.",
                 ValueType::kBool),
    attribute_of(kMinor, "join_function", "join selectivity function", "Plans may change, results do not.",
                 ValueType::kName),
    attribute_of(kMajor, "merges", "MERGES",
                 "A wrong promise gives wrong results in merge joins; without it such joins are slower.",
                 ValueType::kBool),
    attribute_of(kMajor, "negator", "negator",
                 "The planner may replace NOT by it: a wrong negator gives wrong results."),
    kOwnerAttribute,
    attribute_of(kMinor, "restrict_function", "restriction selectivity function",
                 "Plans may change, results do not.", ValueType::kName),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"operator", "operator", kMinor, kCritical,
     "It is found through the search_path: check that it does not come before one that was meant.",
     "Expressions that use it fail, and so do the indexes and constraints that need it."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"operator"});

}  // namespace

constinit const Kind kOperatorKind{
    .name = "operator",
    .label = "operator",
    .catalog = Catalog::kOperator,
    .query = query,
    .presence = "pg_catalog.pg_operator AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice =
        "Expressions that hold the old schema fail: PostgreSQL can move an operator, not rename it.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
