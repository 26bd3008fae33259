// Kind "column": of a table, a view, a materialized view, or an attribute of a composite type. The sequence
// behind an identity column is part of it. The position is no attribute: it is the number of the hint.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

// Named as CREATE SEQUENCE has them.
std::string identity_options(int server_version) {
  const auto option = [](std::string_view word, std::string_view expression) {
    return "'" + std::string(word) + "=' || " + std::string(expression);
  };
  return "pg_catalog.array_remove(ARRAY[" + option("start", kSequenceOptions.start_value) + ", " +
         option("increment", kSequenceOptions.increment_by) + ", " +
         option("minvalue", kSequenceOptions.min_value) + ", " +
         option("maxvalue", kSequenceOptions.max_value) + ", " +
         option("cache", kSequenceOptions.cache_size) + ", CASE WHEN s.seqcycle THEN 'cycle=yes' END" +
         // Since 15 the sequence is unlogged when its table is; before, it cannot be.
         (server_version >= 150000 ? ", CASE WHEN sc.relpersistence <> tc.relpersistence THEN"
                                     " CASE sc.relpersistence WHEN 'u' THEN 'persistence=unlogged' ELSE "
                                     "'persistence=logged' END END"
                                   : "") +
         "], NULL)";
}

// The constraint behind NOT NULL (18 and later), where it is more than the bare fact: a name that the server
// made up is no more written than those of older versions, which forgot any.
constexpr std::string_view kNotNullJoin = R"sql(
LEFT JOIN (
  SELECT k.conrelid AS relation, k.conkey[1] AS number, CASE WHEN k.conname !~ '_not_null[0-9]*$' THEN k.conname END AS name,
    k.connoinherit AS no_inherit, NOT k.convalidated AS not_valid, kd.description AS comment
  FROM pg_catalog.pg_constraint AS k
  LEFT JOIN pg_catalog.pg_description AS kd ON kd.objoid = k.oid AND kd.classoid = 2606 AND kd.objsubid = 0
  WHERE k.contype = 'n' AND k.conrelid <> 0 AND k.conislocal
    AND (k.conname !~ '_not_null[0-9]*$' OR k.connoinherit OR NOT k.convalidated OR kd.description IS NOT NULL)
  ) AS nn ON nn.relation = a.attrelid AND nn.number = a.attnum
)sql";

// Of the default that column a has.
std::string default_text(std::string_view condition, std::string_view relation) {
  return "CASE WHEN a.atthasdef AND " + std::string(condition) +
         " THEN (SELECT pg_catalog.pg_get_expr(ad.adbin, " + std::string(relation) +
         ") FROM pg_catalog.pg_attrdef AS ad WHERE ad.adrelid = a.attrelid AND ad.adnum = a.attnum) END";
}

