#!/usr/bin/env bash
# A superuser rewrites the log so that it agrees with itself, cuts its chain, drops it: the store outside knows better.
# What the retention, a failover and a recovery do is told apart from that.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

# forge STATEMENT...: as somebody who may do everything, with the seals computed anew at the end when asked for.
forge() {
  { cat "$SCHEMA_AUDIT_ROOT/test/support/forge_log.sql" && printf '%s;\n' "$@"; } |
    psql_on target postgres --quiet --output /dev/null
}
reseal=("SELECT pg_temp.seal_transactions()" "SELECT pg_temp.seal_blocks()")
# Checks of schema_verify() that failed.
failed() { sql_on target postgres "SELECT \"check\" || ': ' || detail FROM schema_verify() WHERE status = 'failed'"; }
accepted() {
  exits "$1 is accepted" 0 check --accept-log target
  exits "and then all is well" 0 check --deep
  exits "and collected again" 0 collect
}
last_block() { sql_on target postgres "SELECT max(number) FROM schema_audit.ddl_block"; }
alerts() { request_count hook; }
kind_of_last_alert() {
  python3 -c 'import json, sys
print(json.loads(json.loads(open(sys.argv[1], encoding="utf-8").read().splitlines()[-1])["body"])["type"])' "$(receiver_requests hook)"
}

new_cluster target shared_preload_libraries=schema_audit schema_audit.seal_interval=0
start_receiver hook
psql_on target postgres --quiet --command "CREATE EXTENSION schema_audit" \
  --command "CREATE ROLE reader LOGIN" --command "GRANT pg_monitor TO reader" \
  --command "GRANT EXECUTE ON FUNCTION schema_audit.seal() TO reader" --command "CREATE ROLE mallory SUPERUSER LOGIN" \
  --command "CREATE TABLE orders (id int PRIMARY KEY)" --command "CREATE INDEX orders_id2 ON orders (id)"
begin_config
add_target target test "$(connection_string target postgres reader)"
add_channels hook hook "min_severity: major"

exits "the first collection" 0 collect
is "has had the log sealed" "$(stored "SELECT count(*) FROM ddl_block WHERE number = 1")" 1
is "and anchored it" "$(stored "SELECT head FROM anchor")" 1
psql_on target postgres --quiet --username mallory --command "DROP TABLE orders"
psql_on target postgres --quiet --command "CREATE TABLE orders (id int PRIMARY KEY)"
audit --log-level off collect >/dev/null || true
is "the next block follows" "$(stored "SELECT head FROM anchor")" 2
exits "a log that is what it was" 0 check --deep
contains "is compared row by row" "$stdout" "transactions row by row: 0 differ"
columns="incarnation, xid, statements, objects"
is "roots outside and inside" "$(stored "SELECT $columns, leaves, root FROM ddl_transaction ORDER BY xid")" \
  "$(sql_on target postgres "SELECT $columns, encode(leaves, 'hex'), encode(root, 'hex') FROM schema_audit.ddl_transaction ORDER BY xid")"
before=$(alerts)

# The name of who dropped the table is replaced, and every seal computed anew.
# So is what came later: the first of both is to be named.
forge "UPDATE schema_audit.ddl_statement SET command_tag = 'CREATE VIEW' WHERE statement = 'CREATE TABLE orders (id int PRIMARY KEY)'
    AND xid > (SELECT max(xid) FROM schema_audit.ddl_statement WHERE session_role = 'mallory')" \
  "UPDATE schema_audit.ddl_statement SET session_role = 'postgres', outer_role = 'postgres' WHERE session_role = 'mallory'" "${reseal[@]}"
is "the forged log agrees with itself" "$(failed | grep -v '^guards' || true)" ""
exits "its head does not agree with the anchor" 2 check
contains "and that is said" "$stdout" "[log.rewritten]"
contains "with the block" "$stdout" "block 2 of the log has the hash"
contains "and the first row that was altered" "$stdout" \
  "transaction $(stored "SELECT xid FROM ddl_statement WHERE session_role = 'mallory'"), row 1: ddl_statement.session_role is"
contains "and how many more there are" "$stdout" "1 more transaction differs"
exits "every row compared" 2 check --deep
contains "names row, column and both values" "$stdout" \
  "ddl_statement.session_role is 'postgres' in the database and was 'mallory' when it was pulled"
contains "and the transaction" "$stdout" \
  "transaction $(stored "SELECT xid FROM ddl_statement WHERE session_role = 'mallory'"), row 1:"
