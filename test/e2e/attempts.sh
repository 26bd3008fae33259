#!/usr/bin/env bash
# DDL that did not come to be: how it gets from shared memory into the table, what is counted, what a crash
# loses, and where it goes when the library is not preloaded.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

failing() { # DATABASE SQL
  psql --no-psqlrc --quiet --host "$(cluster_socket "${3-target}")" --username postgres --dbname "$1" --command "$2" >/dev/null 2>&1 || true
}
attempts() { sql_on target "$1" "SELECT coalesce(sum(repeated), 0) FROM schema_audit.ddl_attempt WHERE $2"; }
has_attempts() { [[ $(attempts "$1" "$2") == "$3" ]]; }

new_cluster target shared_preload_libraries=schema_audit schema_audit.attempt_buffer=16kB schema_audit.seal_interval=200ms
for database in one two bare; do psql_on target postgres --quiet --command "CREATE DATABASE $database"; done
for database in one two; do psql_on target "$database" --quiet --command "CREATE EXTENSION schema_audit"; done

failing one "DROP TABLE nowhere"
failing one "BEGIN; CREATE TABLE gone (id int); ROLLBACK"
failing two "DROP TABLE in_two"
failing bare "DROP TABLE in_bare"
ok "the worker stores what failed" wait_until 10 has_attempts one "outcome = 'failed' AND statement LIKE 'DROP TABLE nowhere%'" 1
ok "and what was rolled back" wait_until 10 has_attempts one "outcome = 'rolled back' AND command_tag = 'CREATE TABLE'" 1
ok "each database has its own" wait_until 10 has_attempts two "statement LIKE '%in\_two%'" 1
is "and none of another" "$(attempts one "statement LIKE '%in\_%'")" 0

# Without a worker the memory fills up.
psql_on target postgres --quiet --command "ALTER SYSTEM SET schema_audit.seal_interval = 0" --command "SELECT pg_reload_conf()" >/dev/null
sleep 1
before=$(attempts one "true")
for i in {1..60}; do echo "DROP TABLE nowhere_$i; DROP INDEX nowhere_${i}_$(printf 'x%.0s' {1..40});"; done >"$(scratch_dir)/many.sql"
psql --no-psqlrc --quiet --host "$(cluster_socket target)" --username postgres --dbname one --file "$(scratch_dir)/many.sql" >/dev/null 2>&1 || true
psql_on target one --quiet --command "SELECT schema_audit.store_attempts()" >/dev/null
is "none is lost without being counted" "$(($(attempts one "true") - before))" 120
ok "what did not fit is counted" test "$(attempts one "outcome = 'lost'")" -gt 0
ok "what fits is kept" test "$(attempts one "statement LIKE '%nowhere\_%'")" -gt 20

# The same again and again.
for _ in {1..50}; do echo "DROP TABLE the_same;"; done >"$(scratch_dir)/same.sql"
psql --no-psqlrc --quiet --host "$(cluster_socket target)" --username postgres --dbname one --file "$(scratch_dir)/same.sql" >/dev/null 2>&1 || true
psql_on target one --quiet --command "SELECT schema_audit.store_attempts()" >/dev/null
is "a repeated failure is one row" "$(sql_on target one "SELECT count(*) || ' of ' || sum(repeated) FROM schema_audit.ddl_attempt WHERE statement LIKE '%the\_same%'")" "1 of 50"

# Storing is transactional.
failing one "DROP TABLE twice"
psql_on target one --quiet --command "BEGIN; SELECT schema_audit.store_attempts(); ROLLBACK" >/dev/null
psql_on target one --quiet --command "BEGIN; SAVEPOINT a; SELECT schema_audit.store_attempts(); ROLLBACK TO a; COMMIT" >/dev/null
psql_on target one --quiet --command "SELECT schema_audit.store_attempts()" >/dev/null
is "what was not stored after all is stored later" "$(attempts one "statement LIKE '%twice%'")" 1
is "numbers are unique and without gaps" "$(sql_on target one "SELECT max(id) - count(*) FROM schema_audit.ddl_attempt")" 0

# A crash loses what waits, and nothing else.
failing one "DROP TABLE before_crash"
stop_cluster target immediate
start_cluster target
psql_on target one --quiet --command "SELECT schema_audit.store_attempts()" >/dev/null
is "a crash loses what had not been stored" "$(attempts one "statement LIKE '%before\_crash%'")" 0
is "what was stored is there" "$(attempts one "statement LIKE '%the\_same%'")" 50

# Not in shared_preload_libraries: a line of the server log.
new_cluster plain
psql_on plain postgres --quiet --command "CREATE DATABASE one"
psql_on plain one --quiet --command "CREATE EXTENSION schema_audit"
psql --no-psqlrc --quiet --host "$(cluster_socket plain)" --username postgres --dbname one >/dev/null 2>&1 <<'SQL' || true
CREATE TABLE loads_the_library (id int);
DROP TABLE nowhere;
CREATE ROLE postgres PASSWORD 'hunter2';
BEGIN; CREATE TABLE gone (id int); ROLLBACK;
SET schema_audit.log_attempts = off;
DROP TABLE not_said;
SQL
lines=$(grep -A1 "schema_audit: " "$(cluster_log plain)" || true)
contains "a failure is a line of the server log" "$lines" "schema_audit: failed: DROP TABLE"
contains "a rollback too" "$lines" "schema_audit: rolled back: CREATE TABLE"
contains "with the statement" "$lines" "Statement: DROP TABLE nowhere"
lacks "without its secrets" "$lines" "hunter2"
lacks "not when switched off" "$lines" "not_said"
is "storing finds nothing" "$(sql_on plain one "SELECT schema_audit.store_attempts()")" 0
