// Kind "sequence". The sequence behind an identity column is part of that column; the one behind a serial
// column is an object with owned_by. The last value is data, not schema.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  // Since 15 an owned sequence is unlogged when its table is; before, none can be.
  const std::string persistence =
      server_version >= 150000 ? "CASE WHEN c.relpersistence <> COALESCE(o.relpersistence, 'p') THEN"
                                 " CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'logged' END END"
                               : "NULL::text";
  const auto option = [](std::string_view expression, std::string_view name) {
    return "  " + std::string(expression) + " AS " + std::string(name) + ",\n";
  };
  return R"sql(
SELECT c.oid, n.nspname AS schema, c.relname AS name,
  pg_catalog.format_type(s.seqtypid, NULL) AS type,
)sql" + option(kSequenceOptions.start_value, "start_value") +
         option(kSequenceOptions.increment_by, "increment_by") +
         option(kSequenceOptions.min_value, "min_value") + option(kSequenceOptions.max_value, "max_value") +
         option(kSequenceOptions.cache_size, "cache_size") +
         R"sql(
  s.seqcycle AS cycle,
)sql" + persistence +
         R"sql( AS persistence,
  o.names AS owned_by,
  )sql" + role_name("c.relowner") +
         " AS owner, " + role_name("c.relowner") + R"sql( AS acl_owner, c.relacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = c.oid
LEFT JOIN (
  SELECT d.objid, d.deptype, ARRAY[tn.nspname, tc.relname, ta.attname] AS names, tc.relpersistence
  FROM pg_catalog.pg_depend AS d
  JOIN pg_catalog.pg_class AS tc ON tc.oid = d.refobjid
  JOIN pg_catalog.pg_namespace AS tn ON tn.oid = tc.relnamespace
  JOIN pg_catalog.pg_attribute AS ta ON ta.attrelid = d.refobjid AND ta.attnum = d.refobjsubid AND ta.attnum > 0
  WHERE d.classid = 1259 AND d.objsubid = 0 AND d.refclassid = 1259 AND d.refobjsubid > 0
    AND d.deptype IN ('a', 'i')) AS o ON o.objid = c.oid
)sql" + comment_join("c.oid", Catalog::kRelation) +
         "WHERE c.relkind = 'S' AND o.deptype IS DISTINCT FROM 'i' AND " + std::string(kUserRelation) +
         " AND " + std::string(kUserSchema) + " AND " + not_a_member("c.oid", Catalog::kRelation) +
         "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    {.name = "cache_size",
     .label = "cache size",
     .type = ValueType::kInteger,
     .advice = "A larger cache leaves larger gaps and hands out numbers less in the order of time."},
    kCommentAttribute,
    {.name = "cycle",
     .label = "CYCLE",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Set: numbers repeat after the last one. Dropped: nextval() fails after the last one."},
    {.name = "increment_by",
     .label = "increment",
     .type = ValueType::kInteger,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Programs that reserve blocks of numbers (hi/lo allocators) must be set to the same increment, or "
         "keys collide."},
    {.name = "max_value",
     .label = "maximum",
     .type = ValueType::kInteger,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "nextval() fails beyond it: compare it with the last value and with the type of the column it "
               "feeds."},
    {.name = "min_value",
     .label = "minimum",
     .type = ValueType::kInteger,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "A descending sequence ends there, a cycling one begins there again."},
    {.name = "owned_by",
     .label = "owning column",
     .type = ValueType::kName,
     .advice = "An owned sequence is dropped with its column; one that is not owned stays behind."},
    kOwnerAttribute,
    {.name = "persistence",
     .label = "persistence",
     .set = kCritical,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "An unlogged sequence starts again after a crash and is not on standbys: keys may repeat."},
    privileges_attribute('s'),
    kSecurityLabelsAttribute,
    {.name = "start_value",
     .label = "start value",
     .type = ValueType::kInteger,
     .advice = "Counts only for RESTART and for a sequence that is created anew."},
    {.name = "type",
     .label = "type",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "A smaller type runs out sooner; widen the column that it feeds before the sequence.",
     .always = true},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"sequence", "sequence", kMinor, kCritical, "Grant USAGE on it to the roles that call nextval().",
     "nextval() fails: create it again, and set it above the highest key in use."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"sequence"});

}  // namespace

constinit const Kind kSequenceKind{
    .name = "sequence",
    .label = "sequence",
    .catalog = Catalog::kRelation,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice = "nextval('old_name') in programs fails; defaults of columns follow by themselves.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
