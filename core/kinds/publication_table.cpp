// Kind "publication_table": a table of a publication, with what is published of it.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  const bool since_15 = server_version >= 150000;
  return R"sql(
SELECT r.oid, r.prpubid AS parent_oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name,
  )sql" +
         std::string(
             since_15
                 ? "ARRAY(SELECT a.attname FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = r.prrelid"
                   " AND a.attnum = ANY (r.prattrs::int2[]))"
                 : "NULL::text[]") +
         R"sql( AS columns,
  )sql" + std::string(since_15 ? "pg_catalog.pg_get_expr(r.prqual, r.prrelid)" : "NULL::text") +
         R"sql( AS row_filter,
  )sql" + std::string(server_version >= 190000 ? "r.prexcept" : "false") +
         R"sql( AS excepted
FROM pg_catalog.pg_publication_rel AS r
JOIN pg_catalog.pg_class AS c ON c.oid = r.prrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE )sql" +
         not_a_member("r.prpubid", Catalog::kPublication) + "\nORDER BY r.prpubid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    attribute_of(
        kMajor, "columns", "columns",
        "Subscribers receive other columns than before: those that are missing there get their default.",
        ValueType::kSet),
    attribute_of(
        kMajor, "excepted", "EXCEPT",
        "Subscribers receive other changes than before: refresh their subscriptions, and compare the tables.",
        ValueType::kBool),
    attribute_of(kMajor, "row_filter", "row filter",
                 "Subscribers receive other rows than before: compare the tables."),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"publication_table", "published table", kMajor, kMajor,
     "Refresh the subscriptions; UPDATE and DELETE on the table fail unless it has a replica identity.",
     "Subscribers no longer receive its changes, without an error: find out who reads it there."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"publication relation"});

}  // namespace

constinit const Kind kPublicationTableKind{
    .name = "publication_table",
    .label = "published table",
    .catalog = Catalog::kPublicationTable,
    .is_root = false,
    .parent_catalog = Catalog::kPublication,
    .query = query,
    .presence = "pg_catalog.pg_publication_rel AS x",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "The table was renamed: subscribers need it under the new name.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
