#!/usr/bin/env bash
# Commands that an error at their end does not undo: refused before they begin when the log is broken; when it
# breaks while they run, they stay whole and the gap is kept.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

break_log="SET schema_audit.enabled = off; ALTER TABLE schema_audit.ddl_object RENAME TO hidden"
repair_log="SET schema_audit.enabled = off; ALTER TABLE schema_audit.hidden RENAME TO ddl_object"
try() { # DATABASE SQL
  capture psql --no-psqlrc --quiet --host "$(cluster_socket "${3-target}")" --username postgres --dbname "$1" --command "$2"
}
gaps() { sql_on target shop "SELECT count(*) FROM schema_audit.ddl_attempt WHERE outcome = 'unrecorded' AND command_tag = '$1'"; }
has_gap() { [[ $(gaps "$1") -ge 1 ]]; }
is_valid() { sql_on "${2-target}" shop "SELECT indisvalid FROM pg_index WHERE indexrelid = '$1'::regclass"; }

new_cluster target shared_preload_libraries=schema_audit schema_audit.seal_interval=200ms allow_in_place_tablespaces=on
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "CREATE DATABASE other" \
  --command "CREATE TABLESPACE room LOCATION ''"
psql_on target shop --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE t (id int)" \
  --command "CREATE TABLE p (id int) PARTITION BY LIST (id)" --command "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)" \
  --command "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)" --command "CREATE INDEX existing ON t (id)" \
  --command "CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE)" 2>/dev/null
# What must not change while the log is broken.
state() {
  sql_on target shop "SELECT 'database', d.datname, s.spcname FROM pg_database d JOIN pg_tablespace s ON s.oid = d.dattablespace
    UNION ALL SELECT 'tablespace', spcname, NULL FROM pg_tablespace UNION ALL SELECT 'subscription', subname, NULL FROM pg_subscription
    UNION ALL SELECT 'file', relname, pg_relation_filepath(oid) FROM pg_class WHERE relname IN ('t', 'existing') ORDER BY 1, 2"
}

psql_on target shop --quiet --command "$break_log"
before=$(state)
for command in "CREATE INDEX CONCURRENTLY made ON t (id)" "DROP INDEX CONCURRENTLY existing" "REINDEX INDEX CONCURRENTLY existing" \
  "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY" "CREATE DATABASE made" "DROP DATABASE other" \
  "ALTER DATABASE other SET TABLESPACE room" "CREATE TABLESPACE made LOCATION ''" "DROP TABLESPACE room" \
  "CREATE SUBSCRIPTION made CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false)" "DROP SUBSCRIPTION s" \
  "ALTER SYSTEM SET work_mem = '5MB'" "VACUUM FULL t" "CLUSTER t USING existing" "REINDEX SCHEMA public"; do
  try shop "$command"
  ok "refused before: $command" test "$status" != 0
  contains "and says why" "$stderr" "of the DDL log"
done
is "databases, tablespaces, subscriptions and files are as they were" "$(state)" "$before"
is "no index was made" "$(sql_on target shop "SELECT to_regclass('made') IS NULL")" t
is "none was dropped" "$(is_valid existing)" t
is "no partition was detached" "$(sql_on target shop "SELECT count(*) FROM pg_inherits WHERE inhparent = 'p'::regclass AND NOT inhdetachpending")" 2
lacks "nothing was set" "$(cat "$(cluster_dir target)/data/postgresql.auto.conf")" "work_mem"
psql_on target shop --quiet --command "$repair_log"

# breaking_meanwhile COMMAND: an old snapshot keeps the command waiting while the log breaks.
breaking_meanwhile() {
  psql_on target shop --quiet >/dev/null 2>&1 <<SQL &
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM t; SELECT count(*) FROM p;
SELECT pg_sleep(60);
SQL
  local holder=$!
  wait_until 10 holding
  psql --no-psqlrc --quiet --host "$(cluster_socket target)" --username postgres --dbname shop --command "$1" >"$(scratch_dir)/command" 2>&1 &
  local running=$!
  ok "waits: $1" wait_until 10 waiting
  psql_on target shop --quiet --command "$break_log"
  sql_on target postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()" >/dev/null
  wait "$holder" || true
  status=0
  wait "$running" || status=$?
  is "not undone: $1" "$status" 0
  contains "with a warning" "$(<"$(scratch_dir)/command")" "is not recorded in the DDL log"
  psql_on target shop --quiet --command "$repair_log"
}
holding() { [[ $(sql_on target postgres "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND wait_event = 'PgSleep'") == 1 ]]; }
waiting() { [[ $(sql_on target postgres "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%CONCURRENTLY%'") == 1 ]]; }

breaking_meanwhile "CREATE INDEX CONCURRENTLY made ON t (id)"
is "the index is valid" "$(is_valid made)" t
ok "the gap is kept" wait_until 10 has_gap "CREATE INDEX"
before=$(sql_on target shop "SELECT pg_relation_filenode('made')")
breaking_meanwhile "REINDEX INDEX CONCURRENTLY made"
is "the index is a new one, and valid" "$(is_valid made) $(sql_on target shop "SELECT pg_relation_filenode('made') <> $before")" "t t"
ok "the gap is kept" wait_until 10 has_gap REINDEX
breaking_meanwhile "DROP INDEX CONCURRENTLY made"
is "the index is gone" "$(sql_on target shop "SELECT to_regclass('made') IS NULL")" t
ok "the gap is kept" wait_until 10 has_gap "DROP INDEX"
breaking_meanwhile "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY"
is "the partition is detached" "$(sql_on target shop "SELECT count(*) FROM pg_inherits WHERE inhparent = 'p'::regclass")" 1
ok "the gap is kept" wait_until 10 has_gap "ALTER TABLE"
contains "and said to whoever watches the server" "$(<"$(cluster_log target)")" "schema_audit: unrecorded: CREATE INDEX"

# Not preloaded: nobody looks before, and nothing is undone after.
new_cluster plain
psql_on plain postgres --quiet --command "CREATE DATABASE shop"
psql_on plain shop --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE t (id int)"
psql_on plain shop --quiet --command "$break_log"
try shop "CREATE TABLE other (id int)" plain
ok "not preloaded: an ordinary command is refused" test "$status" != 0
try shop "CREATE INDEX CONCURRENTLY made ON t (id)" plain
is "not preloaded: CREATE INDEX CONCURRENTLY stands" "$status" 0
is "and is valid" "$(is_valid made plain)" t
contains "a line of the server log has the gap" "$(<"$(cluster_log plain)")" "schema_audit: unrecorded: CREATE INDEX"
