// Kind "collation". The version of the library behind it is not part of the schema.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  const std::string locale = server_version >= 170000 ? "c.colllocale"
                             : server_version >= 150000
                                 ? "c.colliculocale"
                                 : "CASE WHEN c.collprovider = 'i' THEN c.collcollate::text END";
  return R"sql(
SELECT c.oid, n.nspname AS schema, c.collname AS name,
  CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END AS provider,
  )sql" + locale +
         R"sql( AS locale,
  CASE WHEN c.collprovider = 'c' THEN c.collcollate::text END AS lc_collate,
  CASE WHEN c.collprovider = 'c' THEN c.collctype::text END AS lc_ctype,
  NOT c.collisdeterministic AS nondeterministic,
  )sql" + std::string(server_version >= 160000 ? "c.collicurules" : "NULL::text") +
         R"sql( AS rules,
  )sql" + role_name("c.collowner") +
         R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_collation AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
)sql" + comment_join("c.oid", Catalog::kCollation) +
         R"sql(-- One of another encoding cannot be used here, and may have the same name.
WHERE c.oid >= 16384 AND c.collencoding IN (-1, (SELECT d.encoding FROM pg_catalog.pg_database AS d
                                                 WHERE d.datname = pg_catalog.current_database()))
  AND )sql" +
         std::string(kUserSchema) + " AND " + not_a_member("c.oid", Catalog::kCollation) + "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kCritical, "lc_collate", "LC_COLLATE",
                 "It was dropped and created anew: text sorts and compares in another way; build every index "
                 "that uses it anew."),
    attribute_of(kCritical, "lc_ctype", "LC_CTYPE",
                 "It was dropped and created anew: text sorts and compares in another way; build every index "
                 "that uses it anew."),
    attribute_of(kCritical, "locale", "locale",
                 "It was dropped and created anew: text sorts and compares in another way; build every index "
                 "that uses it anew."),
    attribute_of(kCritical, "nondeterministic", "nondeterminism",
                 "It was dropped and created anew: texts that differ in bytes are equal now, or the reverse; "
                 "check unique constraints, and LIKE before 18.",
                 ValueType::kBool),
    kOwnerAttribute,
    attribute_of(kCritical, "provider", "provider",
                 "It was dropped and created anew: text sorts and compares in another way; build every index "
                 "that uses it anew."),
    attribute_of(kCritical, "rules", "rules",
                 "It was dropped and created anew: text sorts and compares in another way; build every index "
                 "that uses it anew."),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"collation", "collation", kMinor, kMajor,
     "The locale must be on every server, standbys included, in the same version of its library.",
     "Columns and indexes that used it are gone with it, or sort in another way now."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"collation"});

}  // namespace

constinit const Kind kCollationKind{
    .name = "collation",
    .label = "collation",
    .catalog = Catalog::kCollation,
    .query = query,
    .presence = "pg_catalog.pg_collation AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "COLLATE clauses that hold the old name fail: change them in the same release.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
