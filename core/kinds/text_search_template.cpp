// Kind "text_search_template".

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT t.oid, n.nspname AS schema, t.tmplname AS name, )sql" +
         routine_name("t.tmplinit::oid") + " AS init_function, " + routine_name("t.tmpllexize::oid") +
         R"sql( AS lexize_function,
  comment.description AS comment
FROM pg_catalog.pg_ts_template AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.tmplnamespace
)sql" + comment_join("t.oid", Catalog::kTextTemplate) +
         "WHERE t.oid >= 16384 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("t.oid", Catalog::kTextTemplate) + "\nORDER BY t.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "init_function", "init function",
                 "Dictionaries of it read their options in another way.", ValueType::kName),
    attribute_of(kMajor, "lexize_function", "lexize function",
                 "Words are reduced by other code: make stored tsvectors and their indexes anew.",
                 ValueType::kName, true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"text_search_template", "text search template", kMinor, kMajor,
     "Its functions are C code that runs inside the server.", "Dictionaries of it are gone with it."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"text search template"});

}  // namespace

constinit const Kind kTextSearchTemplateKind{
    .name = "text_search_template",
    .label = "text search template",
    .catalog = Catalog::kTextTemplate,
    .query = query,
    .presence = "pg_catalog.pg_ts_template AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Only CREATE TEXT SEARCH DICTIONARY names it.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
