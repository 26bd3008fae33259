// Kind "constraint" of a table: primary key, unique, foreign key, check, exclusion. The index behind one is
// part of it. NOT NULL is an attribute of the column, also where the server keeps it as a constraint (18 and
// later).
//
// On partitions: an index constraint has a name of its own and says which one it is attached to; foreign keys
// and checks that come from the partitioned table or from a parent are not repeated.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string action(std::string_view column) {
  return "CASE con." + std::string(column) +
         " WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set "
         "default' END";
}

std::string query(int server_version) {
  const bool since_15 = server_version >= 150000;
  const bool since_18 = server_version >= 180000;
  const std::string enforced = since_18 ? "con.conenforced" : "true";
  return R"sql(
SELECT con.oid, con.conrelid AS parent_oid, con.conname AS name,
  CASE con.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
    WHEN 'c' THEN 'check' ELSE 'exclusion' END AS constraint_type,
  CASE WHEN con.contype IN ('p', 'u', 'f') THEN con.conkey END AS "columns#names",
  e.columns AS "elements#elements",
  CASE WHEN idx.indnatts > idx.indnkeyatts THEN idx.indkey[idx.indnkeyatts:idx.indnatts - 1]::int2[] END AS "include#names",
  CASE WHEN con.contype = 'c' THEN pg_catalog.pg_get_expr(con.conbin, con.conrelid) END AS expression,
  CASE WHEN idx.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(idx.indpred, idx.indrelid) END AS predicate,
  CASE WHEN con.contype = 'x' THEN
    (SELECT am.amname FROM pg_catalog.pg_class AS xc JOIN pg_catalog.pg_am AS am ON am.oid = xc.relam
     WHERE xc.oid = con.conindid) END AS method,
  )sql" + std::string(since_15 ? "idx.indnullsnotdistinct" : "false") +
         R"sql( AS nulls_not_distinct,
  )sql" + (since_18 ? "con.conperiod" : "false") +
         R"sql( AS period,
  fk.names AS referenced_table,
  CASE WHEN con.contype = 'f' THEN ARRAY(
    SELECT (SELECT ra.attname FROM pg_catalog.pg_attribute AS ra WHERE ra.attrelid = con.confrelid AND ra.attnum = r.number)
    FROM pg_catalog.unnest(con.confkey) WITH ORDINALITY AS r (number, position) ORDER BY r.position) END AS referenced_columns,
  CASE con.confmatchtype WHEN 'f' THEN 'full' WHEN 'p' THEN 'partial' END AS match,
  )sql" + action("confupdtype") +
         " AS on_update,\n  " + action("confdeltype") + R"sql( AS on_delete,
)sql" + std::string(since_15 ? "con.confdelsetcols AS \"on_delete_columns#names\"," : "") +
         R"sql(
  con.condeferrable AS deferrable,
  con.condeferred AS initially_deferred,
  NOT con.convalidated AND )sql" +
         enforced + " AS not_valid,\n  NOT " + enforced + R"sql( AS not_enforced,
  con.contype = 'c' AND con.connoinherit AS no_inherit,
  file.parent AS attached_to,
  file.tablespace,
  file.options,
  idx.indisclustered AS clustered,
  idx.indisreplident AS replica_identity,
  NOT idx.indisvalid AS invalid,
  index_comment.description AS index_comment,
  internal.modes AS trigger_modes,
  comment.description AS comment
FROM pg_catalog.pg_constraint AS con
LEFT JOIN (
  SELECT fc.oid, ARRAY[fn.nspname, fc.relname] AS names
  FROM pg_catalog.pg_class AS fc
  JOIN pg_catalog.pg_namespace AS fn ON fn.oid = fc.relnamespace
  WHERE fc.relkind IN ('r', 'p')) AS fk ON fk.oid = con.confrelid
LEFT JOIN (
  SELECT f.oid, pg_catalog.array_agg(DISTINCT )sql" +
         firing_mode("t.tgenabled") +
         R"sql( || CASE WHEN t.tgrelid = f.conrelid THEN '' ELSE ' on the referenced table' END) AS modes
  FROM pg_catalog.pg_trigger AS t
  JOIN pg_catalog.pg_constraint AS f ON f.oid = t.tgconstraint
  WHERE t.tgisinternal AND t.tgenabled <> 'O' /*only f.conrelid*/
  GROUP BY f.oid) AS internal ON internal.oid = con.oid
