// Kind "access_method" of tables or indexes.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT a.oid, a.amname AS name, CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END AS serves,
  )sql" + routine_name("a.amhandler::oid") +
         R"sql( AS handler, comment.description AS comment
FROM pg_catalog.pg_am AS a
)sql" + comment_join("a.oid", Catalog::kAccessMethod) +
         "WHERE a.oid >= 16384 AND " + not_a_member("a.oid", Catalog::kAccessMethod) + "\nORDER BY a.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kCritical, "handler", "handler", "Tables or indexes are read by other code than wrote them.",
                 ValueType::kName, true),
    attribute_of(kCritical, "serves", "type",
                 "It was dropped and created anew: what was stored by it is gone.", ValueType::kText, true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"access_method", "access method", kMinor, kCritical,
     "Its code runs inside the server and must be on every server, standbys included.",
     "Tables or indexes stored by it are gone with it: restore them from a backup."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"access method"});

}  // namespace

constinit const Kind kAccessMethodKind{
    .name = "access_method",
    .label = "access method",
    .catalog = Catalog::kAccessMethod,
    .query = query,
    .presence = "pg_catalog.pg_am AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "PostgreSQL has no command for this: find out how the catalog was changed.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
