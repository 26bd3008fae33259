#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

std::string number(Catalog catalog) { return std::to_string(static_cast<std::uint32_t>(catalog)); }

}  // namespace

std::string not_a_member(std::string_view oid, Catalog catalog) {
  // From the extensions' side (3079 is pg_extension): there the index finds the members alone.
  return std::string(oid) +
         " NOT IN (SELECT member.objid FROM pg_catalog.pg_depend AS member"
         " WHERE member.refclassid = 3079 AND member.classid = " +
         number(catalog) + " AND member.deptype = 'e')";
}

std::string user_relations(std::string_view kinds) {
  return "SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.relkind IN (" + std::string(kinds) + ") AND " +
         std::string(kUserRelation) + " AND " + not_a_member("c.oid", Catalog::kRelation) + " /*only c.oid*/";
}

std::string of_user_relation(std::string_view column, std::string_view kinds) {
  // IS TRUE keeps the planner from making a join of it.
  return "(" + std::string(column) + " IN (" + user_relations(kinds) + ")) IS TRUE";
}

std::string comment_join(std::string_view oid, Catalog catalog, std::string_view column) {
  return "LEFT JOIN pg_catalog.pg_description AS comment ON comment.objoid = " + std::string(oid) +
         " AND comment.classoid = " + number(catalog) + " AND comment.objsubid = " + std::string(column) +
         "\n";
}

std::string role_name(std::string_view oid) { return "pg_catalog.pg_get_userbyid(" + std::string(oid) + ")"; }

std::string routine_name(std::string_view oid) {
  return "(SELECT ARRAY[fn.nspname, fp.proname] FROM pg_catalog.pg_proc AS fp"
         " JOIN pg_catalog.pg_namespace AS fn ON fn.oid = fp.pronamespace WHERE fp.oid = " +
         std::string(oid) + ")";
}

std::string operator_text(std::string_view oid) {
  return "(SELECT pg_catalog.format('%I.%s(%s, %s)', opn.nspname, op.oprname,"
         " COALESCE(pg_catalog.format_type(NULLIF(op.oprleft, 0), NULL), 'NONE'),"
         " COALESCE(pg_catalog.format_type(NULLIF(op.oprright, 0), NULL), 'NONE'))"
         " FROM pg_catalog.pg_operator AS op"
         " JOIN pg_catalog.pg_namespace AS opn ON opn.oid = op.oprnamespace WHERE op.oid = " +
         std::string(oid) + ")";
}

std::string qualified_name(std::string_view catalog, std::string_view prefix, std::string_view oid) {
  const std::string p(prefix);
  return "(SELECT ARRAY[qn.nspname, q." + p + "name] FROM pg_catalog." + std::string(catalog) +
         " AS q JOIN pg_catalog.pg_namespace AS qn ON qn.oid = q." + p +
         "namespace WHERE q.oid = " + std::string(oid) + ")";
}

std::string firing_mode(std::string_view column) {
  return "CASE " + std::string(column) +
         " WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END";
}

std::string redacted_options(std::string_view options) {
  // Options of postgres_fdw, file_fdw and dblink, and what most other wrappers call alike.
  return "(SELECT pg_catalog.array_agg(CASE WHEN pg_catalog.split_part(o, '=', 1) IN ("
         "'analyze_sampling', 'application_name', 'async_capable', 'batch_size', 'client_encoding', 'column',"
         " 'column_name', 'connect_timeout', 'database', 'dbname', 'dbserver', 'delimiter', 'encoding',"
         " 'extensions', 'fdw_startup_cost', 'fdw_tuple_cost', 'fetch_size', 'filename', 'force_not_null',"
         " 'force_null', 'format', 'header', 'host', 'hostaddr', 'import_collate', 'import_default',"
         " 'import_generated', 'import_not_null', 'keep_connections', 'key', 'null', 'on_error',"
         " 'parallel_abort', 'parallel_commit', 'port', 'quote', 'reject_limit', 'restore_stats', 'schema',"
         " 'schema_name', 'sslmode', 'table', 'table_name', 'target_session_attrs', 'truncatable', "
         "'updatable',"
         " 'use_remote_estimate') THEN o ELSE pg_catalog.split_part(o, '=', 1) || '=(hidden)' END)"
         " FROM pg_catalog.unnest(" +
         std::string(options) + ") AS o)";
}