-- Of the index behind it: what few have, from pg_index and from pg_class.
LEFT JOIN (
  SELECT i.*
  FROM pg_catalog.pg_index AS i
  WHERE i.indexrelid >= 16384 AND (i.indnatts > i.indnkeyatts OR i.indpred IS NOT NULL OR i.indisclustered OR i.indisreplident
    OR NOT i.indisvalid)sql" +
         std::string(since_15 ? " OR i.indnullsnotdistinct" : "") + R"sql() /*only i.indrelid*/) AS idx
  ON idx.indexrelid = con.conindid AND con.contype IN ('p', 'u', 'x')
LEFT JOIN (
  SELECT ic.oid, ic.reloptions AS options, ts.spcname AS tablespace, parent.names AS parent
  FROM pg_catalog.pg_class AS ic
  LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = ic.reltablespace
  )sql" + std::string(kParentIndexJoin) +
         R"sql(
  WHERE ic.oid >= 16384 AND ic.relkind IN ('i', 'I') AND (ic.reloptions IS NOT NULL OR ic.reltablespace <> 0 OR ic.relispartition)
  ) AS file ON file.oid = con.conindid AND con.contype IN ('p', 'u', 'x')
LEFT JOIN pg_catalog.pg_description AS index_comment ON index_comment.objoid = con.conindid AND index_comment.classoid = 1259
  AND index_comment.objsubid = 0 AND con.contype IN ('p', 'u', 'x')
)sql" + exclusion_columns_join() +
         comment_join("con.oid", Catalog::kConstraint) +
         R"sql(