// The index of pg_attribute by relation and number gives the rows in the order that is asked for. So that
// nothing has to be sorted, or kept in a hash, what most columns are without is looked up for those that have
// it.
std::string query(int server_version) {
  const bool since_18 = server_version >= 180000;
  const std::string compression = server_version >= 140000 ? "a.attcompression" : "''::\"char\"";
  // -1 before 17, NULL since.
  const std::string statistics = server_version >= 170000
                                     ? "a.attstattarget"
                                     : "CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END";
  return R"sql(
SELECT a.attrelid AS oid, a.attrelid AS parent_oid, a.attnum AS number, a.attname AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
  a.attnotnull AS not_null, )sql" +
         std::string(since_18 ? "nn.name AS not_null_name, nn.no_inherit AS not_null_no_inherit,"
                                " nn.not_valid AS not_null_not_valid, nn.comment AS not_null_comment,"
                              : "") +
         R"sql(
  -- A default mentions no column: without a relation to look into, it is printed in a fraction of the time.
  )sql" + default_text("a.attgenerated = ''", "0") +
         R"sql( AS "default",
  CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated,
  )sql" + default_text("a.attgenerated <> ''", "ad.adrelid") +
         R"sql( AS generation_expression,
  CASE WHEN ids.name IS NOT NULL THEN CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'by default' END END AS identity,
  ids.name AS identity_sequence, ids.options AS identity_options, ids.acl AS identity_privileges,
  ids.comment AS identity_comment,
  CASE WHEN a.attcollation <> 0
      AND (a.atttypid, a.attcollation) NOT IN (SELECT t.oid, t.typcollation FROM pg_catalog.pg_type AS t) THEN
    (SELECT ARRAY[cn.nspname, co.collname] FROM pg_catalog.pg_collation AS co
     JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) END AS collation,
  CASE WHEN a.attcollation NOT IN (0, 100) THEN true END AS own_collation,
  CASE WHEN a.attlen < 0
      AND (a.atttypid, a.attstorage) NOT IN (SELECT t.oid, t.typstorage FROM pg_catalog.pg_type AS t) THEN
    CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END
  END AS storage,
  CASE )sql" +
         compression +
         R"sql( WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
  )sql" + statistics +
         R"sql( AS statistics,
  CASE WHEN a.attoptions[1] LIKE 'pg\_attver=%' AND pg_catalog.cardinality(a.attoptions) = 1 THEN NULL
    ELSE a.attoptions END AS options,
  CASE WHEN a.attfdwoptions IS NOT NULL THEN )sql" +
         redacted_options("a.attfdwoptions") +
         R"sql( END AS foreign_options,
  NOT a.attislocal
    AND a.attrelid NOT IN (SELECT p.oid FROM pg_catalog.pg_class AS p WHERE p.relispartition /*only p.oid*/) AS inherited,
  CASE WHEN a.attacl IS NOT NULL OR ids.acl IS NOT NULL THEN
    (SELECT )sql" +
         role_name("c.relowner") +
         R"sql( FROM pg_catalog.pg_class AS c WHERE c.oid = a.attrelid) END AS acl_owner, a.attacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_attribute AS a
