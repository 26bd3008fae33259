#!/usr/bin/env bash
# schema-audit check says what a target does not cover: each thing that can be amiss is made so, told, and mended.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

# says NAME EXPECTED TARGET PART...: the exit code of a check, and what it tells.
says() {
  local name=$1 part
  exits "$1" "$2" check "$3"
  for part in "${@:4}"; do contains "$name: $part" "$stdout" "$part"; done
}
run() { psql_on target "$1" --quiet --output /dev/null --command "${@:2}"; }

new_cluster bare
psql_on bare postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE ROLE reader LOGIN IN ROLE pg_monitor"
new_cluster target shared_preload_libraries=schema_audit schema_audit.attempt_buffer=16kB
run postgres "CREATE ROLE reader LOGIN IN ROLE pg_monitor"
run postgres "CREATE ROLE stranger LOGIN"
run postgres "CREATE DATABASE old"
run postgres "CREATE EXTENSION schema_audit"
psql_on target old --quiet --command "CREATE EXTENSION schema_audit VERSION '0.1.0'"
# shellcheck disable=SC2119
begin_config
add_target bare test "$(connection_string bare postgres reader)"
add_target target test "$(connection_string target postgres reader)"
add_target stranger test "$(connection_string target postgres stranger)"
add_target old test "$(connection_string target old reader)"

says "a target where all is well" 0 target " ok"
is "is told in one line" "$(wc -l <<<"$stdout")" 2
says "a library that is not preloaded" 0 bare "library: not preloaded" "roles and memberships" "attempts that failed"
says "a right that is missing" 0 stranger "role stranger may not read the log there: GRANT pg_monitor to it"
says "an extension that is older" 0 old "version 0.1.0 records only what event triggers see"

run postgres "ALTER EVENT TRIGGER schema_audit_sql_drop DISABLE"
says "a trigger that is disabled" 1 target "the event trigger schema_audit_sql_drop is disabled"
run postgres "ALTER EVENT TRIGGER schema_audit_sql_drop ENABLE"
says "or not called for replicated changes" 0 target "is not ENABLE ALWAYS"
run postgres "ALTER EVENT TRIGGER schema_audit_sql_drop ENABLE ALWAYS"

run postgres "ALTER DATABASE postgres SET schema_audit.enabled = off"
says "a database where nothing is recorded" 1 target "schema_audit.enabled is off" "schema_audit.enabled=off is set for this database"
PGOPTIONS="-c schema_audit.enabled=on" run postgres "ALTER DATABASE postgres RESET schema_audit.enabled"

run postgres "CREATE ROLE rds_superuser"
says "a managed service" 0 target "the role rds_superuser of a managed service is there" "may skip event triggers for superusers"
run postgres "DROP ROLE rds_superuser"
says "and all is well again" 0 target " ok"

psql_on target postgres --quiet --command "SET schema_audit.allow_log_changes = on" --command "ALTER TABLE schema_audit.ddl_object RENAME TO hidden" \
  --command "SET schema_audit.on_failure = warning" --command "CREATE TABLE passed ()" --command "ALTER TABLE schema_audit.hidden RENAME TO ddl_object" 2>/dev/null
sql_on target postgres "SELECT schema_audit.store_attempts()" >/dev/null
says "a gap" 0 target "gaps: " "passed without a record"

# A configuration file is nobody's command.
enabled_is() { [[ $(sql_on target postgres "SHOW schema_audit.enabled") == "$1" ]]; }
configuration=$(cluster_dir target)/data/postgresql.conf
echo "schema_audit.enabled = off" >>"$configuration"
run postgres "SELECT pg_reload_conf()"
ok "switched off by a file" wait_until 10 enabled_is off
run postgres "CREATE TABLE unseen ()"
echo "schema_audit.enabled = on" >>"$configuration"
run postgres "SELECT pg_reload_conf()"
ok "and on again" wait_until 10 enabled_is on
sql_on target postgres "SELECT schema_audit.store_attempts()" >/dev/null
is "what passed is a gap" "$(sql_on target postgres "SELECT statement, session_role FROM schema_audit.ddl_attempt
  WHERE outcome = 'unrecorded' AND message LIKE 'schema_audit.enabled is off%'")" "CREATE TABLE unseen ()|postgres"

run postgres "ALTER SYSTEM SET schema_audit.seal_interval = 0"
run postgres "SELECT pg_reload_conf()"
is_off() { [[ $(sql_on target postgres "SHOW schema_audit.seal_interval") == 0 ]]; }
ok "the worker is told to stop" wait_until 10 is_off
says "a worker that seals nothing" 0 target "background worker: schema_audit.seal_interval is 0"
run postgres "CREATE TABLE unsealed ()"
psql_on target postgres --quiet --command "SET schema_audit.allow_log_changes = on" --command "SET session_replication_role = replica" \
  --command "UPDATE schema_audit.ddl_statement SET logged_at = logged_at - interval '1 hour', transaction_at = transaction_at - interval '1 hour'
              WHERE xid >= coalesce((SELECT max(end_xid) FROM schema_audit.ddl_block), '0')"
says "what waits to be sealed for long" 1 target "unsealed: "

# More attempts than the server has room for.
exits "a collection before" 0 collect target
sleep 1
for i in {1..200}; do echo "DROP TABLE nowhere_$i;"; done | psql --no-psqlrc --quiet "$(connection_string target)" >/dev/null 2>&1
sql_on target postgres "SELECT schema_audit.store_attempts()" >/dev/null
audit --log-level off collect target >/dev/null || true
contains "attempts that were lost are counted" "$(audit log --attempts target)" "lost: schema_audit.attempt_buffer was full"
is "as the server counts them" "$(stored "SELECT sum(repeated) FROM ddl_attempt WHERE outcome = 'lost'")" \
  "$(sql_on target postgres "SELECT sum(repeated) FROM schema_audit.ddl_attempt WHERE outcome = 'lost'")"

exits "for programs" 1 check target --format json
is "every check of the extension" "$(python3 -c 'import json, sys
checks = {row["check"] for row in json.load(sys.stdin)["targets"][0]["coverage"]}
print(" ".join(sorted(checks & {"library", "event triggers", "gaps", "unsealed", "settings", "guards"})))' <<<"$stdout")" \
  "event triggers gaps guards library settings unsealed"
