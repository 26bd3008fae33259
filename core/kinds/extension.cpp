// Kind "extension": stands for all of its members, which are no objects of their own.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  // The owner of what initdb installs (plpgsql) is the cluster's first role, whatever its name.
  return R"sql(
SELECT e.oid, e.extname AS name, e.extversion AS version, n.nspname AS target_schema,
  CASE WHEN e.oid >= 16384 THEN )sql" +
         role_name("e.extowner") + R"sql( END AS owner,
  comment.description AS comment
FROM pg_catalog.pg_extension AS e
JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
)sql" + comment_join("e.oid", Catalog::kExtension) +
         "ORDER BY e.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    {.name = "owner",
     .label = "owner",
     .advice = "Only the owner may update or drop it; whoever ran CREATE EXTENSION is the owner."},
    {.name = "target_schema",
     .label = "schema",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Its functions, types and operators moved: check the search_path of every role and of every "
               "function "
               "that uses them.",
     .always = true},
    {.name = "version",
     .label = "version",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Read the release notes between the two versions, and bring every environment to the same one with "
         "ALTER EXTENSION ... UPDATE.",
     .always = true},
});

constexpr auto kVariants = std::to_array<Variant>({
    {"extension", "extension", kMinor, kCritical,
     "Its packages must be installed on every server that this schema goes to, standbys included.",
     "Its functions, types and operators are gone with everything that used them: create it again at the "
     "same "
     "version."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"extension"});

}  // namespace

constinit const Kind kExtensionKind{
    .name = "extension",
    .label = "extension",
    .catalog = Catalog::kExtension,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "PostgreSQL has no command for this: find out how the catalog was changed.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
