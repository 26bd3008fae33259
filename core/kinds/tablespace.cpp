// Kind "tablespace" of the cluster.

#include "core/kinds/cluster.hpp"
#include "core/kinds/common_attributes.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  // pg_default and pg_global are in the data directory.
  return R"sql(
SELECT t.oid, t.spcname AS name,
  NULLIF(pg_catalog.regexp_replace(pg_catalog.pg_tablespace_location(t.oid), '^pg_tblspc/.*', 'pg_tblspc'), '') AS location, t.spcoptions AS options,
  )sql" + role_name("t.spcowner") +
         " AS owner, " + role_name("t.spcowner") + R"sql( AS acl_owner, t.spcacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_tablespace AS t
)sql" + shared_comment_join("t.oid", kTablespaceCatalog) +
         "ORDER BY t.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "location", "location",
                 "Its files are in another directory: check that the symbolic link and the disk are meant."),
    attribute_of(kMinor, "options", "cost parameters",
                 "Plans of queries on its tables may change: compare the environments.", ValueType::kOptions),
    kOwnerAttribute,
    privileges_attribute('t'),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"tablespace", "tablespace", kMinor, kMajor,
     "Its directory must exist on every server that a backup is restored to.",
     "CREATE TABLE and settings that name it fail from now on."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"tablespace"});

}  // namespace

constinit const Kind kTablespaceKind{
    .name = "tablespace",
    .label = "tablespace",
    .catalog = kTablespaceCatalog,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "Statements and settings (default_tablespace, temp_tablespaces) that name it fail.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