std::string harmless_setting(std::string_view name) {
  // A name without a dot is the server's own, and none that a database can have holds a secret.
  const std::string n(name);
  return "(" + n + " NOT LIKE '%.%' OR " + n +
         " ~ '^(auto_explain|pg_stat_statements|pg_trgm|pgaudit|plpgsql|postgres_fdw|schema_audit)[.]')";
}

std::string parents_join(int server_version) {
  const std::string detach_pending = server_version >= 140000 ? "i.inhdetachpending" : "false";
  return R"sql(
LEFT JOIN (
  SELECT i.inhrelid, pg_catalog.bool_or()sql" +
         detach_pending + R"sql() AS detach_pending,
    pg_catalog.array_agg(pg_catalog.format('%I.%I', pn.nspname, pc.relname) ORDER BY i.inhseqno) AS parents,
    ARRAY[pg_catalog.min(pn.nspname::text), pg_catalog.min(pc.relname::text)] AS first_parent
  FROM pg_catalog.pg_inherits AS i
  JOIN pg_catalog.pg_class AS pc ON pc.oid = i.inhparent AND pc.relkind IN ('r', 'p', 'f')
  JOIN pg_catalog.pg_namespace AS pn ON pn.oid = pc.relnamespace
  WHERE true /*only i.inhrelid*/
  GROUP BY i.inhrelid) AS inh ON inh.inhrelid = c.oid
)sql";
}

// The largest number of the sequence's type.
#define SEQUENCE_TYPE_MAX \
  "CASE s.seqtypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 ELSE 9223372036854775807 END"

constexpr SequenceOptions kOptions{
    .start_value = "NULLIF(s.seqstart, CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END)",
    .increment_by = "NULLIF(s.seqincrement, 1)",
    .min_value =
        "NULLIF(s.seqmin, CASE WHEN s.seqincrement > 0 THEN 1 ELSE -1 - (" SEQUENCE_TYPE_MAX ") END)",
    .max_value = "NULLIF(s.seqmax, CASE WHEN s.seqincrement > 0 THEN " SEQUENCE_TYPE_MAX " ELSE -1 END)",
    .cache_size = "NULLIF(s.seqcache, 1)",
};
#undef SEQUENCE_TYPE_MAX
constinit const SequenceOptions kSequenceOptions = kOptions;

namespace {

// A condition: every key column of the B-tree index x is a column of the table, with the operator class and
// the order that it has by default and the database's collation, if any (0 is none, 100 that one). Parameters
// of operator classes are options of the index's own columns; no class of the system's B-trees has any.
constexpr std::string_view kIsPlain = R"sql(x.indexprs IS NULL AND 0 = ALL (x.indoption::int2[])
        AND x.indclass::oid[] <@ ARRAY(SELECT dc.oid FROM pg_catalog.pg_opclass AS dc
          WHERE dc.opcdefault AND dc.opcmethod = 403 AND dc.opcintype <> 1042)
        AND x.indcollation::oid[] <@ '{0,100}'::oid[])sql";