LEFT JOIN (
  -- Partitions of an identity table carry the mark, but the sequence is the partitioned table's.
  SELECT d.refobjid AS relation, d.refobjsubid AS number, sc.relname AS name, sc.relacl AS acl,
    )sql" +
         identity_options(server_version) +
         R"sql( AS options, sd.description AS comment
  FROM pg_catalog.pg_sequence AS s
  JOIN pg_catalog.pg_class AS sc ON sc.oid = s.seqrelid
  JOIN pg_catalog.pg_depend AS d ON d.classid = 1259 AND d.objid = s.seqrelid AND d.refclassid = 1259
    AND d.refobjsubid > 0 AND d.deptype = 'i'
  JOIN pg_catalog.pg_class AS tc ON tc.oid = d.refobjid
  LEFT JOIN pg_catalog.pg_description AS sd ON sd.objoid = s.seqrelid AND sd.classoid = 1259 AND sd.objsubid = 0
  ) AS ids ON a.attidentity <> '' AND ids.relation = a.attrelid AND ids.number = a.attnum
)sql" + std::string(since_18 ? kNotNullJoin : "") +
         comment_join("a.attrelid", Catalog::kRelation, "a.attnum") +
         "WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid = ANY (ARRAY(" +
         user_relations("'r', 'p', 'v', 'm', 'c', 'f'") + " AND (c.relkind <> 'c' OR " +
         not_a_member("c.reltype", Catalog::kType) + ")))\nORDER BY a.attrelid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    {.name = "collation",
     .label = "collation",
     .type = ValueType::kName,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Sort order and comparisons change, and every index on the column is built anew under an exclusive "
         "lock."},
    kCommentAttribute,
    {.name = "compression",
     .label = "compression",
     .advice = "Counts for values that are stored from now on; lz4 needs a server that was built with it."},
    {.name = "default",
     .label = "default",
     .dropped = kMajor,
     .advice = "Rows that leave the column out get another value from now on; without a default they get "
               "NULL, or fail "
               "where the column is NOT NULL."},
    {.name = "foreign_options",
     .label = "foreign options",
     .type = ValueType::kOptions,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "They say which column of the other side it stands for: compare what it reads and writes there."},
    {.name = "generated",
     .label = "generation",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "A generated column cannot be written: take it out of INSERT and UPDATE before it becomes one."},
    {.name = "generation_expression",
     .label = "generation expression",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "The values of all rows are computed anew; a stored column rewrites the table under an "
               "exclusive lock."},
    {.name = "identity",
     .label = "identity",
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "ALWAYS refuses values that the application sends; without identity INSERT must send one."},
    {.name = "identity_comment",
     .label = "comment on the identity sequence",
     .advice = kCommentAttribute.advice},
    {.name = "identity_options",
     .label = "identity sequence",
     .type = ValueType::kOptions,
     .advice =
         "New keys are counted in another way: compare minimum, maximum and increment with the keys in use."},
    {.name = "identity_privileges",
     .label = "privileges on the identity sequence",
     .type = ValueType::kPrivileges,
     .advice = "Only programs that call nextval() or currval() on the sequence by name need these.",
     .acl = 's'},
    {.name = "identity_sequence",
     .label = "name of the identity sequence",
     .advice =
         "Programs that name the sequence need the new name; pg_get_serial_sequence() always knows it."},
    {.name = "inherited",
     .label = "inheritance",
     .type = ValueType::kBool,
     .advice = "An inherited column comes and goes with the parent's; a local one stays when the parent's is "
               "dropped."},
    {.name = "not_null",
     .label = "NOT NULL",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kCritical,
     .advice = "Set: writes of NULL fail, and the table is scanned under an exclusive lock unless a valid "
               "CHECK proves "
               "it. Dropped: the application may read NULL where it never could."},
    {.name = "not_null_comment", .label = "comment on NOT NULL", .advice = kCommentAttribute.advice},
    {.name = "not_null_name",
     .label = "name of NOT NULL",
     .advice = "Programs that tell errors apart by constraint name need the new one."},
    {.name = "not_null_no_inherit",
     .label = "NO INHERIT of NOT NULL",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .advice = "Set: child tables are no longer bound by it. Dropped: rows of child tables must satisfy it."},
    {.name = "not_null_not_valid",
     .label = "NOT VALID of NOT NULL",
     .type = ValueType::kBool,
     .set = kMajor,
     .advice = "While it is set, rows stored before may hold NULL: run ALTER TABLE ... VALIDATE CONSTRAINT."},
    {.name = "options",
     .label = "options",
     .type = ValueType::kOptions,
     .advice = "Changes what the planner expects of the column; plans may change, results do not."},
    privileges_attribute('c'),
    kSecurityLabelsAttribute,
    {.name = "statistics",
     .label = "statistics target",
     .type = ValueType::kInteger,
     .advice = "Counts from the next ANALYZE; plans may change, results do not."},
    {.name = "storage",
     .label = "storage",
     .advice = "Counts for values that are stored from now on: space and speed of large values change."},
    {.name = "type",
     .label = "type",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Most changes rewrite the table and its indexes under an exclusive lock; check that every "
               "value fits, "
               "and that drivers and dependent views expect the new type.",
     .always = true},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"column", "column", kMinor, kCritical,
     "Existing INSERT statements go on working; SELECT * and INSERT without a column list see one column "
     "more.",
     "Its values are gone: restore them from a backup. First stop reading and writing a column, then drop it "
     "a release later."},
    {"required_column", "column", kMajor, kCritical,
     "INSERT statements that leave it out fail: give it a default, or add it as nullable, fill it, and set "
     "NOT NULL when every writer sends it.",
     ""},
    {"not_null_column", "column", kMajor, kCritical,
     "Existing INSERT statements go on working. A constant default is added at once; a volatile default, an "
     "identity or a stored expression writes the whole table anew under an exclusive lock.",
     ""},
});

std::string_view variant(const Object& object, bool added) {
  const Attributes& attributes = object.attributes;
  if (!added || !attributes.flag("not_null")) return "column";
  const bool filled =
      attributes.find("default") || attributes.find("identity") || attributes.find("generated");
  return filled ? "not_null_column" : "required_column";
}

constexpr auto kObjectTypes =
    std::to_array<std::string_view>({"table column", "view column", "materialized view column",
                                     "composite type column", "foreign table column", "default value"});

}  // namespace

constinit const Kind kColumnKind{
    .name = "column",
    .label = "column",
    .catalog = Catalog::kRelation,
    .is_root = false,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .variant = variant,
    .renamed = kCritical,
    .renamed_advice =
        "Queries that hold the old name fail: add a column under the new name and keep both filled until "
        "all callers have moved.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
