// Kind "user_mapping" of a foreign server. Its options are secrets, shown to few roles only: nothing but that
// it exists is part of the schema.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT m.umid AS oid, m.srvid AS parent_oid, m.usename AS name
FROM pg_catalog.pg_user_mappings AS m
WHERE )sql" +
         not_a_member("m.srvid", Catalog::kForeignServer) + "\nORDER BY m.srvid";
}

constexpr auto kVariants = std::to_array<Variant>({
    {"user_mapping", "user mapping", kMajor, kMajor,
     "The role reaches the other system with the rights of the user that it is mapped to; \"public\" stands "
     "for every role.",
     "The role can no longer read or write through this server."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"user mapping"});

}  // namespace

constinit const Kind kUserMappingKind{
    .name = "user_mapping",
    .label = "user mapping",
    .catalog = Catalog::kUserMapping,
    .is_root = false,
    .parent_catalog = Catalog::kForeignServer,
    .query = query,
    .presence = "pg_catalog.pg_user_mappings AS x",
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "The role was renamed; the mapping itself has no name.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
