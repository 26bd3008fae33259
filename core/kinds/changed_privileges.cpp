// Kind "changed_privileges": privileges that somebody granted or revoked on a member of an extension or on an
// object of the system, whose other attributes are no part of the schema. Its name is that object.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

// One catalog whose rows have privileges.
struct AclCatalog {
  int class_oid;
  std::string_view name;
  std::string_view prefix;    // of its columns
  std::string_view acl_type;  // an expression: the object type, as acldefault() takes it
  std::string_view unless = {};
};

constexpr auto kAclCatalogs = std::to_array<AclCatalog>({
    {1259, "pg_class", "rel", "CASE x.relkind WHEN 'S' THEN 's' ELSE 'r' END"},
    {1255, "pg_proc", "pro", "'f'"},
    {1247, "pg_type", "typ", "'T'"},
    {2615, "pg_namespace", "nsp", "'n'", " AND x.nspname <> 'public'"},
    {2612, "pg_language", "lan", "'l'"},
    {2328, "pg_foreign_data_wrapper", "fdw", "'F'"},
    {1417, "pg_foreign_server", "srv", "'S'"},
});

std::string whole_objects() {
  std::string sql;
  for (const AclCatalog& catalog : kAclCatalogs) {
    const std::string prefix = "x." + std::string(catalog.prefix);
    const std::string class_oid = std::to_string(catalog.class_oid);
    if (!sql.empty()) sql += "\n  UNION ALL\n";
    sql += "  SELECT " + class_oid + " AS class_oid, x.oid AS object_oid, 0 AS sub_id, " +
           std::string(catalog.acl_type) + " AS acl_type, " + prefix + "acl AS acl, " + prefix +
           "owner AS owner\n  FROM pg_catalog." + std::string(catalog.name) + " AS x\n  WHERE " + prefix +
           "acl IS NOT NULL AND (x.oid < 16384 OR x.oid IN (SELECT d.objid FROM members AS d WHERE "
           "d.classid = " +
           class_oid + "))" + std::string(catalog.unless);
  }
  return sql;
}

// pg_init_privs holds what initdb or the script of the extension left; without a row there, that was the
// built-in default.
std::string query(int) {
  return R"sql(
WITH members AS MATERIALIZED (
  SELECT d.classid, d.objid FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 3079 AND d.deptype = 'e'
)
SELECT o.object_oid AS oid, o.sub_id AS number, pg_catalog.concat_ws(' ', i.type, i.identity) AS name,
  o.acl_type, )sql" +
         role_name("o.owner") + R"sql( AS acl_owner, o.acl AS privileges
FROM (
)sql" + whole_objects() +
         R"sql(
  UNION ALL
  SELECT 1259, a.attrelid, a.attnum, 'c', a.attacl, c.relowner
  FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
  WHERE a.attacl IS NOT NULL AND a.attrelid < 16384
  UNION ALL
  SELECT 1259, a.attrelid, a.attnum, 'c', a.attacl, c.relowner
  FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
  WHERE a.attacl IS NOT NULL AND a.attrelid = ANY (ARRAY(SELECT d.objid FROM members AS d WHERE d.classid = 1259))) AS o
LEFT JOIN pg_catalog.pg_init_privs AS initial
  ON initial.objoid = o.object_oid AND initial.classoid = o.class_oid AND initial.objsubid = o.sub_id,
  LATERAL pg_catalog.pg_identify_object(o.class_oid, o.object_oid, o.sub_id) AS i
WHERE (initial.initprivs IS NULL OR NOT (initial.initprivs @> o.acl AND o.acl @> initial.initprivs))
  -- Granted and revoked again, the built-in default is written out.
  AND NOT (initial.initprivs IS NULL AND o.acl_type <> 'c'
           AND o.acl @> pg_catalog.acldefault(o.acl_type::"char", o.owner) AND o.acl <@ pg_catalog.acldefault(o.acl_type::"char", o.owner))
  AND NOT (o.acl_type = 'c' AND initial.initprivs IS NULL AND pg_catalog.cardinality(o.acl) = 0)
  AND i.identity !~ '^(pg_temp|information_schema([.]|$))'
ORDER BY 1)sql";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    privileges_attribute(kAclByRow),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"changed_privileges", "privileges on", kMajor, kMajor,
     "Somebody granted or revoked what an extension or the system had set: check who can now do what.",
     "The object has the privileges again that its extension or the system gave it, or is gone: check who "
     "needed the others."},
});

}  // namespace

constinit const Kind kChangedPrivilegesKind{
    .name = "changed_privileges",
    .label = "privileges on",
    .catalog = Catalog::kInitialPrivileges,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "The object was renamed: its privileges stayed.",
};

}  // namespace schema_audit
