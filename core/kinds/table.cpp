// Kind "table": plain, partitioned, partition, child, typed. Columns, constraints, indexes, triggers and
// policies are its parts.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  return R"sql(
SELECT c.oid, n.nspname AS schema, c.relname AS name,
  CASE WHEN c.relpersistence = 'u' THEN 'unlogged' END AS persistence,
  CASE WHEN am.amname <> 'heap' THEN am.amname END AS access_method,
  ts.spcname AS tablespace,
  )sql" + std::string(kStorageOptions) +
         R"sql( AS options,
  c.relrowsecurity AS row_security,
  c.relforcerowsecurity AS force_row_security,
  CASE c.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index' END AS replica_identity,
  CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key,
  CASE WHEN c.relispartition THEN inh.first_parent END AS partition_of,
  CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
  inh.detach_pending,
  CASE WHEN NOT c.relispartition THEN inh.parents END AS inherits,
  CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS of_type,
  )sql" + role_name("c.relowner") +
         " AS owner, " + role_name("c.relowner") + R"sql( AS acl_owner, c.relacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
)sql" + std::string(kToastJoin) +
         R"sql(
LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = c.reltablespace
)sql" + parents_join(server_version) +
         comment_join("c.oid", Catalog::kRelation) + "WHERE c.relkind IN ('r', 'p') AND " +
         std::string(kUserRelation) + " AND " + std::string(kUserSchema) + " AND " +
         not_a_member("c.oid", Catalog::kRelation) + "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kAccessMethodAttribute,
    kCommentAttribute,
    {.name = "detach_pending",
     .label = "pending detachment",
     .type = ValueType::kBool,
     .set = kMajor,
     .advice =
         "DETACH PARTITION CONCURRENTLY was interrupted: end it with ALTER TABLE ... DETACH PARTITION ... "
         "FINALIZE."},
    {.name = "force_row_security",
     .label = "forced row level security",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kCritical,
     .advice = "Set: policies bind the owner too, which may hide rows from jobs that run as owner. Dropped: "
               "the owner "
               "sees and changes every row."},
    {.name = "inherits",
     .label = "parents",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Queries on a parent see the rows of its children: results of both change."},
    {.name = "of_type",
     .label = "row type",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "A typed table takes its columns from the type and follows its changes."},
    kStorageOptionsAttribute,
    kOwnerAttribute,
    {.name = "partition_bound",
     .label = "partition bound",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Rows go to another partition, or to none: check that the bounds cover all keys that are written."},
    {.name = "partition_key",
     .label = "partition key",
     .set = kCritical,
     .dropped = kCritical,
     .changed = kCritical,
     .advice = "Only creating the table anew can do this: check that its rows were carried over."},
    {.name = "partition_of",
     .label = "partitioned table",
     .type = ValueType::kName,
     .set = kMajor,
     .dropped = kCritical,
     .changed = kCritical,
     .advice =
         "Set: its rows appear in the partitioned table. Dropped: they are gone from it, though still in the "
         "detached table."},
    {.name = "persistence",
     .label = "persistence",
     .set = kCritical,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "An unlogged table is emptied by a crash and is empty on standbys; changing this rewrites the "
               "table."},
    privileges_attribute('r'),
    kSecurityLabelsAttribute,
    {.name = "replica_identity",
     .label = "replica identity",
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Logical replication finds rows by it: without one, UPDATE and DELETE on a published table fail."},
    {.name = "row_security",
     .label = "row level security",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kCritical,
     .advice =
         "Set: without a policy that fits, roles other than the owner see no rows. Dropped: everybody with "
         "SELECT sees all rows."},
    kTablespaceAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"table", "table", kMinor, kCritical, "Grant the application's roles what they need on it.",
     "Its rows are gone: restore them from a backup. Keep a dropped table for a release under another name, "
     "without "
     "privileges, before dropping it."},
    {"partition", "partition", kMinor, kCritical,
     "Check that its bound continues its neighbours' and that it has their indexes.",
     "Its rows are gone from the partitioned table: make sure that this was the end of their retention."},
});

std::string_view variant(const Object& object, bool) {
  return object.attributes.find("partition_of") ? "partition" : "table";
}

constexpr auto kObjectTypes = std::to_array<std::string_view>({"table"});

}  // namespace

constinit const Kind kTableKind{
    .name = "table",
    .label = "table",
    .catalog = Catalog::kRelation,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .variant = variant,
    .renamed = kCritical,
    .renamed_advice =
        "Queries that hold the old name fail: leave a view under that name until all callers know the "
        "new one.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
