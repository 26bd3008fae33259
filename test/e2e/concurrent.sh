#!/usr/bin/env bash
# What goes on meanwhile: DDL, temporary tables, locks, servers that hang, other collectors.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }
# meanwhile SQL: repeats it in a session of its own until stop_meanwhile.
meanwhile() {
  while echo "$1"; do :; done 2>/dev/null | psql_on target shop --quiet --output /dev/null 2>/dev/null &
  busy=$!
  _started_processes+=("$busy")
}
stop_meanwhile() {
  # psql itself, below the shell that runs the function.
  pkill --parent "$busy" 2>/dev/null || true
  wait "$busy" 2>/dev/null || true
}

new_cluster target shared_preload_libraries=schema_audit
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "CREATE DATABASE other"
psql_on target shop --quiet --command "CREATE EXTENSION schema_audit" --command "SET client_min_messages = warning" \
  --file "$SCHEMA_AUDIT_ROOT/demo/roles.sql" --file "$SCHEMA_AUDIT_ROOT/demo/schema.sql"
psql_on target other --quiet --command "CREATE TABLE t (id int)"
begin_config "timeouts: {connect: 2s, statement: 3s, lock: 500ms}"
add_target shop test "$(connection_string target shop)"
add_target other test "$(connection_string target other)"
exits "a quiet collection" 0 collect

# DDL

meanwhile "CREATE VIEW app.passing AS SELECT 1 AS one; SELECT pg_sleep(0.2); DROP VIEW app.passing;
  ALTER TABLE app.orders ADD passing int; SELECT pg_sleep(0.2); ALTER TABLE app.orders DROP passing;"
for i in {1..5}; do
  capture audit collect
  ok "collection $i while somebody changes the schema ($status)" test "$status" -le 2
  lacks "collection $i: no message from inside the server" "$stdout$stderr" "cache lookup"
done
stop_meanwhile
psql_on target shop --quiet --command "DROP VIEW IF EXISTS app.passing" \
  --command "ALTER TABLE app.orders DROP COLUMN IF EXISTS passing" 2>/dev/null
capture audit collect
# They stay for the session, so each of them leaves the catalog another one than before.
meanwhile "SELECT format('CREATE TEMPORARY TABLE t%s (id serial PRIMARY KEY, v text DEFAULT %L CHECK (v <> %L))',
  txid_current(), 'x', 'y') \\gexec"
exits "a collection while somebody makes temporary tables all the time" 0 collect
contains "temporary tables are no changes" "$stdout" "shop: No changes detected"
stop_meanwhile

# Locks and servers that hang

psql_on target shop --quiet --command "BEGIN" --command "LOCK TABLE app.orders IN ACCESS EXCLUSIVE MODE" \
  --command "SELECT pg_sleep(600)" >"$work/locked" 2>&1 &
_started_processes+=("$!")
locked() {
  [[ $(sql_on target postgres "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted
    AND relation = (SELECT max(relation) FROM pg_locks WHERE mode = 'AccessExclusiveLock')") != 0 ]]
}
ok "somebody locks a table" wait_until 10 locked
start=$(now_ms)
capture audit collect
took=$(($(now_ms) - start))
echo "# exit code $status after $took ms: $(grep -c . <<<"$stderr") lines on stderr"
contains "the other target is collected" "$stdout" "other: No changes detected"
ok "the lock does not hold up the run ($took ms)" test "$took" -lt 10000
if ((status == 3)); then contains "it says what it waited for" "$stderr" "lock"; fi
sql_on target postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'
  AND pid <> pg_backend_pid()" >"$work/out"

python3 "$SCHEMA_AUDIT_ROOT/test/support/silent_server.py" "$work/port" &
_started_processes+=("$!")
ok "a server that never answers" wait_until 10 test -s "$work/port"
begin_config "timeouts: {connect: 2s, statement: 3s, lock: 500ms}"
add_target silent test "host=127.0.0.1 port=$(<"$work/port") dbname=x user=y"
add_target other test "$(connection_string target other)"
start=$(now_ms)
exits "a collection with it" 3 collect
took=$(($(now_ms) - start))
contains "it is named" "$stderr" "silent"
contains "the other is collected" "$stdout" "other: No changes detected"
ok "and does not hold up the run ($took ms)" test "$took" -lt 15000

schema-audit --config "$config" collect silent >"$work/interrupted" 2>&1 &
pid=$!
sleep 0.5
start=$(now_ms)
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
ok "a run that is told to stop does so ($(($(now_ms) - start)) ms, exit code $status)" \
  test $(($(now_ms) - start)) -lt 5000 -a "$status" != 0

# Collectors

begin_config
add_target shop test "$(connection_string target shop)"
add_target other test "$(connection_string target other)"
for name in one two three; do
  sed "s#^store: .*#store: $work/$name.db#" "$config" >"$work/$name.yaml"
done
failed=0
for round in 1 2; do
  pids=()
  for name in one two three; do
    schema-audit --config "$work/$name.yaml" --log-level off collect >"$work/$name.$round" 2>&1 &
    pids+=("$!")
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=$((failed + 1)); done
done
is "collectors with stores of their own do not disturb each other" "$failed" 0
for name in two three; do
  is "store $name is store one" \
    "$(python3 "$SCHEMA_AUDIT_ROOT/test/support/store_content.py" "$work/one.db" "$work/$name.db")" ""
done
codes=""
pids=()
for _ in {1..4}; do
  schema-audit --config "$work/one.yaml" --log-level off collect >>"$work/shared" 2>&1 &
  pids+=("$!")
done
for pid in "${pids[@]}"; do
  status=0
  wait "$pid" || status=$?
  codes+="$status "
done
lacks "of several with one store each ends well or as busy" "$(sed 's/0 //g; s/75 //g' <<<"$codes")x" " "
contains "and one of them does its work" "$codes" "0 "
ok "reading goes on meanwhile" schema-audit --config "$work/one.yaml" snapshots
