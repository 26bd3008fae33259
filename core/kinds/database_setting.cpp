// Kind "database_setting": ALTER DATABASE ... SET and ALTER ROLE ... IN DATABASE ... SET. Values are shown
// only of settings that are known to hold no secret.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT 0 AS oid,
  i.name || CASE WHEN s.setrole <> 0 THEN ' of role ' || pg_catalog.quote_ident()sql" +
         role_name("s.setrole") + R"sql() ELSE '' END AS name,
  CASE WHEN )sql" +
         harmless_setting("i.name") + R"sql( THEN i.value ELSE '(hidden)' END AS value
FROM pg_catalog.pg_db_role_setting AS s,
  LATERAL (SELECT pg_catalog.split_part(o, '=', 1) AS name, pg_catalog.substr(o, pg_catalog.strpos(o, '=') + 1) AS value
           FROM pg_catalog.unnest(s.setconfig) AS o) AS i
WHERE s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
ORDER BY 1)sql";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    attribute_of(kMajor, "value", "value",
                 "It counts for sessions that begin from now on. A value that may hold a secret is not "
                 "shown, and a change of it is not seen."),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"database_setting", "setting of the database", kMajor, kMajor,
     "It counts for sessions that begin from now on: compare the environments.",
     "Sessions that begin from now on have the setting of their role or of the server."},
});

}  // namespace

constinit const Kind kDatabaseSettingKind{
    .name = "database_setting",
    .label = "setting of the database",
    .catalog = Catalog::kSetting,
    .query = query,
    .presence =
        "pg_catalog.pg_db_role_setting AS x "
        "WHERE x.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = "
        "pg_catalog.current_database())",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "The role was renamed; a setting cannot be.",
};

}  // namespace schema_audit
