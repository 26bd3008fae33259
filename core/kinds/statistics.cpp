// Kind "statistics": an object of CREATE STATISTICS.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  return R"sql(
SELECT s.oid, n.nspname AS schema, s.stxname AS name, ARRAY[cn.nspname, c.relname] AS on_table,
  ARRAY(SELECT a.attname FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys::int2[])) AS columns,
  )sql" +
         std::string(server_version >= 140000 ? "pg_catalog.pg_get_statisticsobjdef_expressions(s.oid)"
                                              : "NULL::text[]") +
         R"sql( AS expressions,
  -- All three are the default; that of expressions comes with them.
  CASE WHEN NOT s.stxkind @> '{d,f,m}' THEN ARRAY(
    SELECT CASE k WHEN 'd' THEN 'ndistinct' WHEN 'f' THEN 'dependencies' WHEN 'm' THEN 'mcv' ELSE k::text END
    FROM pg_catalog.unnest(s.stxkind) AS k WHERE k <> 'e') END AS measures,
  )sql" + std::string(server_version >= 170000 ? "s.stxstattarget" : "NULLIF(s.stxstattarget, -1)") +
         R"sql( AS target,
  )sql" + role_name("s.stxowner") +
         R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_statistic_ext AS s
JOIN pg_catalog.pg_namespace AS n ON n.oid = s.stxnamespace
JOIN pg_catalog.pg_class AS c ON c.oid = s.stxrelid
JOIN pg_catalog.pg_namespace AS cn ON cn.oid = c.relnamespace
)sql" + comment_join("s.oid", Catalog::kStatistics) +
         "WHERE " + std::string(kUserRelation) + " AND " + std::string(kUserSchema) + " AND " +
         not_a_member("s.oid", Catalog::kStatistics) + "\nORDER BY s.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    attribute_of(kMinor, "columns", "columns",
                 "Counts from the next ANALYZE; plans may change, results do not.", ValueType::kSet),
    kCommentAttribute,
    attribute_of(kMinor, "expressions", "expressions",
                 "Counts from the next ANALYZE; plans may change, results do not.", ValueType::kList),
    attribute_of(kMinor, "measures", "kinds of statistics",
                 "Counts from the next ANALYZE; plans may change, results do not.", ValueType::kSet),
    attribute_of(kMinor, "on_table", "table",
                 "Counts from the next ANALYZE; plans may change, results do not.", ValueType::kName, true),
    kOwnerAttribute,
    attribute_of(kMinor, "target", "statistics target",
                 "Counts from the next ANALYZE; plans may change, results do not.", ValueType::kInteger),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"statistics", "statistics object", kMinor, kMinor,
     "It is filled by the next ANALYZE of its table; plans may change, results do not.",
     "Plans of queries on these columns may get worse: watch the slow queries."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"statistics object"});

}  // namespace

constinit const Kind kStatisticsKind{
    .name = "statistics",
    .label = "statistics object",
    .catalog = Catalog::kStatistics,
    .query = query,
    .presence = "pg_catalog.pg_statistic_ext AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Only ALTER STATISTICS names it.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
