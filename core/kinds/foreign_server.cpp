// Kind "foreign_server". User mappings are parts of it.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT s.oid, s.srvname AS name, w.fdwname AS wrapper, s.srvtype AS type, s.srvversion AS version,
  )sql" + redacted_options("s.srvoptions") +
         R"sql( AS options,
  )sql" + role_name("s.srvowner") +
         " AS owner, " + role_name("s.srvowner") + R"sql( AS acl_owner, s.srvacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_foreign_server AS s
JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
)sql" + comment_join("s.oid", Catalog::kForeignServer) +
         "WHERE s.oid >= 16384 AND " + not_a_member("s.oid", Catalog::kForeignServer) + "\nORDER BY s.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kCritical, "options", "options",
                 "Foreign tables may read and write another system: check where they lead. Values of options "
                 "that may hold a secret are not shown, and a change among them is not seen.",
                 ValueType::kOptions),
    kOwnerAttribute,
    privileges_attribute('S'),
    attribute_of(kMinor, "type", "type", "What it means is up to the wrapper; most ignore it."),
    attribute_of(kMinor, "version", "version", "What it means is up to the wrapper; most ignore it."),
    attribute_of(kMajor, "wrapper", "foreign-data wrapper",
                 "It was dropped and created anew: check its foreign tables and user mappings.",
                 ValueType::kText, true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"foreign_server", "foreign server", kMinor, kCritical,
     "The database server must be able to reach it, standbys included.",
     "Foreign tables and user mappings of it are gone with it."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"server"});

}  // namespace

constinit const Kind kForeignServerKind{
    .name = "foreign_server",
    .label = "foreign server",
    .catalog = Catalog::kForeignServer,
    .query = query,
    .presence = "pg_catalog.pg_foreign_server AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "dblink_connect() and migrations that hold the old name fail.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
