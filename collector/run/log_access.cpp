#include "collector/run/log_access.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace schema_audit {

namespace {

// Versions of the extension whose log this program can read.
constexpr std::array<std::string_view, 2> kReadableVersions = {"0.1.", "0.2."};

bool is_readable(const std::string& version) {
  return std::ranges::any_of(kReadableVersions,
                             [&](std::string_view known) { return version.starts_with(known); });
}

}  // namespace

std::string obstacle_to_log(Connection& connection, const std::string& extension_version) {
  if (extension_version.empty()) return "agentless: the extension schema_audit is not installed there";
  if (!is_readable(extension_version)) {
    return "the extension there has version " + extension_version +
           ", this program reads the log of versions 0.1 and 0.2: run ALTER EXTENSION schema_audit UPDATE, "
           "or update this program";
  }
  const Result rights = connection.query(
      "SELECT current_user, pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND coalesce((SELECT"
      " pg_catalog.bool_and(pg_catalog.has_table_privilege(c.oid, 'SELECT')) FROM pg_catalog.pg_class c"
      " WHERE c.relnamespace = n.oid AND c.relname IN ('ddl_statement', 'ddl_object')), false)"
      " FROM pg_catalog.pg_namespace n WHERE n.nspname = 'schema_audit'");
  if (rights.rows() == 0) return "the tables of the extension are missing there";
  if (rights.text(0, 1) == "t") return "";
  return "role " + rights.text(0, 0) + " may not read the log there: GRANT pg_monitor to it";
}

}  // namespace schema_audit
