#!/usr/bin/env bash
# A database made from a template that has a log has a copy of that log, and its own history from there on.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

tables_of() {
  sql_on server "$1" "SELECT coalesce(string_agg(object_identity, ' ' ORDER BY object_identity), 'none') FROM schema_audit.ddl_log
    WHERE role = 'target' AND kind = 'table' AND (incarnation = schema_audit.incarnation()) = $2"
}

new_cluster server shared_preload_libraries=schema_audit
psql_on server postgres --quiet --command "CREATE DATABASE model"
psql_on server model --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE base (id int)"
sql_on server model "SELECT schema_snapshot()" >"$(scratch_dir)/snapshot"
for strategy in wal_log file_copy; do
  psql_on server postgres --quiet --command "CREATE DATABASE ${strategy} TEMPLATE model STRATEGY ${strategy}"
  psql_on server "$strategy" --quiet --command "CREATE TABLE own (id int)"
  is "$strategy: the template's events are kept as another history's" "$(tables_of "$strategy" false)" public.base
  is "$strategy: its own begin anew" "$(tables_of "$strategy" true)" public.own
  is "$strategy: the template's are not touched" "$(tables_of model true)" public.base
  is "$strategy: the next snapshot explains its own change" "$(sql_on server "$strategy" \
    "SELECT string_agg(object || ' by ' || who, '; ') FROM schema_diff() WHERE object = 'public.own'")" "public.own by postgres"
done

# template1 with the extension: every new database is audited from its first command.
psql_on server template1 --quiet --command "CREATE EXTENSION schema_audit"
psql_on server postgres --quiet --command "CREATE DATABASE born_audited"
psql_on server born_audited --quiet --command "CREATE TABLE t (id int)"
is "a database made after template1 got the extension" "$(tables_of born_audited true)" public.t

# A moved and a renamed database stay the same history.
incarnation=$(sql_on server born_audited "SELECT schema_audit.incarnation()")
psql_on server postgres --quiet --command "ALTER DATABASE born_audited RENAME TO renamed"
is "a renamed database is the same history" "$(sql_on server renamed "SELECT schema_audit.incarnation()")" "$incarnation"
