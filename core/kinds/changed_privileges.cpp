// Kind "changed_privileges": privileges that somebody granted or revoked on a member of an extension or on an
// object of the system, whose other attributes are no part of the schema. Its name is that object.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

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
  SELECT 1259 AS class_oid, x.oid AS object_oid, 0 AS sub_id, CASE x.relkind WHEN 'S' THEN 's' ELSE 'r' END AS acl_type, x.relacl AS acl, x.relowner AS owner
  FROM pg_catalog.pg_class AS x
  WHERE x.relacl IS NOT NULL AND (x.oid < 16384 OR x.oid IN (SELECT d.objid FROM members AS d WHERE d.classid = 1259))
  UNION ALL
  SELECT 1255 AS class_oid, x.oid AS object_oid, 0 AS sub_id, 'f' AS acl_type, x.proacl AS acl, x.proowner AS owner
  FROM pg_catalog.pg_proc AS x
  WHERE x.proacl IS NOT NULL AND (x.oid < 16384 OR x.oid IN (SELECT d.objid FROM members AS d WHERE d.classid = 1255))
  UNION ALL
  SELECT 1247 AS class_oid, x.oid AS object_oid, 0 AS sub_id, 'T' AS acl_type, x.typacl AS acl, x.typowner AS owner
  FROM pg_catalog.pg_type AS x
  WHERE x.typacl IS NOT NULL AND (x.oid < 16384 OR x.oid IN (SELECT d.objid FROM members AS d WHERE d.classid = 1247))
  UNION ALL
  SELECT 2615 AS class_oid, x.oid AS object_oid, 0 AS sub_id, 'n' AS acl_type, x.nspacl AS acl, x.nspowner AS owner
  FROM pg_catalog.pg_namespace AS x
  WHERE x.nspacl IS NOT NULL AND (x.oid < 16384 OR x.oid IN (SELECT d.objid FROM members AS d WHERE d.classid = 2615)) AND x.nspname <> 'public'
  UNION ALL
  SELECT 2612 AS class_oid, x.oid AS object_oid, 0 AS sub_id, 'l' AS acl_type, x.lanacl AS acl, x.lanowner AS owner
  FROM pg_catalog.pg_language AS x
  WHERE x.lanacl IS NOT NULL AND (x.oid < 16384 OR x.oid IN (SELECT d.objid FROM members AS d WHERE d.classid = 2612))
  UNION ALL
  SELECT 2328 AS class_oid, x.oid AS object_oid, 0 AS sub_id, 'F' AS acl_type, x.fdwacl AS acl, x.fdwowner AS owner
  FROM pg_catalog.pg_foreign_data_wrapper AS x
  WHERE x.fdwacl IS NOT NULL AND (x.oid < 16384 OR x.oid IN (SELECT d.objid FROM members AS d WHERE d.classid = 2328))
  UNION ALL
  SELECT 1417 AS class_oid, x.oid AS object_oid, 0 AS sub_id, 'S' AS acl_type, x.srvacl AS acl, x.srvowner AS owner
  FROM pg_catalog.pg_foreign_server AS x
  WHERE x.srvacl IS NOT NULL AND (x.oid < 16384 OR x.oid IN (SELECT d.objid FROM members AS d WHERE d.classid = 1417))
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