exits "for programs too" 2 check --deep --format json
is "which column" "$(python3 -c 'import json, sys; print(json.load(sys.stdin)["targets"][0]["log"]["differences"][0]["column"])' <<<"$stdout")" session_role
is "one alert: the head and the rows" "$(($(alerts) - before))" 1
is "of that kind" "$(kind_of_last_alert)" log.rewritten
exits "a collection says it too" 2 collect
is "and keeps the anchor" "$(stored "SELECT head FROM anchor")" 2
psql_on target postgres --quiet --command "CREATE TABLE later ()"
exits "also after more was sealed" 2 collect
is "which is not anchored" "$(stored "SELECT head FROM anchor")" 2
is "nobody is told twice" "$(($(alerts) - before))" 1
accepted "the forged log"
contains "the log outside still has the truth" "$(audit log target --who mallory)" "DROP TABLE"
is "who accepted it is kept" "$(stored "SELECT DISTINCT accepted_by FROM log_finding WHERE accepted_by <> ''")" "$(id -un)"
is "the new chain is anchored" "$(stored "SELECT head FROM anchor")" "$(last_block)"

forge "UPDATE schema_audit.ddl_object SET object_identity = 'public.nothing' WHERE object_identity = 'public.later'"
exits "a row altered, its seals left" 2 check --deep
contains "is named" "$stdout" "ddl_object.object_identity is 'public.nothing' in the database and was 'public.later'"
forge "UPDATE schema_audit.ddl_object SET object_identity = 'public.later' WHERE object_identity = 'public.nothing'"
exits "put back, it stands until it is accepted" 2 check --deep
accepted "that"

psql_on target postgres --quiet --command "CREATE TABLE last ()"
audit --log-level off collect >/dev/null || true
forge "DELETE FROM schema_audit.ddl_statement WHERE statement LIKE '%TABLE last%'" \
  "DELETE FROM schema_audit.ddl_object WHERE object_identity = 'public.last'" "${reseal[@]}" \
  "DELETE FROM schema_audit.ddl_block WHERE number = (SELECT max(number) FROM schema_audit.ddl_block)"
exits "a transaction and its block deleted" 2 check --deep
contains "the block is missed" "$stdout" "is missing; the last one is $(last_block)"
contains "the row too" "$stdout" "ddl_statement has no such row any more"
accepted "the deletion"

forge "UPDATE schema_audit.ddl_block SET previous = '\\x00' WHERE number = 2"
exits "a cut chain" 2 check --deep
contains "is named" "$stdout" "block 2 of the log: ddl_block.previous"
forge "${reseal[@]}"
accepted "the cut, mended,"

audit --log-level off collect >"$work/out" || true
pruned=$(sql_on target postgres "SELECT schema_audit.prune_log(now() + interval '1 minute')")
ok "the retention removes blocks" test "$pruned" -gt 0
exits "what the retention removes is no finding" 0 check --deep
contains "and is counted" "$stdout" "were removed by the retention"
exits "nor for a collection" 0 collect

psql_on target postgres --quiet --command "REVOKE pg_monitor FROM reader"
exits "a log that may not be read any more" 1 collect
contains "is told" "$stdout" "[log.unreadable]"
exits "once" 0 collect
psql_on target postgres --quiet --command "GRANT pg_monitor TO reader"
exits "and read again" 1 collect
contains "with the membership as news" "$stdout" "[role.member_of.set]"

# Failover: a standby is promoted; the old primary is gone.
pg_basebackup --dbname "$(connection_string target)" --pgdata "$(cluster_dir standby)/data" --write-recovery-conf \
  --checkpoint fast --no-sync
mkdir -m 700 "$(cluster_dir standby)/socket"
echo "unix_socket_directories = '$(cluster_dir standby)/socket'" >>"$(cluster_dir standby)/data/postgresql.conf"
chmod 700 "$(cluster_dir standby)/data"
start_cluster standby
begin_config
add_target target test "$(connection_string standby postgres reader)"
exits "the standby has the same log" 0 check --deep
exits "and is collected" 0 collect
psql_on standby postgres --quiet --output /dev/null --command "SELECT pg_promote()"
psql_on standby postgres --quiet --command "CREATE TABLE after_failover ()"
exits "a failover is told" 1 collect
contains "as a fork" "$stdout" "[log.forked]"
contains "with where it comes from" "$stdout" "its first block names block"
exits "once" 0 collect
exits "and the old history is still compared" 0 check --deep

psql_on standby postgres --quiet --command "DROP EXTENSION schema_audit"
exits "a log that is gone" 2 check
contains "is told" "$stdout" "[log.vanished]"
exits "by a collection too" 2 collect
psql_on standby postgres --quiet --command "CREATE EXTENSION schema_audit" \
  --command "GRANT EXECUTE ON FUNCTION schema_audit.seal() TO reader"
exits "another one in its place" 2 collect
contains "is no excuse" "$stdout" "the extension was dropped and created anew"
accepted "the new one"
