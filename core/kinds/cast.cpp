// Kind "cast" between two types; its name is "(from AS to)".

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT k.oid, '(' || pg_catalog.format_type(k.castsource, NULL) || ' AS ' || pg_catalog.format_type(k.casttarget, NULL) || ')' AS name,
  CASE k.castmethod WHEN 'i' THEN 'inout' WHEN 'b' THEN 'binary' ELSE 'function' END AS method,
  )sql" + routine_name("k.castfunc") +
         R"sql( AS function,
  CASE k.castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'assignment' END AS context,
  comment.description AS comment
FROM pg_catalog.pg_cast AS k
)sql" + comment_join("k.oid", Catalog::kCast) +
         R"sql(-- Not the members of extensions, nor the casts that a range type brings along.
WHERE k.oid >= 16384
  AND k.oid NOT IN (SELECT d.objid FROM pg_catalog.pg_depend AS d WHERE d.classid = 2605 AND d.deptype IN ('e', 'i'))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
                  WHERE t.oid IN (k.castsource, k.casttarget) AND n.nspname ~ '^pg_temp_')
ORDER BY k.oid)sql";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(
        kMajor, "context", "context",
        "Implicit casts change which functions and operators are taken: test queries that mix both types."),
    attribute_of(kMajor, "function", "function",
                 "Values are converted by other code: compare results before and after.", ValueType::kName),
    attribute_of(kMajor, "method", "method",
                 "Values are converted in another way: compare results before and after.", ValueType::kText,
                 true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"cast", "cast", kMajor, kMajor,
     "Expressions that mix both types may mean something else from now on: test them.",
     "Expressions that relied on it fail or mean something else: write the conversion out."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"cast"});

}  // namespace

constinit const Kind kCastKind{
    .name = "cast",
    .label = "cast",
    .catalog = Catalog::kCast,
    .query = query,
    .presence = "pg_catalog.pg_cast AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "One of its types was renamed; the cast itself has no name.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
