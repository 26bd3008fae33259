// Kind "index" of a table or a materialized view, except the indexes behind constraints, which are part of
// these. An index on a partition has a name of its own and says which one it is attached to.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  const std::string nulls_not_distinct = server_version >= 150000 ? "i.indnullsnotdistinct" : "false";
  return R"sql(
SELECT i.indexrelid AS oid, i.indrelid AS parent_oid, ic.relname AS name,
  CASE WHEN ic.relam <> 403 THEN (SELECT am.amname FROM pg_catalog.pg_am AS am WHERE am.oid = ic.relam) END AS method,
  i.indisunique AS unique,
  )sql" + nulls_not_distinct +
         R"sql( AS nulls_not_distinct,
  e.columns AS "columns#elements",
  CASE WHEN e.owner IS NULL THEN i.indkey[0:i.indnkeyatts - 1]::int2[] END AS "columns#keys",
  CASE WHEN i.indnatts > i.indnkeyatts THEN i.indkey[i.indnkeyatts:i.indnatts - 1]::int2[] END AS "include#names",
  CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END AS predicate,
  NOT i.indisvalid AS invalid,
  i.indisclustered AS clustered,
  i.indisreplident AS replica_identity,
  CASE WHEN ic.relispartition THEN
    (SELECT ARRAY[(SELECT pn.nspname FROM pg_catalog.pg_namespace AS pn WHERE pn.oid = pc.relnamespace), pc.relname]
     FROM pg_catalog.pg_class AS pc WHERE pc.relkind = 'I' AND pc.oid =
       (SELECT h.inhparent FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = i.indexrelid)) END AS attached_to,
  CASE WHEN ic.reltablespace <> 0 THEN
    (SELECT ts.spcname FROM pg_catalog.pg_tablespace AS ts WHERE ts.oid = ic.reltablespace) END AS tablespace,
  ic.reloptions AS options,
  -- Only columns that are expressions have statistics of their own.
  CASE WHEN i.indexprs IS NOT NULL THEN
    ARRAY(SELECT ia.attnum || '=' || ia.attstattarget FROM pg_catalog.pg_attribute AS ia
          WHERE ia.attrelid = i.indexrelid AND ia.attstattarget >= 0 ORDER BY ia.attnum) END AS statistics,
  comment.description AS comment
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
)sql" + index_columns_join() +
         comment_join("i.indexrelid", Catalog::kRelation) +
         R"sql(
WHERE i.indexrelid NOT IN (SELECT con.conindid FROM pg_catalog.pg_constraint AS con WHERE con.contype IN ('p', 'u', 'x') /*only con.conrelid*/)
  AND )sql" +
         of_user_relation("i.indrelid", "'r', 'p', 'm'") + "\nORDER BY i.indrelid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    {.name = "attached_to",
     .label = "parent index",
     .type = ValueType::kName,
     .advice = "An index of a partitioned table is whole when every partition's is attached to it."},
    {.name = "clustered",
     .label = "CLUSTER mark",
     .type = ValueType::kBool,
     .advice = "The next CLUSTER without an index name orders the table by it."},
    {.name = "columns",
     .label = "columns",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It is another index under the same name: check the plans of the queries that relied on the "
               "old one.",
     .always = true},
    kCommentAttribute,
    {.name = "include",
     .label = "included columns",
     .type = ValueType::kList,
     .advice =
         "Index-only scans need the columns they read in the index: check the plans that relied on them."},
    {.name = "invalid",
     .label = "invalid state",
     .type = ValueType::kBool,
     .set = kMajor,
     .advice = "Queries do not use it: a CREATE INDEX CONCURRENTLY failed, or a partition lacks its part. "
               "Drop it and "
               "create it again, or complete it."},
    {.name = "method",
     .label = "access method",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Each method serves other operators: check the plans of the queries that relied on the old one."},
    {.name = "nulls_not_distinct",
     .label = "NULLS NOT DISTINCT",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Set: a second NULL is refused. Dropped: any number of NULLs is accepted."},
    kStorageOptionsAttribute,
    {.name = "predicate",
     .label = "predicate",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Only queries whose condition implies it can use the index; of a unique index it decides which rows "
         "collide."},
    {.name = "replica_identity",
     .label = "replica identity",
     .type = ValueType::kBool,
     .dropped = kMajor,
     .advice =
         "Logical replication finds rows by the marked index: without one, UPDATE and DELETE on a published "
         "table fail."},
    {.name = "statistics",
     .label = "statistics targets",
     .type = ValueType::kOptions,
     .advice = "Counts from the next ANALYZE; plans may change, results do not."},
    kTablespaceAttribute,
    {.name = "unique",
     .label = "UNIQUE",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Set: duplicates are refused. Dropped: duplicates can be stored, and ON CONFLICT clauses that "
               "name its "
               "columns fail."},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"index", "index", kMinor, kMajor,
     "Every write to the table maintains it; on a large table build it with CREATE INDEX CONCURRENTLY.",
     "Queries that relied on it scan the table instead, and a unique one no longer refuses duplicates: watch "
     "the slow "
     "queries, and build it again CONCURRENTLY."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"index"});

}  // namespace

constinit const Kind kIndexKind{
    .name = "index",
    .label = "index",
    .catalog = Catalog::kRelation,
    .is_root = false,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Only maintenance jobs and planner hints name an index.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
