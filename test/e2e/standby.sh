#!/usr/bin/env bash
# A standby has the log of its primary and can be asked everything that only reads; once promoted it records under
# an incarnation of its own, and the primary's goes on beside it.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

refused() { ! psql_on standby postgres --quiet --command "$1"; }
caught_up() {
  [[ $(sql_on standby postgres "SELECT pg_last_wal_replay_lsn() >= '$(sql_on primary postgres "SELECT pg_current_wal_insert_lsn()")'") == t ]]
}
own_tables() {
  sql_on "$1" postgres "SELECT string_agg(object_identity, ' ' ORDER BY object_identity) FROM schema_audit.ddl_log
    WHERE incarnation = schema_audit.incarnation() AND role = 'target' AND kind = 'table'"
}

new_cluster primary shared_preload_libraries=schema_audit max_wal_senders=4 wal_level=replica
psql_on primary postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE first (id int)"
sql_on primary postgres "SELECT schema_snapshot()" >"$(scratch_dir)/snapshot"

copy=$(cluster_dir standby)
mkdir -p "$copy"
mkdir -m 700 "$copy/socket"
pg_basebackup --pgdata "$copy/data" --host "$(cluster_socket primary)" --username postgres --write-recovery-conf \
  --checkpoint fast
echo "unix_socket_directories = '$copy/socket'" >>"$copy/data/postgresql.conf"
start_cluster standby
wait_until 20 caught_up || fail "the standby does not follow"

is "the standby has the log" "$(own_tables standby)" "public.first"
is "it can compare with the last snapshot" "$(sql_on standby postgres "SELECT count(*) FROM schema_diff(1, 1)")" 0
ok "it refuses a snapshot" refused "SELECT schema_snapshot()"
ok "and DDL" refused "CREATE TABLE nowhere (id int)"
is "as a standby it is of its primary's history" "$(sql_on standby postgres "SELECT schema_audit.incarnation()")" \
  "$(sql_on primary postgres "SELECT schema_audit.incarnation()")"
worker() { sql_on standby postgres "SELECT detail FROM schema_verify() WHERE \"check\" = 'background worker'"; }
is "nothing is sealed by itself" "$(worker)" "waits for the end of recovery"
psql_on primary postgres --quiet --command "CREATE TABLE second (id int)"
wait_until 20 caught_up
is "what the primary records arrives" "$(own_tables standby)" "public.first public.second"

pg_ctl promote --pgdata "$copy/data" --wait --silent
psql_on standby postgres --quiet --command "CREATE TABLE third (id int)"
psql_on primary postgres --quiet --command "CREATE TABLE elsewhere (id int)"
running() { [[ $(worker) == running ]]; }
ok "promoted, its worker runs" wait_until 20 running
is "promoted, it records under its own incarnation" "$(own_tables standby)" "public.third"
is "and keeps what came before" "$(sql_on standby postgres "SELECT count(DISTINCT incarnation) FROM schema_audit.ddl_statement")" 2
is "the old primary goes on with the old one" "$(own_tables primary)" "public.elsewhere public.first public.second"
