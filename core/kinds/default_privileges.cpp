// Kind "default_privileges": what ALTER DEFAULT PRIVILEGES has set for what a role creates, everywhere or in
// one schema; its name says for what.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT d.oid, n.nspname AS schema,
  'for role ' || pg_catalog.quote_ident()sql" +
         role_name("d.defaclrole") +
         R"sql() || COALESCE(' in schema ' || pg_catalog.quote_ident(n.nspname), '')
    || ' on ' || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                      WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects' ELSE d.defaclobjtype::text END AS name,
  )sql" + role_name("d.defaclrole") +
         R"sql( AS acl_owner,
  -- In a schema they come on top of the others.
  CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype::text END || CASE WHEN d.defaclnamespace <> 0 THEN '+' ELSE '' END AS acl_type,
  d.defaclacl AS privileges
FROM pg_catalog.pg_default_acl AS d
LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace
ORDER BY d.oid)sql";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    privileges_attribute(kAclByRow),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"default_privileges", "default privileges", kMajor, kMajor,
     "They count for what the role creates from now on; what exists keeps its privileges.",
     "What the role creates from now on has the built-in privileges: check that the application can still "
     "use it."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"default acl"});

}  // namespace

constinit const Kind kDefaultPrivilegesKind{
    .name = "default_privileges",
    .label = "default privileges",
    .catalog = Catalog::kDefaultPrivileges,
    .query = query,
    .presence = "pg_catalog.pg_default_acl AS x",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "The role or the schema was renamed; default privileges have no name.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
