#include "core/kinds/mark_query.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "core/kinds/catalog_places.hpp"

namespace schema_audit {

namespace {

// Rows that belong to relations, types, routines and statistics.
struct PlaceRows {
  std::string_view catalog;
  std::string_view key;        // the OID of what a row belongs to
  std::string_view condition;  // empty: all of them
  // The column with the OID of the relation that a row goes with, where that can be a temporary one.
  std::string_view relation = "";
  std::string_view seed = "0";
};

constexpr auto kPlaceRows = std::to_array<PlaceRows>({
    {"pg_class", "r.oid", "r.relpersistence <> 't'"},
    // The system's columns have nothing that a snapshot is made of.
    {"pg_attribute", "r.attrelid", "r.attrelid >= 16384 AND r.attnum > 0", "r.attrelid"},
    {"pg_attrdef", "r.adrelid", "", "r.adrelid"},
    {"pg_constraint", "GREATEST(r.conrelid, r.contypid)", "", "r.conrelid"},
    // Before 14 an index becomes valid in place.
    {"pg_index", "r.indrelid", "r.indexrelid >= 16384", "r.indrelid", "r.indisvalid::pg_catalog.int4"},
    {"pg_rewrite", "r.ev_class", "r.oid >= 16384", "r.ev_class"},
    {"pg_trigger", "r.tgrelid", "", "r.tgrelid"},
    {"pg_policy", "r.polrelid", "", "r.polrelid"},
    {"pg_inherits", "r.inhrelid", "", "r.inhrelid"},
    {"pg_sequence", "r.seqrelid", "", "r.seqrelid"},
    {"pg_partitioned_table", "r.partrelid", "", "r.partrelid"},
    {"pg_foreign_table", "r.ftrelid", "r.ftrelid >= 16384"},
    {"pg_proc", "r.oid",
     "r.oid >= 16384 AND NOT EXISTS (SELECT FROM spaces AS s WHERE s.oid = r.pronamespace)"},
    {"pg_aggregate", "r.aggfnoid::pg_catalog.oid", "r.aggfnoid::pg_catalog.oid >= 16384"},
    {"pg_type", "r.oid",
     "r.oid >= 16384 AND NOT EXISTS (SELECT FROM spaces AS s WHERE s.oid = r.typnamespace)"},
    {"pg_enum", "r.enumtypid", ""},
    {"pg_range", "r.rngtypid", "r.rngtypid >= 16384"},
    {"pg_statistic_ext", "r.oid", "r.oid >= 16384"},
    {"pg_description", "r.objoid",
     "r.objoid >= 16384 AND r.classoid IN (1247, 1255, 1259, 2606, 2618, 2620, 3256, 3381)"},
    // Sequences that belong to columns.
    {"pg_depend", "r.objid",
     "r.classid = 1259 AND r.refclassid = 1259 AND r.refobjsubid <> 0"
     " AND r.objid IN (SELECT q.oid FROM sequences AS q)"},
});

// Catalogs of objects that most databases have none of, without the system's own rows.
constexpr auto kSmallCatalogs = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"pg_am", "oid"},
    {"pg_amop", "oid"},
    {"pg_amproc", "oid"},
    {"pg_cast", "oid"},
    {"pg_collation", "oid"},
    {"pg_conversion", "oid"},
    {"pg_default_acl", "oid"},
    {"pg_event_trigger", "oid"},
    {"pg_foreign_data_wrapper", "oid"},
    {"pg_foreign_server", "oid"},
    {"pg_language", "oid"},
    {"pg_opclass", "oid"},
    {"pg_operator", "oid"},
    {"pg_opfamily", "oid"},
    {"pg_publication", "oid"},
    {"pg_publication_rel", "oid"},
    {"pg_seclabel", "objoid"},
    {"pg_transform", "oid"},
    {"pg_ts_config", "oid"},
    {"pg_ts_config_map", "mapcfg"},
    {"pg_ts_dict", "oid"},
    {"pg_ts_parser", "oid"},
    {"pg_ts_template", "oid"},
});

struct OtherRows {
  std::string_view rows;
  int since = 0;  // since when there is such a catalog
};

// What the above leaves out. Of the system's own objects, privileges and comments can be set.
constexpr auto kOtherRows = std::to_array<OtherRows>({
    {"pg_namespace AS r WHERE NOT EXISTS (SELECT FROM spaces AS s WHERE s.oid = r.oid)"},
    {"pg_extension"},
    {"pg_init_privs"},
    {"pg_publication_namespace", 150000},
    {"pg_aggregate AS r WHERE r.aggfnoid::pg_catalog.oid < 16384"},
    {"pg_attribute AS r WHERE r.attrelid < 16384"},
    {"pg_description AS r WHERE r.objoid < 16384"},
    {"pg_description AS r WHERE r.objoid >= 16384"
     " AND r.classoid NOT IN (1247, 1255, 1259, 2606, 2618, 2620, 3256, 3381)"},
    {"pg_foreign_data_wrapper AS r WHERE r.oid < 16384"},
    {"pg_foreign_server AS r WHERE r.oid < 16384"},
    {"pg_language AS r WHERE r.oid < 16384"},
    {"pg_proc AS r WHERE r.oid < 16384"},
    {"pg_seclabel AS r WHERE r.objoid < 16384"},
    {"pg_type AS r WHERE r.oid < 16384"},
    // Members of extensions.
    {"pg_depend AS r WHERE r.refclassid = 3079 AND r.deptype = 'e'"},
});

