// Kind "trigger" of a table or a view, constraint triggers included. The copies that partitions have of their
// partitioned table's triggers are not repeated, unless one is enabled otherwise than the original. A trigger
// that runs an extension's function on a table of the same extension comes with that extension.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  // The condition mentions OLD and NEW, which pg_get_expr() refuses, so it is taken out of
  // pg_get_triggerdef(). Only identifiers can stand before it; neither they nor the literals in it can fake
  // its ends, as both are skipped whole. tgargs holds every argument with a zero byte after it; escape format
  // writes that as \000 and a backslash as \\.
  return R"sql(
SELECT t.oid, t.tgrelid AS parent_oid, t.tgname AS name,
  CASE t.tgtype & 66 WHEN 2 THEN 'before' WHEN 64 THEN 'instead of' ELSE 'after' END AS timing,
  pg_catalog.array_remove(ARRAY[
    CASE WHEN t.tgtype & 4 <> 0 THEN 'insert' END, CASE WHEN t.tgtype & 8 <> 0 THEN 'delete' END,
    CASE WHEN t.tgtype & 16 <> 0 THEN 'update' END, CASE WHEN t.tgtype & 32 <> 0 THEN 'truncate' END], NULL) AS events,
  CASE WHEN pg_catalog.cardinality(t.tgattr::int2[]) > 0 THEN ARRAY(
    SELECT a.attname FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr::int2[]) ORDER BY a.attname) END AS update_columns,
  CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END AS level,
  CASE WHEN t.tgqual IS NOT NULL THEN (pg_catalog.regexp_match(
    pg_catalog.pg_get_triggerdef(t.oid, false),
    '^(?:[^"]|"[^"]*")*? FOR EACH (?:ROW|STATEMENT) WHEN \(((?:[^"'']|"[^"]*"|''[^'']*'')*?)\) EXECUTE (?:FUNCTION|PROCEDURE) '
    ))[1] END AS condition,
  ARRAY[fn.nspname, f.proname] AS function,
  CASE WHEN t.tgnargs > 0 THEN ARRAY(
    SELECT pg_catalog.convert_from(pg_catalog.decode(m.argument[1], 'escape'), pg_catalog.getdatabaseencoding())
    FROM pg_catalog.regexp_matches(pg_catalog.encode(t.tgargs, 'escape'), '((?:[^\\]|\\\\|\\[1-3][0-7][0-7])*)\\000', 'g')
      WITH ORDINALITY AS m(argument, position) ORDER BY m.position) END AS function_arguments,
  t.tgoldtable AS old_table, t.tgnewtable AS new_table,
  t.tgconstraint <> 0 AS is_constraint,
  referenced.names AS from_table,
  t.tgdeferrable AS deferrable, t.tginitdeferred AS initially_deferred,
  )sql" + firing_mode("t.tgenabled") +
         R"sql( AS enabled,
  t.tgparentid <> 0 AS inherited,
  comment.description AS comment
-- Each foreign key has four of the server's own.
FROM (SELECT x.* FROM pg_catalog.pg_trigger AS x WHERE NOT x.tgisinternal OR x.tgparentid <> 0) AS t
JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_proc AS f ON f.oid = t.tgfoid
JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.pronamespace
LEFT JOIN (
  SELECT copy.oid, p.tgenabled
  FROM pg_catalog.pg_trigger AS copy JOIN pg_catalog.pg_trigger AS p ON p.oid = copy.tgparentid
  WHERE copy.tgparentid <> 0 AND NOT p.tgisinternal) AS o ON o.oid = t.oid
LEFT JOIN (
  SELECT k.oid, ARRAY[rn.nspname, rc.relname] AS names
  FROM pg_catalog.pg_trigger AS k
  JOIN pg_catalog.pg_class AS rc ON rc.oid = k.tgconstrrelid
  JOIN pg_catalog.pg_namespace AS rn ON rn.oid = rc.relnamespace
  WHERE NOT k.tgisinternal) AS referenced ON referenced.oid = t.oid
)sql" + comment_join("t.oid", Catalog::kTrigger) +
         R"sql(
WHERE c.relkind IN ('r', 'p', 'v', 'f')
  AND ((t.tgparentid = 0 AND NOT t.tgisinternal) OR t.tgenabled <> o.tgenabled)
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend AS td JOIN pg_catalog.pg_depend AS fd ON fd.refobjid = td.refobjid
    WHERE td.refclassid = 3079 AND td.classid = 1259 AND td.objid = t.tgrelid AND td.deptype = 'e'
      AND fd.refclassid = 3079 AND fd.classid = 1255 AND fd.objid = t.tgfoid AND fd.deptype = 'e')
  AND )sql" +
         std::string(kUserRelation) + "\nORDER BY t.tgrelid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    {.name = "condition",
     .label = "WHEN condition",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It fires for other rows than before."},
    {.name = "deferrable",
     .label = "DEFERRABLE",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Decides whether a transaction can put off its effect until COMMIT."},
    {.name = "enabled",
     .label = "firing mode",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Disabled: what it used to do or check does not happen. Replica and always count for sessions with "
         "session_replication_role = replica."},
    {.name = "events",
     .label = "events",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It fires for other commands than before.",
     .always = true},
    {.name = "from_table",
     .label = "referenced table",
     .type = ValueType::kName,
     .advice = "Names the other table of a hand-made foreign key."},
    {.name = "function",
     .label = "function",
     .type = ValueType::kName,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Other code runs on every write: review it like a change of the application.",
     .always = true},
    {.name = "function_arguments",
     .label = "arguments",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Its function is called with other arguments: check what it makes of them."},
    {.name = "inherited",
     .label = "inheritance",
     .type = ValueType::kBool,
     .advice = "A partition's copy that is enabled otherwise than the partitioned table's trigger."},
    {.name = "initially_deferred",
     .label = "INITIALLY DEFERRED",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Set: it fires at COMMIT. Dropped: it fires at the end of each statement."},
    {.name = "is_constraint",
     .label = "CONSTRAINT",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Only constraint triggers can be deferred."},
    {.name = "level",
     .label = "level",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "A row trigger fires for each row, a statement trigger once, even for no row.",
     .always = true},
    {.name = "new_table",
     .label = "transition table for new rows",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "The function must know the new rows by this name."},
    {.name = "old_table",
     .label = "transition table for old rows",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "The function must know the old rows by this name."},
    {.name = "timing",
     .label = "timing",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "A BEFORE trigger can alter or skip the row, an AFTER trigger sees the result.",
     .always = true},
    {.name = "update_columns",
     .label = "columns of UPDATE OF",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It fires for updates of other columns than before."},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"trigger", "trigger", kMajor, kMajor,
     "Its code runs within every write to the table: measure bulk loads, and check what it does when it "
     "fails.",
     "What it used to do or check no longer happens: find out what relied on it (audit, timestamps, derived "
     "columns)."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"trigger"});

}  // namespace

constinit const Kind kTriggerKind{
    .name = "trigger",
    .label = "trigger",
    .catalog = Catalog::kTrigger,
    .is_root = false,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Triggers of one event fire in the order of their names: check that the order stayed.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
