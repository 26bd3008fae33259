// Kind "foreign_table". Columns, checks and triggers are its parts.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  return R"sql(
SELECT c.oid, n.nspname AS schema, c.relname AS name, s.srvname AS server,
  )sql" + redacted_options("f.ftoptions") +
         R"sql( AS options,
  CASE WHEN c.relispartition THEN inh.first_parent END AS partition_of,
  CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
  CASE WHEN NOT c.relispartition THEN inh.parents END AS inherits,
  )sql" + role_name("c.relowner") +
         " AS owner, " + role_name("c.relowner") + R"sql( AS acl_owner, c.relacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_foreign_table AS f
JOIN pg_catalog.pg_class AS c ON c.oid = f.ftrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_foreign_server AS s ON s.oid = f.ftserver
)sql" + parents_join(server_version) +
         "\n" + comment_join("c.oid", Catalog::kRelation) + "WHERE " + std::string(kUserRelation) + " AND " +
         std::string(kUserSchema) + " AND " + not_a_member("c.oid", Catalog::kRelation) + "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "inherits", "parents",
                 "Queries on a parent see the rows of its children: results of both change.",
                 ValueType::kList),
    attribute_of(kCritical, "options", "options",
                 "It may read and write another table: check where it leads. Values of options that may hold "
                 "a secret are not shown, and a change among them is not seen.",
                 ValueType::kOptions),
    kOwnerAttribute,
    attribute_of(
        kMajor, "partition_bound", "partition bound",
        "Rows go to another partition, or to none: check that the bounds cover all keys that are written."),
    attribute_of(kMajor, "partition_of", "partitioned table",
                 "Set: its rows appear in the partitioned table. Dropped: they are gone from it.",
                 ValueType::kName),
    privileges_attribute('r'),
    kSecurityLabelsAttribute,
    attribute_of(kCritical, "server", "server",
                 "It was dropped and created anew: it reads and writes another system.", ValueType::kText,
                 true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"foreign_table", "foreign table", kMinor, kCritical,
     "It reads with the rights of the user mapping of whoever asks: check who may.",
     "Queries on it fail; the rows of the other side are untouched."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"foreign table"});

}  // namespace

constinit const Kind kForeignTableKind{
    .name = "foreign_table",
    .label = "foreign table",
    .catalog = Catalog::kRelation,
    .query = query,
    .presence = "pg_catalog.pg_foreign_table AS x",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice =
        "Queries that hold the old name fail: leave a view under that name until all callers know the new "
        "one.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
