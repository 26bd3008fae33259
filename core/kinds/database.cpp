// Kind "database" of the cluster: properties of every database. What is in them is not read.

#include "core/kinds/cluster.hpp"
#include "core/kinds/common_attributes.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  const std::string provider = server_version >= 150000
                                   ? "CASE d.datlocprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END"
                                   : "NULL";
  const std::string locale = server_version >= 170000   ? "d.datlocale"
                             : server_version >= 150000 ? "d.daticulocale"
                                                        : "NULL";
  const std::string rules = server_version >= 160000 ? "d.daticurules" : "NULL";
  return R"sql(
SELECT d.oid, d.datname AS name,
  pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS lc_collate, d.datctype AS lc_ctype,
  )sql" + provider +
         " AS provider,\n  " + locale + "::text AS locale,\n  " + rules + R"sql(::text AS rules,
  NOT d.datallowconn AS refuses_connections, d.datistemplate AS is_template,
  NULLIF(d.datconnlimit, -1) AS connection_limit,
  CASE WHEN ts.spcname <> 'pg_default' THEN ts.spcname END AS tablespace,
  )sql" + role_name("d.datdba") +
         " AS owner, " + role_name("d.datdba") + R"sql( AS acl_owner, d.datacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_database AS d
JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = d.dattablespace
)sql" + shared_comment_join("d.oid", kDatabaseCatalog) +
         "ORDER BY d.oid";
}

constexpr std::string_view kLocaleAdvice =
    "Only creating it anew can do this. Text sorts and compares otherwise: check indexes and constraints "
    "that "
    "were carried over.";

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "connection_limit", "connection limit",
                 "Sessions above it are refused: compare it with the pools of the applications.",
                 ValueType::kInteger),
    attribute_of(kMajor, "encoding", "encoding", kLocaleAdvice, ValueType::kText, true),
    {.name = "is_template",
     .label = "template mark",
     .type = ValueType::kBool,
     .set = kMajor,
     .advice = "Every role with CREATEDB can copy it, with all data that is in it."},
    attribute_of(kMajor, "lc_collate", "LC_COLLATE", kLocaleAdvice, ValueType::kText, true),
    attribute_of(kMajor, "lc_ctype", "LC_CTYPE", kLocaleAdvice, ValueType::kText, true),
    attribute_of(kMajor, "locale", "locale", kLocaleAdvice),
    kOwnerAttribute,
    privileges_attribute('d'),
    attribute_of(kMajor, "provider", "locale provider", kLocaleAdvice),
    {.name = "refuses_connections",
     .label = "ALLOW_CONNECTIONS false",
     .type = ValueType::kBool,
     .set = kCritical,
     .dropped = kMajor,
     .advice = "Set: nobody can connect to it. Dropped: who has CONNECT can."},
    attribute_of(kMajor, "rules", "collation rules", kLocaleAdvice),
    kTablespaceAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"database", "database", kMinor, kCritical,
     "PUBLIC may connect to it and make temporary tables in it unless that is revoked.",
     "Everything in it is gone: restore it from a backup."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"database"});

}  // namespace

constinit const Kind kDatabaseKind{
    .name = "database",
    .label = "database",
    .catalog = kDatabaseCatalog,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice = "Connections that hold the old name are refused.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
