#include "core/kinds/mark_query.hpp"

#include <array>
#include <utility>

namespace schema_audit {

namespace {

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
    {"pg_foreign_table", "ftrelid"},
    {"pg_language", "oid"},
    {"pg_opclass", "oid"},
    {"pg_operator", "oid"},
    {"pg_opfamily", "oid"},
    {"pg_publication", "oid"},
    {"pg_publication_rel", "oid"},
    {"pg_range", "rngtypid"},
    {"pg_seclabel", "objoid"},
    {"pg_statistic_ext", "oid"},
    {"pg_transform", "oid"},
    {"pg_ts_config", "oid"},
    {"pg_ts_config_map", "mapcfg"},
    {"pg_ts_dict", "oid"},
    {"pg_ts_parser", "oid"},
    {"pg_ts_template", "oid"},
});

// What the above leaves out, and since when there is such a catalog. Of the system's own objects, privileges
// and comments can be set.
struct OtherRows {
  std::string_view rows;
  int since = 0;
};

constexpr auto kOtherRows = std::to_array<OtherRows>({
    {"pg_aggregate"},
    {"pg_auth_members"},
    {"pg_database"},
    {"pg_db_role_setting"},
    {"pg_init_privs"},
    {"pg_parameter_acl", 150000},
    {"pg_partitioned_table"},
    {"pg_publication_namespace", 150000},
    {"pg_shdescription"},
    {"pg_shseclabel"},
    {"pg_tablespace"},
    {"pg_attribute AS r WHERE r.attrelid < 16384"},
    {"pg_description AS r WHERE r.objoid < 16384"},
    {"pg_foreign_data_wrapper AS r WHERE r.oid < 16384"},
    {"pg_foreign_server AS r WHERE r.oid < 16384"},
    {"pg_language AS r WHERE r.oid < 16384"},
    {"pg_proc AS r WHERE r.oid < 16384"},
    {"pg_seclabel AS r WHERE r.objoid < 16384"},
    {"pg_type AS r WHERE r.oid < 16384"},
    {"pg_inherits AS r WHERE NOT EXISTS (SELECT FROM passing AS p WHERE p.oid = r.inhrelid)"},
    {"pg_sequence AS r WHERE NOT EXISTS (SELECT FROM passing AS p WHERE p.oid = r.seqrelid)"},
    // Members of extensions, and sequences that belong to columns.
    {"pg_depend AS r WHERE r.refclassid = 3079 AND r.deptype = 'e'"},
    {"pg_depend AS r WHERE r.classid = 1259 AND r.refclassid = 1259 AND r.refobjsubid <> 0"
     " AND r.objid IN (SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.relkind = 'S' AND c.relpersistence "
     "<> 't')"},
    // Before 14 an index becomes valid in place.
    {"pg_index AS r WHERE r.indexrelid >= 16384 AND r.indisvalid"
     " AND NOT EXISTS (SELECT FROM passing AS p WHERE p.oid = r.indrelid)"},
});

// Each row version has a transaction of its own, and none gets rows any more once it is over: the number of
// rows and the sum over these numbers' hashes change with any insert, update or delete of committed rows.
std::string sum_of(std::string_view rows) {
  return "(SELECT pg_catalog.count(*) || ':' ||"
         " COALESCE(pg_catalog.sum(pg_catalog.hashtextextended(xmin::text, 0)), 0) FROM pg_catalog." +
         std::string(rows) + ")";
}

// Rows of the system's own objects (OID below 16384, FirstNormalObjectId) hardly matter, nor do those of
// temporary objects: where they are made all the time, no two moments would ever be the same.
constexpr std::string_view kHead = R"sql(
WITH spaces AS MATERIALIZED (
  SELECT oid FROM pg_catalog.pg_namespace WHERE nspname ~ '^pg_(toast_)?temp_'
), passing AS MATERIALIZED (
  SELECT oid FROM pg_catalog.pg_class WHERE relpersistence = 't'
)
SELECT )sql";

// The query, up to where more can be added to its column.
std::string sums() {
  const auto lasting = [](const std::string& rows, const std::string& relation,
                          const std::string& condition = "") {
    return sum_of(rows + " AS r WHERE " + condition +
                  "NOT EXISTS (SELECT FROM passing AS p WHERE p.oid = r." + relation + ")");
  };
  const auto not_in_spaces = [](const std::string& rows, const std::string& schema,
                                const std::string& condition) {
    return sum_of(rows + " AS r WHERE " + condition + "NOT EXISTS (SELECT FROM spaces AS s WHERE s.oid = r." +
                  schema + ")");
  };
  std::string sql(kHead);
  sql += "pg_catalog.concat_ws(',',\n  ";
  sql += sum_of("pg_class WHERE relpersistence <> 't'");
  for (const std::string& sum :
       {lasting("pg_attribute", "attrelid", "r.attrelid >= 16384 AND "), lasting("pg_attrdef", "adrelid"),
        lasting("pg_constraint", "conrelid"), lasting("pg_index", "indrelid", "r.indexrelid >= 16384 AND "),
        lasting("pg_rewrite", "ev_class", "r.oid >= 16384 AND "), lasting("pg_trigger", "tgrelid"),
        lasting("pg_policy", "polrelid"), not_in_spaces("pg_proc", "pronamespace", "r.oid >= 16384 AND "),
        not_in_spaces("pg_type", "typnamespace", "r.oid >= 16384 AND "), sum_of("pg_enum"),
        not_in_spaces("pg_namespace", "oid", ""), sum_of("pg_extension"),
        sum_of("pg_description WHERE objoid >= 16384")}) {
    sql += ",\n  " + sum;
  }
  for (const auto& [catalog, oid] : kSmallCatalogs)
    sql += ",\n  " + sum_of(std::string(catalog) + " WHERE " + std::string(oid) + " >= 16384");
  return sql + ")";
}

}  // namespace

std::string_view catalog_mark_query() {
  static const std::string kQuery = sums();
  return kQuery;
}

std::string whole_mark_query(int server_version) {
  std::string sql = sums();
  sql += " AS catalog, pg_catalog.concat_ws(',',";
  for (const OtherRows& other : kOtherRows) {
    if (server_version >= other.since) sql += "\n  " + sum_of(other.rows) + ",";
  }
  // What cannot be read row by row, and where.
  sql += R"sql(
  (SELECT pg_catalog.sum(pg_catalog.hashtextextended(r::text, 0)) FROM pg_catalog.pg_roles AS r),
  (SELECT pg_catalog.sum(pg_catalog.hashtextextended(m::text, 0)) FROM pg_catalog.pg_user_mappings AS m),
  current_user, pg_catalog.pg_postmaster_start_time(), (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()))
  || CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_subscription AS x
     WHERE x.subdbid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()))
     THEN NULL ELSE '' END AS others
)sql";
  return sql;
}

}  // namespace schema_audit
