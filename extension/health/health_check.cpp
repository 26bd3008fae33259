#include "extension/health/health_check.hpp"

#include "extension/backend/settings.hpp"
#include "extension/backend/spi.hpp"
#include "extension/worker/shared_state.hpp"

namespace schema_audit {

namespace {

// What is recorded by the utility hook alone.
constexpr const char* kHookOnly =
    "roles and memberships, databases, tablespaces, event triggers, parameter privileges, ALTER SYSTEM, "
    "ALTER ROLE and ALTER DATABASE ... SET, "
    "REASSIGN OWNED, TRUNCATE, EXPLAIN ANALYZE CREATE TABLE AS"
#if PG_VERSION_NUM < 170000
    ", REINDEX"
#endif
    ", and changes of the catalogs that no command made";

class HealthCheck {
 public:
  HealthCheck(Oid log_schema, const CheckSink& sink)
      : sink_(sink), schema_(pg_call([&] { return get_namespace_name(log_schema); })) {}

  void run() {
    event_triggers();
    library();
    settings_now();
    settings_elsewhere();
    tables();
    guards();
    gaps();
    worker();
    version();
    managed_service();
  }

 private:
  // Reports what rows() finds, or that all is well.
  void each(const char* check, const char* sql, const std::string& well) {
    bool found = false;
    const std::vector<SpiValue> values{spi_text(schema_)};
    spi_each(sql, values, true, [&](const std::vector<std::optional<std::string_view>>& row) {
      found = true;
      sink_(check, row.at(0) == "failed" ? CheckStatus::kFailed : CheckStatus::kWarning,
            std::string(row.at(1).value_or("")));
    });
    if (!found && !well.empty()) sink_(check, CheckStatus::kOk, well);
  }

  void event_triggers();
  void library();
  void settings_now();
  void settings_elsewhere();
  void tables();
  void guards();
  void gaps();
  void worker();
  void version();
  void managed_service();

