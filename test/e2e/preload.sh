#!/usr/bin/env bash
# Three ways to load the library.  Without preloading everything that event triggers see is recorded, and
# schema_verify() says exactly what is not covered.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

# What each way records of the same commands.  The last one needs the utility hook.
commands() {
  psql_on "$1" postgres --quiet <<'SQL'
CREATE TABLE plain (id int); COMMENT ON TABLE plain IS 'two in one string';
CREATE ROLE regress_made;
GRANT SELECT ON plain TO regress_made;
DROP TABLE plain;
SQL
}
recorded() {
  sql_on "$1" postgres "SELECT string_agg(command_tag || CASE WHEN top_level IS NULL THEN ' (part unknown)' ELSE '' END, ', '
    ORDER BY xid, number) FROM schema_audit.ddl_statement"
}
uncovered() { sql_on "$1" postgres "SELECT string_agg(detail, '; ') FROM schema_verify() WHERE status <> 'ok'"; }

SETTINGS_OF[shared]=shared_preload_libraries=schema_audit
SETTINGS_OF[session]=session_preload_libraries=schema_audit
new_clusters shared session none
for way in shared session none; do psql_on "$way" postgres --quiet --command "CREATE EXTENSION schema_audit"; done
for way in shared session none; do commands "$way"; done

is "shared_preload_libraries" "$(recorded shared)" \
  "CREATE EXTENSION, CREATE TABLE, COMMENT, CREATE ROLE, GRANT, DROP TABLE"
is "session_preload_libraries" "$(recorded session)" \
  "CREATE EXTENSION, CREATE TABLE, COMMENT, CREATE ROLE, GRANT, DROP TABLE"
contains "without, the first command loads the library" "$(recorded none)" "CREATE TABLE (part unknown), "
lacks "fully loaded, nothing is said to be uncovered" "$(uncovered shared)" "preload"
contains "without, verify says so" "$(uncovered none)" "preload"
contains "and names what is not seen" "$(uncovered none)" "roles and memberships"
lacks "fully loaded, gaps are stored" "$(uncovered shared)" "gap"
for way in session none; do
  is "$way: verify says where gaps are" "$(sql_on "$way" postgres "SELECT status, detail LIKE 'none are stored,%' FROM schema_verify() WHERE \"check\" = 'gaps'")" \
    "warning|t"
done