constexpr auto kClusterRows = std::to_array<OtherRows>({
    {"pg_auth_members"},
    {"pg_database"},
    {"pg_db_role_setting"},
    {"pg_parameter_acl", 150000},
    {"pg_shdescription"},
    {"pg_shseclabel"},
    {"pg_tablespace"},
});

// Rows of temporary objects do not matter: where these are made all the time, no two moments would ever be
// the same.
constexpr std::string_view kHead = R"sql(
WITH spaces AS MATERIALIZED (
  SELECT oid FROM pg_catalog.pg_namespace WHERE nspname ~ '^pg_(toast_)?temp_'
), relations AS MATERIALIZED (
  SELECT oid, relpersistence FROM pg_catalog.pg_class WHERE relpersistence = 't' OR relkind = 'S'
), passing AS MATERIALIZED (
  SELECT oid FROM relations WHERE relpersistence = 't'
), sequences AS MATERIALIZED (
  SELECT oid FROM relations WHERE relpersistence <> 't'
)
SELECT )sql";

// Each row version has a transaction of its own, and none gets rows any more once it is over: the number of
// rows and the sum over these numbers' hashes change with any insert, update or delete of committed rows.
std::string sum_of(std::string_view rows) {
  return "(SELECT pg_catalog.count(*) || ':' ||"
         " COALESCE(pg_catalog.sum(pg_catalog.hashtextextended(xmin::text, 0)), 0) FROM pg_catalog." +
         std::string(rows) + ")";
}

template <std::size_t kCount>
void add_sums(const std::array<OtherRows, kCount>& all, int server_version, std::string& sql) {
  for (const OtherRows& other : all) {
    if (server_version >= other.since) sql += "\n  " + sum_of(other.rows) + ",";
  }
}

std::string sums_by_place() {
  std::string rows;
  for (const PlaceRows& of : kPlaceRows) {
    if (!rows.empty()) rows += "  UNION ALL ";
    rows += "SELECT (" + std::string(of.key) + ")::pg_catalog.int8 / " + std::to_string(kPlaceWidth) +
            " AS place, pg_catalog.hash_array_extended(ARRAY[r.xmin], " + std::string(of.seed) +
            ") AS hash FROM pg_catalog." + std::string(of.catalog) + " AS r";
    if (!of.condition.empty()) rows += " WHERE " + std::string(of.condition);
    if (!of.relation.empty()) {
      rows += of.condition.empty() ? " WHERE " : " AND ";
      rows += "NOT EXISTS (SELECT FROM passing AS p WHERE p.oid = " + std::string(of.relation) + ")";
    }
    rows += "\n";
  }
  return "(SELECT pg_catalog.string_agg(p.place || ':' || p.sum, ' ' ORDER BY p.place) FROM (\n"
         "  SELECT a.place, pg_catalog.sum(a.hash) AS sum FROM (\n  " +
         rows + "  ) AS a GROUP BY a.place) AS p)";
}

}  // namespace

std::string catalog_mark_query(int server_version) {
  static const std::string kPlaces = sums_by_place();
  std::string sql(kHead);
  sql += "pg_catalog.concat_ws(',',";
  add_sums(kOtherRows, server_version, sql);
  for (const auto& [catalog, oid] : kSmallCatalogs)
    sql += "\n  " + sum_of(std::string(catalog) + " WHERE " + std::string(oid) + " >= 16384") + ",";
  sql += " '') AS elsewhere,\n";
  return sql + kPlaces + " AS places";
}

std::string whole_mark_query(int server_version) {
  std::string sql = catalog_mark_query(server_version) + ",\n pg_catalog.concat_ws(',',";
  add_sums(kClusterRows, server_version, sql);
  // What cannot be read row by row, and where.
  sql += R"sql(
  (SELECT pg_catalog.sum(pg_catalog.hashtextextended(r::text, 0)) FROM pg_catalog.pg_roles AS r),
  (SELECT pg_catalog.sum(pg_catalog.hashtextextended(m::text, 0)) FROM pg_catalog.pg_user_mappings AS m),
  current_user, pg_catalog.pg_postmaster_start_time(), (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()))
  || CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_subscription AS x
     WHERE x.subdbid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()))
     THEN NULL ELSE '' END AS cluster
)sql";
  return sql;
}

}  // namespace schema_audit
