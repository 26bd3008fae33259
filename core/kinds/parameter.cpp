// Kind "parameter" of the cluster: privileges on configuration parameters (15 and later).

#include "core/kinds/cluster.hpp"
#include "core/kinds/common_attributes.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  if (server_version < 150000) {
    return "SELECT 0 AS oid, NULL AS name, NULL AS acl_owner, NULL AS privileges WHERE false\nORDER BY 1";
  }
  return R"sql(
SELECT p.oid, p.parname AS name, )sql" +
         role_name("10") + R"sql( AS acl_owner, p.paracl AS privileges
FROM pg_catalog.pg_parameter_acl AS p
ORDER BY p.oid)sql";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({privileges_attribute('p')});

constexpr auto kVariants = std::to_array<Variant>({
    {"parameter", "grant on parameter", kMajor, kMajor,
     "Somebody who is no superuser may set it: check what can be reached by that.",
     "Sessions and jobs that set it fail."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"parameter"});

}  // namespace

constinit const Kind kParameterKind{
    .name = "parameter",
    .label = "parameter",
    .catalog = kParameterCatalog,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "A parameter cannot be renamed.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
