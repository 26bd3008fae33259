#!/usr/bin/env bash
# The primary dies and a replica takes over: one connection string with both hosts follows, the log goes on as a fork
# that is told once, nothing is lost that the replica had, nothing comes twice, and nothing is taken from a standby
# that is behind.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

new_cluster first shared_preload_libraries=schema_audit max_wal_senders=4 wal_level=replica
psql_on first postgres --quiet --command "CREATE DATABASE shop"
psql_on first shop --quiet --command "CREATE EXTENSION schema_audit; CREATE TABLE before_failover (id int)"
copy=$(cluster_dir second)
mkdir -p "$copy"
mkdir -m 700 "$copy/socket"
pg_basebackup --pgdata "$copy/data" --host "$(cluster_socket first)" --username postgres --write-recovery-conf --checkpoint fast
echo "unix_socket_directories = '$copy/socket'" >>"$copy/data/postgresql.conf"
start_cluster second

begin_config "run: {retries: 0}"
hosts="host=$(cluster_socket first),$(cluster_socket second) dbname=shop user=postgres"
add_target shop production "$hosts target_session_attrs=primary"
add_target replica production "$hosts target_session_attrs=prefer-standby"
on() { psql_on "$1" shop --quiet --command "$2"; }
caught_up() { [[ $(sql_on second postgres "SELECT pg_last_wal_replay_lsn() >= '$(sql_on first postgres "SELECT pg_current_wal_insert_lsn()")'") == t ]]; }

ok "the replica follows" wait_until 20 caught_up
exits "both are collected" 0 collect
on first "ALTER TABLE before_failover ADD note text; CREATE TABLE replicated (id int)"
ok "the replica follows on" wait_until 20 caught_up
exits "changes are seen on both" 0 collect
is "by either way the same" "$(stored "SELECT count(DISTINCT fingerprint) FROM snapshot WHERE id = 2")" 1

stop_cluster first immediate
exits "between two primaries" 3 collect
contains "the one that needs a primary says so" "$stdout" "shop: not collected"
contains "the other goes on with the replica" "$stdout" "replica: No changes detected"
pg_ctl promote --pgdata "$copy/data" --wait --silent
on second "ALTER TABLE replicated ADD since_failover int"
exits "after the failover" 1 collect
contains "the change on the new primary is seen" "$stdout" "column public.replicated.since_failover was added"
contains "with who did it" "$stdout" "by postgres"
contains "the fork is told" "$stdout" "log.forked"
exits "once" 0 collect --exit-code any
lacks "only" "$stdout" "log.forked"
for target in shop replica; do
  is "$target: every statement is there once" \
    "$(stored "SELECT group_concat(n) FROM (SELECT count(*) AS n FROM ddl_statement s JOIN target t ON t.id = s.target_id WHERE t.name = '$target' GROUP BY statement, xid)" | tr -d '1,')" ""
  is "$target: and all of them" "$(stored "SELECT count(*) FROM ddl_statement s JOIN target t ON t.id = s.target_id
    WHERE t.name = '$target' AND (statement LIKE '%failover%' OR statement LIKE '%replicated%')")" 4
done
exits "check is content" 0 check
ok "the store is whole" schema-audit --config "$config" verify

# The old primary comes back as it was: what it has is another history, and the connection does not go there
start_cluster first
on first "CREATE TABLE lost_in_the_past (id int)"
sed -i "s#host=$(cluster_socket first),$(cluster_socket second)#host=$(cluster_socket second),$(cluster_socket first)#" "$config"
exits "an old primary that comes back" 0 collect
lacks "is not listened to" "$stdout" "lost_in_the_past"
