// Kind "text_search_configuration", with its mappings of token types to dictionaries.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT c.oid, n.nspname AS schema, c.cfgname AS name, )sql" +
         qualified_name("pg_ts_parser", "prs", "c.cfgparser") + R"sql( AS parser,
  ARRAY(SELECT k.alias || '=' || pg_catalog.string_agg(pg_catalog.format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY m.mapseqno)
        FROM pg_catalog.pg_ts_config_map AS m
        JOIN pg_catalog.ts_token_type(c.cfgparser) AS k ON k.tokid = m.maptokentype
        JOIN pg_catalog.pg_ts_dict AS d ON d.oid = m.mapdict
        JOIN pg_catalog.pg_namespace AS dn ON dn.oid = d.dictnamespace
        WHERE m.mapcfg = c.oid GROUP BY k.alias) AS mappings,
  )sql" + role_name("c.cfgowner") +
         R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_ts_config AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.cfgnamespace
)sql" + comment_join("c.oid", Catalog::kTextConfiguration) +
         "WHERE c.oid >= 16384 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("c.oid", Catalog::kTextConfiguration) + "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "mappings", "mappings",
                 "Stored tsvectors were made by the old mapping: make them and their indexes anew, or "
                 "searches miss rows.",
                 ValueType::kOptions),
    kOwnerAttribute,
    attribute_of(kMajor, "parser", "parser", "It was dropped and created anew: make stored tsvectors anew.",
                 ValueType::kName, true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"text_search_configuration", "text search configuration", kMinor, kCritical,
     "Calls must name it, or default_text_search_config.",
     "Calls that name it fail, and so do generated columns and indexes on expressions that use it."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"text search configuration"});

}  // namespace

constinit const Kind kTextSearchConfigurationKind{
    .name = "text_search_configuration",
    .label = "text search configuration",
    .catalog = Catalog::kTextConfiguration,
    .query = query,
    .presence = "pg_catalog.pg_ts_config AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice = "Calls that hold the old name as text fail: change them in the same release.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
