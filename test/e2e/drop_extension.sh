#!/usr/bin/env bash
# Dropping the extension drops the log: how much of it is said to who does it and to the server log, whichever command it is,
# and nothing is said of a command that fails or drops something else.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

headline="the DDL log is dropped with the extension schema_audit"
# try SQL: in a transaction that is rolled back.
try() {
  capture psql --no-psqlrc --quiet --host "$(cluster_socket server)" --username postgres --dbname shop --command "BEGIN" \
    --command "$1" --command "ROLLBACK"
}
told() { grep -c 'schema_audit: role "postgres" drops the DDL log' "$(cluster_log server)" || true; }

new_cluster server shared_preload_libraries=schema_audit
psql_on server postgres --quiet --command "CREATE DATABASE shop" --command "CREATE ROLE owner SUPERUSER"
psql_on server shop --quiet --output /dev/null --command "CREATE SCHEMA audit AUTHORIZATION owner" --command "SET ROLE owner" \
  --command "CREATE EXTENSION schema_audit SCHEMA audit" --command "CREATE TABLE t (id int PRIMARY KEY)" \
  --command "CREATE VIEW v AS SELECT id FROM t" --command "SELECT audit.schema_snapshot()" --command "SELECT audit.schema_snapshot()"
lost=$(sql_on server shop "SELECT format('%s statements with %s object rows, and %s snapshots', (SELECT count(*) FROM schema_audit.ddl_statement),
  (SELECT count(*) FROM schema_audit.ddl_object), (SELECT count(*) FROM schema_audit.snapshot))")
contains "there is something to lose ($lost)" "$lost" "and 2 snapshots"

for command in "DROP EXTENSION schema_audit" "DROP SCHEMA audit CASCADE" "DROP OWNED BY owner CASCADE"; do
  before=$(told)
  try "$command"
  is "$command: said once" "$(grep -c "$headline" <<<"$stderr")" 1
  # The command itself is not in the log yet.
  contains "$command: with the numbers" "$stderr" "$lost are lost."
  is "$command: and once to the server log" "$(($(told) - before))" 1
done
contains "the server log has who, where and how much" "$(<"$(cluster_log server)")" \
  "schema_audit: role \"postgres\" drops the DDL log of database \"shop\": $lost"
before=$(told)
try "DROP TABLE t CASCADE"
lacks "what drops something else says nothing" "$stderr" "$headline"
try "DROP SCHEMA audit"
lacks "nor what is refused" "$stderr" "$headline"
is "nor does the server log" "$(told)" "$before"
psql_on server shop --quiet --command "DROP EXTENSION schema_audit" 2>/dev/null
is "then it is gone" "$(sql_on server shop "SELECT to_regnamespace('schema_audit') IS NULL")" t
