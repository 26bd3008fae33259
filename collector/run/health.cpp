#include "collector/run/health.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>

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
constexpr UnixMicros kMicrosPerMilli = 1'000;

void ask_privileges(Connection& connection, TargetHealth& health) {
  const Result role = connection.query(
      "SELECT current_user, r.rolsuper, coalesce((SELECT "
      "pg_catalog.bool_or(pg_catalog.has_function_privilege("
      "p.oid, 'EXECUTE')) FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
      " AND n.nspname = 'schema_audit' WHERE p.proname = 'seal' AND p.pronargs = 0), false)"
      " FROM pg_catalog.pg_roles r WHERE r.rolname = current_user");
  if (role.rows() == 0) return;
  health.privileges.role = role.text(0, 0);
  health.privileges.superuser = role.text(0, 1) == "t";
  health.privileges.seal = role.text(0, 2) == "t";
}

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
  health.privileges.verify = true;
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
  // A chain that is not what it was is worth the time to find the row.
  if (!deep && std::ranges::none_of(health.log.found, &LogFinding::stands)) return;
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

long long ms_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin)
      .count();
}

// The server's clock is compared with ours half-way between question and answer.
void ask_time(Connection& connection, const Clock& clock, TargetHealth& health) {
  const auto begin = std::chrono::steady_clock::now();
  const UnixMicros asked = clock();
  const Result answer = connection.query(
      "SELECT (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8,"
      " pg_catalog.pg_is_in_recovery()");
  const UnixMicros answered = clock();
  health.latency_ms = ms_since(begin);
  health.clock_skew = std::stoll(answer.text(0, 0)) - (asked + (answered - asked) / 2);
  health.standby = answer.text(0, 1) == "t";
}

void examine(const TargetConfig& target, const TimeoutConfig& timeouts, const CheckOptions& options,
             const Clock& clock, TargetHealth& health) {
  const auto begin = std::chrono::steady_clock::now();
  Connection connection(target, timeouts);
  health.connect_ms = ms_since(begin);
  ask_time(connection, clock, health);
  health.server_version = connection.server_version();
  health.tls = connection.uses_tls();
  health.tls_version = connection.tls_version();
  if (std::abs(health.clock_skew) > options.limits.max_clock_skew_ms * kMicrosPerMilli) {
    health.problems.push_back("its clock is " + duration_text(std::abs(health.clock_skew)) +
                              (health.clock_skew > 0 ? " ahead of" : " behind") +
                              " that of this machine: times of statements and of snapshots do not agree");
  }
  if (health.server_version < kOldestServer) {
    health.remarks.emplace_back("PostgreSQL before 13 is not supported: its snapshot may lack things");
  }
  const ReadTransaction transaction(connection);
  health.extension_version = installed_version(connection);
  const LogAccess access = log_access(connection, health.extension_version);
  health.log_readable = access.obstacle.empty();
  health.privileges.read_log = health.log_readable;
  ask_privileges(connection, health);
  if (!access.obstacle.empty()) health.remarks.push_back(access.obstacle);
  const auto row = options.store ? options.store->find_target(target.name) : std::nullopt;
  if (row)
    compare_log(connection, access, *options.store, row->id, options.deep, format_utc(clock()), health);
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

// A target that was never collected, or in vain, or too long ago.
void look_at_history(const CheckConfig& limits, UnixMicros now, TargetHealth& health) {
  if (!health.history) return;
  const CollectionHistory& history = *health.history;
  if (history.failures > 0) {
    health.remarks.push_back(
        "not collected the last " +
        (history.failures == 1 ? std::string("time") : std::to_string(history.failures) + " times") + ": " +
        history.last_error);
  }
  if (limits.max_snapshot_age_ms == 0) return;
  const auto taken = history.snapshot_at ? parse_utc(*history.snapshot_at) : std::nullopt;
  if (!taken) {
    health.problems.emplace_back("there is no snapshot of it yet");
  } else if (now - *taken > limits.max_snapshot_age_ms * kMicrosPerMilli) {
    health.problems.push_back("its newest snapshot is " + duration_text(now - *taken) +
                              " old, older than check.max_snapshot_age");
  }
}

}  // namespace

std::optional<CollectionHistory> history_of(Store& store, const std::string& target) {
  const auto row = store.find_target(target);
  if (!row) return std::nullopt;
  CollectionHistory history;
  history.last_attempt_at = row->last_attempt_at;
  history.last_success_at = row->last_success_at;
  history.failures = row->failures;
  history.last_error = row->last_error;
  if (const auto snapshot = store.latest_snapshot(row->id)) {
    history.snapshot_at = snapshot->taken_at;
    history.objects = snapshot->objects;
  }
  history.drift = store.latest_report(row->id, "drift");
  return history;
}

TargetHealth check_target(const TargetConfig& target, const TimeoutConfig& timeouts,
                          const CheckOptions& options, const Clock& clock) {
  TargetHealth health;
  health.target = target.name;
  health.environment = target.environment;
  try {
    if (options.store) health.history = history_of(*options.store, target.name);
    look_at_history(options.limits, clock(), health);
    examine(target, timeouts, options, clock, health);
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