WHERE con.contype IN ('p', 'u', 'f', 'c', 'x')
  AND (con.contype <> 'f' OR con.conparentid = 0)
  AND (con.contype <> 'c' OR con.conislocal)
  AND )sql" +
         of_user_relation("con.conrelid", "'r', 'p', 'f'") + "\nORDER BY con.conrelid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    {.name = "attached_to",
     .label = "parent index",
     .type = ValueType::kName,
     .advice = "A constraint of a partitioned table is whole when every partition's is attached to it."},
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
     .advice = "Another set of columns is another rule: check the stored rows, and ON CONFLICT clauses that "
               "name it."},
    kCommentAttribute,
    {.name = "constraint_type",
     .label = "type",
     .set = kCritical,
     .dropped = kCritical,
     .changed = kCritical,
     .advice =
         "It was dropped and another one took its name: what it used to guarantee is no longer guaranteed.",
     .always = true},
    {.name = "deferrable",
     .label = "DEFERRABLE",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice =
         "A deferrable unique constraint cannot serve ON CONFLICT or a foreign key; a constraint that is not "
         "deferrable fails at once where it used to wait for COMMIT."},
    {.name = "elements",
     .label = "elements",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Rows that excluded each other may be accepted now, or the reverse: check the stored rows."},
    {.name = "expression",
     .label = "expression",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Rows that were accepted may be refused now, or the reverse: compare both conditions."},
    {.name = "include",
     .label = "included columns",
     .type = ValueType::kList,
     .advice =
         "Index-only scans need the columns they read in the index: check the plans that relied on them."},
    {.name = "index_comment", .label = "comment on its index", .advice = kCommentAttribute.advice},
    {.name = "initially_deferred",
     .label = "INITIALLY DEFERRED",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Set: violations show at COMMIT, not at the statement. Dropped: statements fail that used to "
               "pass until "
               "COMMIT."},
    {.name = "invalid",
     .label = "invalid index",
     .type = ValueType::kBool,
     .set = kMajor,
     .advice = "Its index is not usable, or not attached on every partition: complete it."},
    {.name = "match",
     .label = "MATCH",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Decides whether a key that is partly NULL is accepted: check such rows."},
    {.name = "method",
     .label = "access method",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Its index was built anew by another method: check the plans that relied on it."},
    {.name = "no_inherit",
     .label = "NO INHERIT",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Set: child tables are no longer bound by it. Dropped: rows of child tables must satisfy it."},
    {.name = "not_enforced",
     .label = "NOT ENFORCED",
     .type = ValueType::kBool,
     .set = kCritical,
     .dropped = kMajor,
     .advice = "Set: nothing is checked any more. Dropped: writes that break it fail."},
    {.name = "not_valid",
     .label = "NOT VALID",
     .type = ValueType::kBool,
     .set = kMajor,
     .advice =
         "While it is set, rows stored before may break the rule: run ALTER TABLE ... VALIDATE CONSTRAINT."},
    {.name = "nulls_not_distinct",
     .label = "NULLS NOT DISTINCT",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Set: a second NULL is refused. Dropped: any number of NULLs is accepted."},
    {.name = "on_delete",
     .label = "ON DELETE",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Deleting a referenced row now fails, deletes or alters other rows: check every place that "
               "deletes."},
    {.name = "on_delete_columns",
     .label = "columns set by ON DELETE",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Deleting a referenced row clears other columns than before."},
    {.name = "on_update",
     .label = "ON UPDATE",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Changing a referenced key now fails or alters other rows: check every place that changes keys."},
    kStorageOptionsAttribute,
    {.name = "period",
     .label = "WITHOUT OVERLAPS or PERIOD",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "The last column counts as a span of time: rows are compared by overlap instead of equality."},
    {.name = "predicate",
     .label = "predicate",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Other rows take part than before: check the stored ones."},
    {.name = "referenced_columns",
     .label = "referenced columns",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It refers to other keys: check that every stored value exists there."},
    {.name = "referenced_table",
     .label = "referenced table",
     .type = ValueType::kName,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It refers to another table, or that table was renamed: check that every stored value exists "
               "there."},
    {.name = "replica_identity",
     .label = "replica identity",
     .type = ValueType::kBool,
     .dropped = kMajor,
     .advice =
         "Logical replication finds rows by the marked index: without one, UPDATE and DELETE on a published "
         "table fail."},
    kTablespaceAttribute,
    {.name = "trigger_modes",
     .label = "firing mode of its triggers",
     .type = ValueType::kSet,
     .set = kCritical,
     .dropped = kMajor,
     .changed = kCritical,
     .advice = "While they are disabled, nothing is checked and no action is taken, and rows that break the "
               "rule stay: "
               "compare the rows before they are enabled again."},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"check", "check constraint", kMajor, kMinor,
     "Writes that break it fail, and adding it scans the table under an exclusive lock: add it NOT VALID, "
     "then "
     "VALIDATE.",
     "Values that it used to refuse can now be stored."},
    {"primary_key", "primary key", kMajor, kCritical,
     "It builds a unique index under an exclusive lock: build the index CONCURRENTLY first and add the key "
     "USING INDEX.",
     "Duplicates and NULLs can be stored, foreign keys and ON CONFLICT lose what they refer to, and logical "
     "replication "
     "stops: put it back before rows collide."},
    {"unique", "unique constraint", kMajor, kMajor,
     "Duplicates are refused, and it builds an index under an exclusive lock: build the index CONCURRENTLY "
     "first and add "
     "the constraint USING INDEX.",
     "Duplicates can be stored, ON CONFLICT clauses that name its columns fail, and queries lose its index."},
    {"foreign_key", "foreign key", kMajor, kCritical,
     "It locks both tables and checks every row: add it NOT VALID, then VALIDATE; index its columns, or "
     "deleting a "
     "referenced row scans the table.",
     "Rows that refer to nothing can be stored from now on: find out why it was dropped, look for such rows, "
     "and add "
     "it again."},
    {"exclusion", "exclusion constraint", kMajor, kMajor,
     "Rows that conflict are refused, and it builds its index under an exclusive lock: check the stored rows "
     "first.",
     "Rows that excluded each other can be stored, and queries lose its index."},
});

std::string_view variant(const Object& object, bool) {
  const std::string_view type = object.attributes.text("constraint_type");
  return type == "primary key" ? "primary_key" : type == "foreign key" ? "foreign_key" : type;
}

constexpr auto kObjectTypes = std::to_array<std::string_view>({"table constraint"});

}  // namespace

constinit const Kind kConstraintKind{
    .name = "constraint",
    .label = "constraint",
    .catalog = Catalog::kConstraint,
    .is_root = false,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .variant = variant,
    .renamed = kMinor,
    .renamed_advice =
        "ON CONFLICT ON CONSTRAINT and programs that tell errors apart by constraint name need the new "
        "one.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
