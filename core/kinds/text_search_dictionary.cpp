// Kind "text_search_dictionary". The files behind it are not part of the schema.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT d.oid, n.nspname AS schema, d.dictname AS name, )sql" +
         qualified_name("pg_ts_template", "tmpl", "d.dicttemplate") + R"sql( AS template,
  d.dictinitoption AS options, )sql" +
         role_name("d.dictowner") + R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_ts_dict AS d
JOIN pg_catalog.pg_namespace AS n ON n.oid = d.dictnamespace
)sql" + comment_join("d.oid", Catalog::kTextDictionary) +
         "WHERE d.oid >= 16384 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("d.oid", Catalog::kTextDictionary) + "\nORDER BY d.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "options", "options",
                 "Words are reduced in another way: make stored tsvectors and their indexes anew, or "
                 "searches miss rows."),
    kOwnerAttribute,
    attribute_of(kMajor, "template", "template",
                 "It was dropped and created anew: make stored tsvectors anew.", ValueType::kName, true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"text_search_dictionary", "text search dictionary", kMinor, kMajor,
     "Its files must be on every server, standbys included.",
     "Configurations that used it treat words in another way, or are gone with it."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"text search dictionary"});

}  // namespace

constinit const Kind kTextSearchDictionaryKind{
    .name = "text_search_dictionary",
    .label = "text search dictionary",
    .catalog = Catalog::kTextDictionary,
    .query = query,
    .presence = "pg_catalog.pg_ts_dict AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "ts_lexize() and ALTER TEXT SEARCH CONFIGURATION that hold the old name fail.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