std::string columns_join(bool exclusion) {
  // An operator class is left out when it is the default one; among the types that share one only bpchar has
  // a second.
  std::string sql = R"sql(
LEFT JOIN (
  SELECT k.owner,
    pg_catalog.array_agg(
      CASE WHEN k.number = 0 THEN pg_catalog.pg_get_indexdef(k.indexrelid, k.position, false) ELSE k.number::text END
      || CASE WHEN k.collation_oid = 0 OR k.collation_oid = COALESCE(k.facts[1], 100) THEN ''
              ELSE ' COLLATE ' || CASE WHEN co.collnamespace = 11 THEN '' ELSE pg_catalog.quote_ident(con.nspname) || '.' END
                   || pg_catalog.quote_ident(co.collname) END
      || CASE WHEN oc.opcdefault AND (oc.opcintype <> 1042 OR k.facts[2] = 1042) AND k.parameters IS NULL THEN ''
              ELSE ' ' || CASE WHEN oc.opcnamespace = 11 THEN '' ELSE pg_catalog.quote_ident(ocn.nspname) || '.' END
                   || pg_catalog.quote_ident(oc.opcname) || COALESCE(' (' || k.parameters || ')', '') END
      || CASE k.flags & 3 WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST' WHEN 3 THEN ' DESC' ELSE '' END)sql";
  if (exclusion) {
    sql += R"sql(
      || ' WITH ' || (SELECT CASE WHEN op.oprnamespace = 11 THEN op.oprname::text
                                  ELSE pg_catalog.format('OPERATOR(%I.%s)', opn.nspname, op.oprname) END
                      FROM pg_catalog.pg_operator AS op JOIN pg_catalog.pg_namespace AS opn ON opn.oid = op.oprnamespace
                      WHERE op.oid = k.operator_oid))sql";
  }
  sql += R"sql(
      ORDER BY k.position) AS columns
  FROM (
    SELECT p.*,
      (SELECT ARRAY[ka.attcollation, ka.atttypid] FROM pg_catalog.pg_attribute AS ka
       WHERE ka.attrelid = p.indrelid AND ka.attnum = p.number AND ka.attnum > 0) AS facts,
      CASE WHEN p.has_parameters THEN
        (SELECT pg_catalog.array_to_string(ia.attoptions, ', ') FROM pg_catalog.pg_attribute AS ia
         WHERE ia.attrelid = p.indexrelid AND ia.attnum = p.position) END AS parameters
    FROM (
      SELECT )sql";
  sql += exclusion ? "xcon.oid" : "x.indexrelid";
  sql += R"sql( AS owner, x.indexrelid, x.indrelid, x.indnkeyatts, xc.relam <> 403 AS has_parameters,
        pg_catalog.unnest(x.indkey::int2[]) AS number,
        pg_catalog.unnest(x.indcollation::oid[]) AS collation_oid,
        pg_catalog.unnest(x.indclass::oid[]) AS class_oid,
        pg_catalog.unnest(x.indoption::int2[]) AS flags,)sql";
  if (exclusion) sql += "\n        pg_catalog.unnest(xcon.conexclop) AS operator_oid,";
  sql += R"sql(
        pg_catalog.generate_subscripts(x.indkey::int2[], 1) + 1 AS position
      FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS xc ON xc.oid = x.indexrelid)sql";
  if (exclusion) {
    sql +=
        "\n      JOIN pg_catalog.pg_constraint AS xcon ON xcon.conindid = x.indexrelid AND xcon.contype = "
        "'x'";
  }
  sql += R"sql(
      WHERE x.indexrelid >= 16384 /*only x.indrelid*/ AND xc.relnamespace <> 99 AND xc.relpersistence <> 't')sql";
  // Of the others, those of TOAST tables (namespace 99) are not asked for.
  if (!exclusion) sql += "\n        AND NOT (" + std::string(kIsPlain) + ")";
  sql += R"sql() AS p
    WHERE p.position <= p.indnkeyatts) AS k
  LEFT JOIN pg_catalog.pg_opclass AS oc ON oc.oid = k.class_oid
  LEFT JOIN pg_catalog.pg_namespace AS ocn ON ocn.oid = oc.opcnamespace
  LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = k.collation_oid
  LEFT JOIN pg_catalog.pg_namespace AS con ON con.oid = co.collnamespace
  GROUP BY k.owner) AS e ON e.owner = )sql";
  return sql + (exclusion ? "con.oid\n" : "i.indexrelid\n");
}

}  // namespace

std::string index_columns_join() { return columns_join(false); }

std::string exclusion_columns_join() { return columns_join(true); }

}  // namespace schema_audit
