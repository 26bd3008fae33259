#include "collector/run/health.hpp"

#include <chrono>

#include "collector/interrupt.hpp"
#include "collector/postgres/connection.hpp"
#include "collector/postgres/transaction.hpp"
#include "collector/run/log_access.hpp"

namespace schema_audit {

namespace {

constexpr int kOldestServer = 130000;

// What the extension says of itself: an event trigger that does not fire records nothing.
void check_extension(Connection& connection, TargetHealth& health) {
  const std::string obstacle = obstacle_to_log(connection, health.extension_version);
  health.log_readable = obstacle.empty();
  if (!obstacle.empty()) health.remarks.push_back(obstacle);
  if (health.extension_version.empty()) return;
  const Result triggers = connection.query(
      "SELECT e.evtname, e.evtenabled FROM pg_catalog.pg_event_trigger e JOIN pg_catalog.pg_depend d"
      " ON d.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND d.objid = e.oid AND d.deptype "
      "= 'e'"
      " JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid AND x.extname = 'schema_audit'"
      " WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass ORDER BY e.evtname");
  if (triggers.rows() < 3)
    health.remarks.emplace_back("event triggers of the extension are missing: DDL is not recorded");
  for (int i = 0; i < triggers.rows(); ++i) {
    if (triggers.text(i, 1) == "A") continue;
    health.remarks.push_back("event trigger " + triggers.text(i, 0) +
                             " is not enabled always: DDL can pass unrecorded");
  }
  const Result settings = connection.query(
      "SELECT pg_catalog.current_setting('schema_audit.enabled', true),"
      " pg_catalog.current_setting('event_triggers', true)");
  if (settings.text(0, 0) == "off")
    health.remarks.emplace_back("schema_audit.enabled is off: DDL is not recorded");
  if (settings.text(0, 1) == "off") health.remarks.emplace_back("event_triggers is off: DDL is not recorded");
}

void examine(const TargetConfig& target, const TimeoutConfig& timeouts, TargetHealth& health) {
  Connection connection(target, timeouts);
  const auto start = std::chrono::steady_clock::now();
  connection.query("SELECT 1");
  health.latency_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
  health.server_version = connection.server_version();
  health.tls = connection.uses_tls();
  if (health.server_version < kOldestServer) {
    health.remarks.emplace_back("PostgreSQL before 13 is not supported: its snapshot may lack things");
  }
  const ReadTransaction transaction(connection);
  health.extension_version =
      connection
          .query("SELECT (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'schema_audit')")
          .text(0, 0);
  check_extension(connection, health);
}

}  // namespace

TargetHealth check_target(const TargetConfig& target, const TimeoutConfig& timeouts) {
  TargetHealth health;
  health.target = target.name;
  try {
    examine(target, timeouts, health);
  } catch (const Interrupted&) {
    throw;
  } catch (const CollectorError& error) {
    health.error = error.what();
    const std::string prefix = "target " + target.name + ": ";
    if (health.error.starts_with(prefix)) health.error.erase(0, prefix.size());
  }
  return health;
}

}  // namespace schema_audit
