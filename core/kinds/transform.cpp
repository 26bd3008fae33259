// Kind "transform" of a type for a language; its name is "for type language name".

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT t.oid, 'for ' || pg_catalog.format_type(t.trftype, NULL) || ' language ' || pg_catalog.quote_ident(l.lanname) AS name,
  )sql" + routine_name("t.trffromsql::oid") +
         " AS from_sql, " + routine_name("t.trftosql::oid") + R"sql( AS to_sql, comment.description AS comment
FROM pg_catalog.pg_transform AS t
JOIN pg_catalog.pg_language AS l ON l.oid = t.trflang
)sql" + comment_join("t.oid", Catalog::kTransform) +
         "WHERE t.oid >= 16384 AND " + not_a_member("t.oid", Catalog::kTransform) + "\nORDER BY t.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "from_sql", "FROM SQL function",
                 "Routines receive their arguments in another form: test those that name the transform.",
                 ValueType::kName),
    attribute_of(kMajor, "to_sql", "TO SQL function",
                 "Results of routines are read in another way: test those that name the transform.",
                 ValueType::kName),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"transform", "transform", kMinor, kMajor, "Only routines that name it in TRANSFORM use it.",
     "Routines that name it receive values in another form, or fail."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"transform"});

}  // namespace

constinit const Kind kTransformKind{
    .name = "transform",
    .label = "transform",
    .catalog = Catalog::kTransform,
    .query = query,
    .presence = "pg_catalog.pg_transform AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Its type or language was renamed; the transform itself has no name.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
