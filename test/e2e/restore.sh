#!/usr/bin/env bash
# A dump keeps the log: restored by psql and by pg_restore, into another database and over the old one.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

socket=$(cluster_socket target)
dump=$(scratch_dir)/dump
# rows_of TABLE ORDER [CONDITION]: part of a query, one row with the number of rows and their hash.
rows_of() { echo "SELECT '$1 ' || count(*), md5(string_agg(t::text, '|' ORDER BY $2)) FROM schema_audit.$1 t ${3-}"; }
# content DATABASE: every table of the log and of the snapshots, as far as the dump has it.
content() {
  local table query=""
  for table in ddl_statement ddl_object; do
    query+="$(rows_of "$table" "xid, number" "WHERE incarnation = '$old' AND xid <= '$last'") UNION ALL "
  done
  query+="$(rows_of ddl_transaction xid "WHERE incarnation = '$old' AND xid <= '$last'") UNION ALL "
  query+="$(rows_of ddl_block number "WHERE incarnation = '$old' AND end_xid <= '$sealed'") UNION ALL "
  query+="SELECT 'ddl_attempt ' || count(*), md5(string_agg((to_jsonb(t) - 'id')::text, '|' ORDER BY at)) FROM schema_audit.ddl_attempt t
    WHERE incarnation = '$old' AND at <= '$until' UNION ALL "
  sql_on target "$1" "$query $(rows_of snapshot id) UNION ALL $(rows_of object_version "kind, identity, first_snapshot")"
}
amiss() { sql_on target "$1" "SELECT string_agg(\"check\" || ': ' || detail, '; ') FROM schema_verify() WHERE status = 'failed'"; }
count_of() { sql_on target "$1" "SELECT count(*) FROM schema_audit.$2 WHERE incarnation $3 '$old'"; }

all_sealed() {
  sql_on target shop "SELECT schema_audit.seal()" >/dev/null
  [[ $(sql_on target shop "SELECT count(*) FROM schema_audit.ddl_transaction t WHERE incarnation = '$old' AND NOT EXISTS (SELECT
    FROM schema_audit.ddl_block b WHERE b.incarnation = t.incarnation AND b.first_xid <= t.xid AND t.xid < b.end_xid)") == 0 ]]
}

new_cluster target shared_preload_libraries=schema_audit schema_audit.seal_interval=100ms
psql_on target postgres --quiet --command "CREATE DATABASE shop"
psql_on target shop --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE t (id serial PRIMARY KEY)" \
  --command "ALTER TABLE t ADD COLUMN name text" --command "SELECT schema_snapshot('one')" --command "CREATE VIEW v AS SELECT * FROM t" \
  --command "SELECT schema_snapshot('two')" >/dev/null
psql --no-psqlrc --quiet --host "$socket" --username postgres --dbname shop --command "DROP TABLE nowhere" 2>/dev/null || true
attempt_stored() { [[ $(sql_on target shop "SELECT count(*) FROM schema_audit.ddl_attempt") == 1 ]]; }
ok "an attempt is stored" wait_until 10 attempt_stored
old=$(sql_on target shop "SELECT schema_audit.incarnation()")
until=$(sql_on target shop "SELECT clock_timestamp()")
ok "everything is sealed" wait_until 20 all_sealed
last=$(sql_on target shop "SELECT max(xid) FROM schema_audit.ddl_statement")
sealed=$(sql_on target shop "SELECT max(end_xid) FROM schema_audit.ddl_block")
expected=$(content shop)
is "each table has rows" "$(grep -c ' [1-9][0-9]*|' <<<"$expected")" 7
statements=$(count_of shop ddl_statement =)
pg_dump --host "$socket" --username postgres --format custom --file "$dump.custom" shop
pg_dump --host "$socket" --username postgres --file "$dump.sql" shop

check_copy() { # NAME DATABASE
  is "$1: the old log is there, unchanged, and the snapshots" "$(content "$2")" "$expected"
  is "$1: nothing is amiss" "$(amiss "$2")" ""
  ok "$1: the restore itself is recorded" test "$(count_of "$2" ddl_statement '<>')" -gt 0
  ok "$1: and each load of log rows" test "$(sql_on target "$2" "SELECT count(*) FROM schema_audit.ddl_statement WHERE captured_by = 'guard' AND command_tag = 'COPY' AND incarnation <> '$old'")" -ge 2
  is "$1: attempts too" "$(count_of "$2" ddl_attempt =)" 1
  is "$1: snapshots too" "$(sql_on target "$2" "SELECT string_agg(label, ',' ORDER BY id) FROM schema_audit.snapshot")" "one,two"
}

psql_on target postgres --quiet --command "CREATE DATABASE by_psql"
ok "psql" psql_on target by_psql --quiet --file "$dump.sql" --output /dev/null
check_copy psql by_psql
psql_on target postgres --quiet --command "CREATE DATABASE by_restore"
ok "pg_restore --jobs 4" pg_restore --host "$socket" --username postgres --exit-on-error --jobs 4 --dbname by_restore "$dump.custom"
check_copy "pg_restore --jobs 4" by_restore
psql_on target postgres --quiet --command "CREATE DATABASE with_extension"
psql_on target with_extension --quiet --command "CREATE EXTENSION schema_audit"
ok "into a database that has the extension" pg_restore --host "$socket" --username postgres --exit-on-error --jobs 4 --dbname with_extension "$dump.custom"
check_copy "into a database that has the extension" with_extension

# Over itself: rows of the same history, all of them past.
ok "pg_restore --clean" pg_restore --host "$socket" --username postgres --exit-on-error --clean --if-exists --dbname shop "$dump.custom"
is "pg_restore --clean: the old log is there, unchanged" "$(content shop)" "$expected"
ok "pg_restore --clean: and goes on" test "$(count_of shop ddl_statement =)" -gt "$statements"
psql_on target shop --quiet --command "CREATE TABLE after_restore (id int)"
is "pg_restore --clean: the next command is recorded" "$(sql_on target shop "SELECT count(*) FROM schema_audit.ddl_log WHERE object_identity = 'public.after_restore' AND role = 'target'")" 1

# Blocks that are made before those of the dump are loaded give way to them.
restore_part() { pg_restore --host "$socket" --username postgres --exit-on-error --dbname shop "$@" "$dump.custom"; }
sealed() {
  sql_on target shop "SELECT schema_audit.seal()" >/dev/null
  [[ $(sql_on target shop "SELECT count(*) FROM schema_audit.ddl_block WHERE incarnation = '$old'") != 0 ]]
}
ok "pg_restore --clean in parts" restore_part --clean --if-exists --section=pre-data
ok "a block is made in between" wait_until 20 sealed
psql --no-psqlrc --quiet --host "$socket" --username postgres --dbname shop --command "DROP TABLE nowhere_else" 2>/dev/null || true
ok "and an attempt is stored" wait_until 10 attempt_stored
ok "then the log is loaded" restore_part --section=data
is "in parts: attempts of before and of meanwhile" "$(sql_on target shop "SELECT string_agg(statement, ', ' ORDER BY at)
  FROM schema_audit.ddl_attempt WHERE incarnation = '$old'")" "DROP TABLE nowhere, DROP TABLE nowhere_else"
ok "and the rest" restore_part --section=post-data
is "in parts: the old log is there, unchanged" "$(content shop)" "$expected"
ok "in parts: what was sealed in between is sealed again" wait_until 20 all_sealed
is "in parts: nothing is amiss" "$(amiss shop)" ""
