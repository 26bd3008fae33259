#include "collector/run/sealing.hpp"

#include <spdlog/spdlog.h>

#include "collector/postgres/postgres_error.hpp"

namespace schema_audit {

std::string seal_target(Connection& connection) {
  try {
    const Result may = connection.query(
        "SELECT pg_catalog.has_function_privilege(p.oid, 'EXECUTE') FROM pg_catalog.pg_proc p"
        " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'schema_audit'"
        " WHERE p.proname = 'seal' AND p.pronargs = 0 AND NOT pg_catalog.pg_is_in_recovery()"
        " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')");
    if (may.rows() == 0 || may.text(0, 0) != "t") return "";
    const Result open = connection.query(
        "SELECT EXISTS (SELECT FROM schema_audit.ddl_transaction t WHERE t.incarnation = i.incarnation"
        " AND t.xid >= coalesce((SELECT b.end_xid FROM schema_audit.ddl_block b WHERE b.incarnation ="
        " i.incarnation ORDER BY b.number DESC LIMIT 1), '0'::pg_catalog.xid8))"
        " FROM (SELECT schema_audit.incarnation() AS incarnation) i");
    if (open.text(0, 0) != "t") return "";
    connection.query("BEGIN READ WRITE");
    connection.query("SELECT schema_audit.seal()");
    connection.query("COMMIT");
    return "";
  } catch (const PostgresError& error) {
    if (error.is_connection_failure()) throw;
    if (connection.in_transaction()) connection.query("ROLLBACK");
    spdlog::info("target {}: not sealed: {}", connection.target(), error.text());
    return "not sealed: " + error.text();
  }
}

}  // namespace schema_audit
