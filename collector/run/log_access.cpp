#include "collector/run/log_access.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace schema_audit {

namespace {

// Versions of the extension whose log this program can read.
constexpr std::array<std::string_view, 2> kReadableVersions = {"0.1.", "0.2."};

bool readable(const std::string& version) {
  return std::ranges::any_of(kReadableVersions,
                             [&](std::string_view known) { return version.starts_with(known); });
}

}  // namespace

LogAccess log_access(Connection& connection, const std::string& extension_version) {
  if (extension_version.empty())
    return {"agentless: the extension schema_audit is not installed there", true};
  if (!readable(extension_version)) {
    return {
        "the extension there has version " + extension_version +
            ", this program reads the log of versions 0.1 and 0.2: run ALTER EXTENSION schema_audit UPDATE, "
            "or update this program",
        false};
  }
  const Result rights = connection.query(
      "SELECT current_user, pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND t.readable, t.missing"
      " FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL (SELECT"
      " pg_catalog.string_agg(w.name, ', ' ORDER BY w.name) FILTER (WHERE c.oid IS NULL) AS missing,"
      " coalesce(pg_catalog.bool_and(pg_catalog.has_table_privilege(c.oid, 'SELECT')), false) AS readable"
      " FROM pg_catalog.unnest(CASE WHEN $1 LIKE '0.1.%' THEN '{ddl_statement,ddl_object}'"
      " ELSE '{ddl_statement,ddl_object,ddl_attempt,ddl_transaction,ddl_block}' END::pg_catalog.text[]) AS w "
      "(name)"
      " LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name) t"
      " WHERE n.nspname = 'schema_audit'",
      {extension_version});
  if (rights.rows() == 0) return {"the tables of the extension are missing there", true};
  const std::string missing = rights.text(0, 2);
  if (!missing.empty()) return {"tables of the extension are missing there: " + missing, true};
  if (rights.text(0, 1) == "t") return {};
  return {"role " + rights.text(0, 0) + " may not read the log there: GRANT pg_monitor to it", false};
}

}  // namespace schema_audit
