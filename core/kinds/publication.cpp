// Kind "publication". Its tables are parts of it.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  const std::string schemas =
      server_version >= 150000
          ? "ARRAY(SELECT n.nspname FROM pg_catalog.pg_publication_namespace AS s"
            " JOIN pg_catalog.pg_namespace AS n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid)"
          : "NULL::text[]";
  return R"sql(
SELECT p.oid, p.pubname AS name, p.puballtables AS all_tables, )sql" +
         std::string(server_version >= 190000 ? "p.puballsequences" : "false") + R"sql( AS all_sequences,
  CASE WHEN NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate) THEN pg_catalog.concat_ws(', ',
    CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
    CASE WHEN p.pubtruncate THEN 'truncate' END, CASE WHEN NOT (p.pubinsert OR p.pubupdate OR p.pubdelete OR p.pubtruncate)
    THEN 'none' END) END AS publish,
  p.pubviaroot AS via_root,
  )sql" +
         std::string(server_version >= 180000 ? "CASE WHEN p.pubgencols = 's' THEN 'stored' END"
                                              : "NULL::text") +
         R"sql( AS generated_columns,
  )sql" + schemas +
         R"sql( AS schemas,
  )sql" + role_name("p.pubowner") +
         R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_publication AS p
)sql" + comment_join("p.oid", Catalog::kPublication) +
         "WHERE p.oid >= 16384 AND " + not_a_member("p.oid", Catalog::kPublication) + "\nORDER BY p.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    attribute_of(
        kMajor, "all_sequences", "ALL SEQUENCES",
        "Subscribers receive other changes than before: refresh their subscriptions, and compare the tables.",
        ValueType::kBool),
    attribute_of(
        kMajor, "all_tables", "ALL TABLES",
        "Subscribers receive other changes than before: refresh their subscriptions, and compare the tables.",
        ValueType::kBool),
    kCommentAttribute,
    attribute_of(kMajor, "generated_columns", "generated columns",
                 "Subscribers receive other changes than before: refresh their subscriptions, and compare "
                 "the tables."),
    kOwnerAttribute,
    attribute_of(kMajor, "publish", "published operations",
                 "Subscribers receive other changes than before: refresh their subscriptions, and compare "
                 "the tables."),
    attribute_of(
        kMajor, "schemas", "schemas",
        "Subscribers receive other changes than before: refresh their subscriptions, and compare the tables.",
        ValueType::kSet),
    kSecurityLabelsAttribute,
    attribute_of(kMajor, "via_root", "publication via the partitioned table",
                 "Subscribers receive the changes of partitions under the name of the partitioned table, or "
                 "the reverse: they need that table.",
                 ValueType::kBool),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"publication", "publication", kMajor, kMajor,
     "UPDATE and DELETE on a published table fail unless it has a replica identity.",
     "Subscriptions to it stop with an error."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"publication"});

}  // namespace

constinit const Kind kPublicationKind{
    .name = "publication",
    .label = "publication",
    .catalog = Catalog::kPublication,
    .query = query,
    .presence = "pg_catalog.pg_publication AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "Subscriptions that hold the old name stop with an error.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
