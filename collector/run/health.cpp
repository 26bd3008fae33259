#include "collector/run/health.hpp"

#include <algorithm>
#include <chrono>

#include "collector/interrupt.hpp"
#include "collector/postgres/connection.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/postgres/transaction.hpp"
#include "collector/run/anchor_check.hpp"
#include "collector/run/log_access.hpp"
#include "collector/run/log_reader.hpp"
#include "collector/store/store_error.hpp"

namespace schema_audit {

namespace {

constexpr int kOldestServer = 130000;

// The extension looks at itself better than anybody outside can, where its version can and the role may ask.
void ask_extension(Connection& connection, std::int64_t from_block, bool deep, TargetHealth& health) {
  const Result function = connection.query(
      "SELECT pg_catalog.quote_ident(n.nspname), current_user,"
      " pg_catalog.has_function_privilege(p.oid, 'EXECUTE') AND pg_catalog.has_schema_privilege(n.oid, "
      "'USAGE')"
      " FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_depend d"
      " ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = x.oid AND "
      "d.deptype = 'e'"
      " AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass"
      " JOIN pg_catalog.pg_proc p ON p.oid = d.objid AND p.proname = 'schema_verify'"
      " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE x.extname = 'schema_audit'");
  if (function.rows() == 0) return;
  if (function.text(0, 2) != "t") {
    health.remarks.push_back("role " + function.text(0, 1) +
                             " may not call schema_verify() there, so what is covered is not known: GRANT "
                             "pg_monitor to it");
    return;
  }
  std::optional<std::string> from;
  if (!deep) from = std::to_string(from_block);
  const Result rows = connection.query(
      "SELECT \"check\", status, detail FROM " + function.text(0, 0) + ".schema_verify($1::pg_catalog.int8)",
      {from});
  for (int i = 0; i < rows.rows(); ++i)
    health.coverage.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2)});
}

// What can be seen from outside: an event trigger that does not fire records nothing.
void look_at_extension(Connection& connection, TargetHealth& health) {
  const Result triggers = connection.query(
      "SELECT e.evtname, e.evtenabled FROM pg_catalog.pg_event_trigger e JOIN pg_catalog.pg_depend d"
      " ON d.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND d.objid = e.oid AND d.deptype "
      "= 'e'"
      " JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid AND x.extname = 'schema_audit'"
      " WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass ORDER BY e.evtname");
  if (triggers.rows() < 3)
    health.remarks.emplace_back("event triggers of the extension are missing: DDL is not recorded");
  if (health.extension_version.starts_with("0.1.")) {
    health.remarks.push_back("version " + health.extension_version +
                             " records only what event triggers see: no roles, databases or settings, no "
                             "attempts, no seals; run ALTER EXTENSION schema_audit UPDATE");
  }
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

void compare_log(Connection& connection, const LogAccess& access, Store& store, TargetId target, bool deep,
                 const Timestamp& now, TargetHealth& health) {
  health.log.anchors = store.anchors(target);
  if (!access.obstacle.empty()) {
    health.log.found = compare_absence(store, target, access.gone, access.obstacle);
    return;
  }
  const LogReader log(connection);
  const Result about = connection.query("SELECT schema_audit.incarnation(), pg_catalog.pg_is_in_recovery()");
  const std::string incarnation = about.text(0, 0);
  const LogView view = view_of(log, incarnation, about.text(0, 1) == "t");
  bool behind = false;
  if (log.has_seals()) {
    const AnchorReport report = compare_anchors(store, target, view, now);
    health.log.found = report.findings;
    health.remarks.insert(health.remarks.end(), report.remarks.begin(), report.remarks.end());
    behind = std::ranges::any_of(health.log.anchors,
                                 [&](const AnchorRow& anchor) { return view.is_before(anchor.position); });
  }
  health.log.compared = !store.incarnations(target).empty();
  if (!deep) return;
  if (behind) {
    health.remarks.emplace_back("the standby is behind what was pulled: its rows are not compared");
    return;
  }
  health.log.deep = compare_rows(store, target, content_of(log, incarnation, store, target));
  const auto& found = health.log.deep->findings;
  health.log.found.insert(health.log.found.end(), found.begin(), found.end());
}

std::string installed_version(Connection& connection) {
  return connection
      .query("SELECT (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'schema_audit')")
      .text(0, 0);
}

void examine(const TargetConfig& target, const TimeoutConfig& timeouts, const CheckOptions& options,
             const Timestamp& now, TargetHealth& health) {
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
  health.extension_version = installed_version(connection);
  const LogAccess access = log_access(connection, health.extension_version);
  health.log_readable = access.obstacle.empty();
  if (!access.obstacle.empty()) health.remarks.push_back(access.obstacle);
  const auto row = options.store ? options.store->find_target(target.name) : std::nullopt;
  if (row) compare_log(connection, access, *options.store, row->id, options.deep, now, health);
  if (health.extension_version.empty()) return;
  std::int64_t head = 1;
  for (const AnchorRow& anchor : health.log.anchors) {
    if (!anchor.superseded) head = std::max(head, anchor.head);
  }
  if (health.log_readable) ask_extension(connection, head, options.deep, health);
  if (health.coverage.empty()) look_at_extension(connection, health);
  for (const Coverage& row_of : health.coverage) {
    if (row_of.status != "ok") health.remarks.push_back(row_of.check + ": " + row_of.detail);
  }
}

}  // namespace

TargetHealth check_target(const TargetConfig& target, const TimeoutConfig& timeouts,
                          const CheckOptions& options, const Timestamp& now) {
  TargetHealth health;
  health.target = target.name;
  try {
    examine(target, timeouts, options, now, health);
  } catch (const Interrupted&) {
    throw;
  } catch (const StoreError&) {
    throw;
  } catch (const CollectorError& error) {
    health.error = text_beside_target(error);
  }
  return health;
}

int accept_log(const TargetConfig& target, const TimeoutConfig& timeouts, Store& store, const Timestamp& now,
               const std::string& by) {
  Connection connection(target, timeouts);
  const TargetId id = store.put_target(target.name, target.environment, now);
  const ReadTransaction reading(connection);
  const LogAccess access = log_access(connection, installed_version(connection));
  if (!access.obstacle.empty() && !access.gone)
    throw PostgresError(target.name, "42501",
                        "cannot be accepted, because it cannot be read: " + access.obstacle);
  const auto transaction = store.begin();
  if (access.gone) {
    accept_absence(store, id);
    store.accept_transactions(id, compare_rows(store, id, no_content()).differing);
  } else {
    const LogReader log(connection);
    const Result about =
        connection.query("SELECT schema_audit.incarnation(), pg_catalog.pg_is_in_recovery()");
    const std::string incarnation = about.text(0, 0);
    if (log.has_seals()) accept_anchors(store, id, view_of(log, incarnation, about.text(0, 1) == "t"), now);
    store.accept_transactions(id, compare_rows(store, id, content_of(log, incarnation, store, id)).differing);
  }
  const int accepted = store.accept_log_findings(id, now, by);
  transaction->commit();
  return accepted;
}

}  // namespace schema_audit