  const CheckSink& sink_;
  std::string schema_;
};

// The one on ddl_command_start only tells what DROP EXTENSION loses, and 0.1.0 did without.
void HealthCheck::event_triggers() {
  each("event triggers",
       "SELECT CASE WHEN w.place = 0 OR (t.evtenabled = 'O' AND t.evttags IS NULL) THEN 'warning' ELSE "
       "'failed' END,"
       " CASE WHEN t.oid IS NULL THEN 'no event trigger on ' || w.event || ' calls ' || w.function"
       " WHEN t.evtenabled = 'D' THEN 'the event trigger ' || t.evtname || ' is disabled'"
       " WHEN t.evttags IS NOT NULL AND w.place > 0"
       "   THEN 'the event trigger ' || t.evtname || ' is called for some commands only'"
       " ELSE 'the event trigger ' || t.evtname || ' is not ENABLE ALWAYS: it is not called under every "
       "session_replication_role' END"
       " FROM (VALUES (0, 'ddl_command_start', 'on_ddl_command_start'),"
       "              (1, 'ddl_command_end', 'on_ddl_command_end'), (2, 'sql_drop', 'on_sql_drop'),"
       "              (3, 'table_rewrite', 'on_table_rewrite')) AS w (place, event, function)"
       " LEFT JOIN (pg_event_trigger t JOIN pg_proc p ON p.oid = t.evtfoid"
       "            JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = $1)"
       "   ON t.evtevent = w.event AND p.proname = w.function AND p.prolang = 13"
       "   AND p.prosrc = 'schema_audit_' || w.event"
       " WHERE (t.oid IS NULL OR t.evtenabled <> 'A' OR (t.evttags IS NOT NULL AND w.place > 0))"
       "   AND (w.place > 0 OR EXISTS (SELECT FROM pg_extension"
       "                               WHERE extname = 'schema_audit' AND extversion <> '0.1.0'))"
       " ORDER BY w.place",
       "the event triggers are enabled, always");
}

bool names_library(const char* setting) {
  const char* value = pg_call([&] { return GetConfigOption(setting, true, false); });
  return value != nullptr && std::string_view(value).find("schema_audit") != std::string_view::npos;
}

void HealthCheck::library() {
  if (launcher_pid() != 0 || names_library("shared_preload_libraries")) {
    sink_("library", CheckStatus::kOk, "in shared_preload_libraries");
  } else if (names_library("session_preload_libraries")) {
    sink_("library", CheckStatus::kWarning,
          "only in session_preload_libraries: sessions that were started otherwise record neither " +
              std::string(kHookOnly) +
              "; attempts that failed are not stored, and blocks are only made by schema_snapshot() and "
              "schema_audit.seal()");
  } else {
    sink_("library", CheckStatus::kWarning,
          "not preloaded: not recorded are " + std::string(kHookOnly) +
              "; nor attempts that failed, nor the exact text of a statement; blocks are only made by "
              "schema_snapshot() and "
              "schema_audit.seal()");
  }
}

void HealthCheck::settings_now() {
  bool well = true;
  const auto report = [&](CheckStatus status, const char* detail) {
    well = false;
    sink_("settings", status, detail);
  };
  if (!settings.enabled) report(CheckStatus::kFailed, "schema_audit.enabled is off: nothing is recorded");
#if PG_VERSION_NUM >= 170000
  const char* triggers = pg_call([] { return GetConfigOption("event_triggers", true, false); });
  if (triggers != nullptr && std::strcmp(triggers, "off") == 0)
    report(CheckStatus::kFailed, "event_triggers is off: what they record is not recorded");
#endif
  if (settings.on_failure == static_cast<int>(OnFailure::kWarning)) {
    report(
        CheckStatus::kWarning,
        "schema_audit.on_failure is warning: a command that cannot be recorded is let pass and leaves a gap");
  }
  if (settings.allow_log_changes)
    report(CheckStatus::kWarning, "schema_audit.allow_log_changes is on: superusers may change the log");
  if (well) sink_("settings", CheckStatus::kOk, "everything is recorded, or refused");
}

// Settings that hold for other sessions than this one, and the right to change them.
void HealthCheck::settings_elsewhere() {
  each("settings of others",
       "SELECT 'warning', pg_catalog.format('%s is set for %s', s.setting, pg_catalog.concat_ws(' in ',"
       "   CASE WHEN r.setrole <> 0 THEN 'the role ' || "
       "pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r.setrole)) END,"
       "   CASE WHEN r.setdatabase <> 0 THEN 'this database' END))"
       " FROM pg_db_role_setting r, unnest(r.setconfig) AS s (setting)"
       " WHERE (r.setdatabase = 0 OR r.setdatabase = (SELECT oid FROM pg_database WHERE datname = "
       "current_database()))"
       "   AND (s.setting ~* '^schema_audit\\.enabled=(off|false|no|0|f|n|of)$' OR s.setting ~* "
       "'^event_triggers=(off|false|no|0|f|n|of)$'"
       "        OR s.setting ~* '^schema_audit\\.on_failure=warning$'"
       "        OR s.setting ~* '^schema_audit\\.allow_log_changes=(on|true|yes|1|t|y)$')"
       " UNION ALL SELECT 'warning', pg_catalog.format('%s may set %s', CASE WHEN a.grantee = 0 THEN "
       "'everybody'"
       "   ELSE 'the role ' || pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END, p.parname)"
       " FROM pg_parameter_acl p, aclexplode(p.paracl) a"
       " WHERE a.privilege_type = 'SET' AND a.grantee <> 10"
       "   AND (p.parname IN ('schema_audit.enabled', 'schema_audit.on_failure', "
       "'schema_audit.allow_log_changes',"
       "                      'event_triggers')) AND $1 IS NOT NULL ORDER BY 2",
       "no role or database has settings of its own that leave something out");
}

void HealthCheck::tables() {
  each("log tables",
       "SELECT x.status, x.detail FROM"
       " (VALUES (1, 'ddl_statement'), (2, 'ddl_object'), (3, 'ddl_attempt'), (4, 'ddl_transaction'), (5, "
       "'ddl_block'))"
       "   AS w (place, name)"
       " CROSS JOIN (SELECT oid, extowner FROM pg_extension WHERE extname = 'schema_audit') e"
       " LEFT JOIN pg_class c ON c.relname = w.name AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE "
       "nspname = $1)"
       " CROSS JOIN LATERAL ("
       "   SELECT 'failed', pg_catalog.format('the table %s is missing', w.name) WHERE c.oid IS NULL"
       "   UNION ALL SELECT 'failed', pg_catalog.format('%s is no ordinary, logged table any more', w.name)"
       "     WHERE c.relkind <> 'r' OR c.relpersistence <> 'p'"
       "   UNION ALL SELECT 'failed', pg_catalog.format('%s is owned by %I, not by the owner of the "
       "extension', w.name,"
       "     pg_catalog.pg_get_userbyid(c.relowner)) WHERE c.relowner <> e.extowner"
       "   UNION ALL SELECT 'warning', pg_catalog.format('%s is owned by %I, which is no superuser', w.name, "
       "r.rolname)"
       "     FROM pg_roles r WHERE r.oid = c.relowner AND NOT r.rolsuper"
       "   UNION ALL SELECT 'failed', pg_catalog.format('%s may %s on %s', CASE WHEN a.grantee = 0 THEN "
       "'everybody'"
       "     ELSE 'the role ' || pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,"
       "     pg_catalog.string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type), w.name)"
       "     FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner AND a.privilege_type <> 'SELECT' "
       "GROUP BY a.grantee"
       "   UNION ALL SELECT 'warning', 'everybody may read ' || w.name FROM aclexplode(c.relacl) a"
       "     WHERE a.grantee = 0 AND a.privilege_type = 'SELECT'"
       "   UNION ALL SELECT 'failed', pg_catalog.format('%s has the rule %I', w.name, u.rulename) FROM "
       "pg_rewrite u WHERE u.ev_class = c.oid"
       "   UNION ALL SELECT 'failed', w.name || ' has row security' WHERE c.relrowsecurity OR "
       "c.relforcerowsecurity"
       "   UNION ALL SELECT 'failed', w.name || ' does not belong to the extension any more' WHERE c.oid IS "
       "NOT NULL AND NOT EXISTS"
       "     (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND "
       "d.refobjid = e.oid"
       "      AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e')"
       " ) AS x (status, detail) ORDER BY w.place, x.detail",
       "their owner and their privileges are as they were installed");
}

// Triggers that keep everybody from changing the log. With the tables of 0.1.0 there are none, and that is
// told too.
void HealthCheck::guards() {
  each("guards",
       "WITH log AS (SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
       "   WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname IN"
       "     ('ddl_statement', 'ddl_object', 'ddl_attempt', 'ddl_transaction', 'ddl_block', 'snapshot', "
       "'object_version')),"
       " guard AS (SELECT t.tgrelid, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = "
       "t.tgfoid AND p.prolang = 13 AND p.prosrc = 'schema_audit_guard_log'"
       "   JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1 AND NOT t.tgisinternal"
       "   AND t.tgrelid IN (SELECT oid FROM log))"
       " SELECT 'failed', pg_catalog.format('%s lacks the trigger %s, which protects it', l.relname, w.name)"
       "   FROM log l CROSS JOIN (VALUES ('schema_audit_guard_rows'), ('schema_audit_guard_statement'),"
       "     ('schema_audit_guard_report')) AS w (name)"
       "   WHERE NOT EXISTS (SELECT FROM guard g WHERE g.tgrelid = l.oid AND g.tgname = w.name)"
       " UNION ALL SELECT CASE g.tgenabled WHEN 'D' THEN 'failed' ELSE 'warning' END,"
       "   pg_catalog.format(CASE g.tgenabled WHEN 'D' THEN 'the trigger %I of %s is disabled' ELSE"
       "   'the trigger %I of %s is not ENABLE ALWAYS' END, g.tgname, l.relname)"
       "   FROM guard g JOIN log l ON l.oid = g.tgrelid WHERE g.tgenabled <> 'A' ORDER BY 2",
       "every table of the log and of the snapshots has its triggers");
}

void HealthCheck::gaps() {
  const std::vector<SpiRow> rows =
      spi_query(("SELECT pg_catalog.count(*), pg_catalog.max(at) FROM " +
                 std::string(pg_call([&] { return quote_identifier(schema_.c_str()); })) +
                 ".ddl_attempt WHERE outcome = 'unrecorded'")
                    .c_str(),
                {}, true);
  const std::string count = rows.at(0).at(0).value_or("0");
  if (count == "0" && launcher_pid() == 0 && !names_library("shared_preload_libraries")) {
    sink_("gaps", CheckStatus::kWarning,
          "none are stored, because the library is not in shared_preload_libraries: a command that passed "
          "without its record is a line of the server log, which begins with schema_audit: unrecorded");
  } else if (count == "0") {
    sink_("gaps", CheckStatus::kOk, "no command is known to have passed without its record");
  } else {
    sink_("gaps", CheckStatus::kWarning,
          count + (count == "1" ? " command" : " commands") + " passed without a record, the last one at " +
              rows.at(0).at(1).value_or("") + ": see ddl_attempt, outcome unrecorded");
  }
}

void HealthCheck::worker() {
  if (!names_library("shared_preload_libraries")) return;
  if (RecoveryInProgress()) {
    sink_("background worker", CheckStatus::kOk, "waits for the end of recovery");
  } else if (settings.seal_interval == 0) {
    sink_(
        "background worker", CheckStatus::kWarning,
        "schema_audit.seal_interval is 0: blocks are only made by schema_snapshot() and schema_audit.seal()");
  } else if (launcher_pid() == 0) {
    sink_("background worker", CheckStatus::kWarning, "it is not running");
  } else {
    sink_("background worker", CheckStatus::kOk, "running");
  }
}

void HealthCheck::version() {
  const std::vector<SpiRow> rows =
      spi_query("SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'schema_audit'", {}, true);
  const std::string installed = rows.empty() ? "none" : rows.at(0).at(0).value_or("");
  if (installed == SCHEMA_AUDIT_VERSION) {
    sink_("version", CheckStatus::kOk, "library and extension are " SCHEMA_AUDIT_VERSION);
  } else {
    sink_("version", CheckStatus::kWarning,
          "the library is " SCHEMA_AUDIT_VERSION ", the extension " + installed +
              ": run ALTER EXTENSION schema_audit UPDATE");
  }
}

// Some managed services skip event triggers for superusers and for roles of their own.
void HealthCheck::managed_service() {
  each("managed service",
       "SELECT 'warning', 'the settings ' || pg_catalog.split_part(s.name, '.', 1) || '.* of a managed "
       "service are there: it may skip event"
       " triggers for superusers and its own roles, whose commands are then recorded only where the library "
       "is preloaded'"
       " FROM pg_settings s WHERE s.name ~ '^(supautils|neon|rds|azure|cloudsql|alloydb)\\.' AND $1 IS NOT "
       "NULL"
       " GROUP BY pg_catalog.split_part(s.name, '.', 1)"
       " UNION ALL SELECT 'warning', pg_catalog.format('the role %I of a managed service is there: the "
       "service may skip event triggers"
       " for superusers and its own roles', r.rolname) FROM pg_roles r WHERE r.rolname IN ('rds_superuser', "
       "'cloudsqlsuperuser',"
       " 'azure_pg_admin', 'supabase_admin', 'neon_superuser', 'alloydbsuperuser', 'polar_superuser') ORDER "
       "BY 2",
       "");
}

}  // namespace

void check_health(Oid log_schema, const CheckSink& sink) {
  const SpiConnection spi;
  HealthCheck(log_schema, sink).run();
}

}  // namespace schema_audit
