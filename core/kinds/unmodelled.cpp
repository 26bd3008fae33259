#include "core/kinds/unmodelled.hpp"

#include <array>
#include <string_view>

namespace schema_audit {

namespace {

struct Unmodelled {
  std::string_view kind;
  // From the catalog x on: what to count.
  std::string_view from;
  // OID of the catalog when its rows can be members of an extension, which are not counted; else 0.
  int member_of = 0;
};

// Rows of the system's own have OIDs below 16384 (FirstNormalObjectId).
constexpr auto kUnmodelled = std::to_array<Unmodelled>({
    {"access method", "pg_am AS x WHERE x.oid >= 16384", 2601},
    {"base type",
     "pg_type AS x WHERE x.oid >= 16384 AND x.typtype = 'b' AND x.typisdefined AND NOT EXISTS"
     " (SELECT FROM pg_catalog.pg_type AS e WHERE e.typarray = x.oid)",
     1247},
    {"cast",
     "pg_cast AS x WHERE x.oid >= 16384 AND x.oid NOT IN (SELECT i.objid FROM pg_catalog.pg_depend AS i"
     " WHERE i.classid = 2605 AND i.deptype = 'i')",
     2605},
    {"collation", "pg_collation AS x WHERE x.oid >= 16384", 3456},
    {"conversion", "pg_conversion AS x WHERE x.oid >= 16384", 2607},
    {"database setting",
     "pg_db_role_setting AS x WHERE x.setdatabase ="
     " (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())"},
    {"default privileges", "pg_default_acl AS x"},
    {"event trigger", "pg_event_trigger AS x WHERE x.oid >= 16384", 3466},
    {"foreign server", "pg_foreign_server AS x WHERE x.oid >= 16384", 1417},
    {"foreign table", "pg_class AS x WHERE x.oid >= 16384 AND x.relkind = 'f'", 1259},
    {"foreign-data wrapper", "pg_foreign_data_wrapper AS x WHERE x.oid >= 16384", 2328},
    {"language", "pg_language AS x WHERE x.oid >= 16384", 2612},
    {"operator", "pg_operator AS x WHERE x.oid >= 16384", 2617},
    {"operator class", "pg_opclass AS x WHERE x.oid >= 16384", 2616},
    {"operator family", "pg_opfamily AS x WHERE x.oid >= 16384", 2753},
    // Kinds of relations that no supported major had when this was written.
    {"other relation",
     "pg_class AS x WHERE x.oid >= 16384 AND x.relkind NOT IN ('r','p','v','m','c','S','i','I','t','f')",
     1259},
    {"publication", "pg_publication AS x WHERE x.oid >= 16384", 6104},
    {"range type", "pg_type AS x WHERE x.oid >= 16384 AND x.typtype = 'r'", 1247},
    {"rule", "pg_rewrite AS x WHERE x.oid >= 16384 AND x.rulename <> '_RETURN'", 2618},
    {"security label", "pg_seclabel AS x"},
    {"shell type", "pg_type AS x WHERE x.oid >= 16384 AND NOT x.typisdefined", 1247},
    {"statistics object", "pg_statistic_ext AS x WHERE x.oid >= 16384", 3381},
    {"subscription",
     "pg_subscription AS x WHERE x.subdbid ="
     " (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())"},
    {"text search configuration", "pg_ts_config AS x WHERE x.oid >= 16384", 3602},
    {"text search dictionary", "pg_ts_dict AS x WHERE x.oid >= 16384", 3600},
    {"text search parser", "pg_ts_parser AS x WHERE x.oid >= 16384", 3601},
    {"text search template", "pg_ts_template AS x WHERE x.oid >= 16384", 3764},
    {"transform", "pg_transform AS x WHERE x.oid >= 16384", 3576},
    // The view: the table itself is for superusers only.
    {"user mapping", "pg_user_mappings AS x"},
});

}  // namespace

std::string unmodelled_query() {
  std::string sql = "SELECT k.kind, k.count FROM (\n";
  bool first = true;
  for (const Unmodelled& unmodelled : kUnmodelled) {
    if (!first) sql += "UNION ALL ";
    first = false;
    sql += "SELECT '" + std::string(unmodelled.kind) +
           "' AS kind, pg_catalog.count(*) AS count FROM pg_catalog." + std::string(unmodelled.from);
    if (unmodelled.member_of != 0) {
      sql +=
          " AND x.oid NOT IN (SELECT m.objid FROM pg_catalog.pg_depend AS m WHERE m.refclassid = 3079"
          " AND m.deptype = 'e' AND m.classid = " +
          std::to_string(unmodelled.member_of) + ")";
    }
    sql += "\n";
  }
  return sql + ") AS k WHERE k.count > 0 ORDER BY k.kind";
}

}  // namespace schema_audit
