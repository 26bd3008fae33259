#!/usr/bin/env bash
# Many targets at once: what is dead or hangs slows nobody, servers get no more connections than they may, and a run
# can be stopped.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

# Milliseconds that a command takes; its exit code in status.
took() {
  local begun
  begun=$(date +%s%N)
  capture "$@"
  milliseconds=$((($(date +%s%N) - begun) / 1000000))
}
field() { python3 -c "import json, sys
for t in json.load(sys.stdin)['targets']: print(t['target'], t.get('error', t.get('skipped', t.get('snapshot'))))" <<<"$stdout"; }

silent() {
  python3 "$SCHEMA_AUDIT_ROOT/test/support/silent_server.py" "$work/silent.$1" &
  _started_processes+=("$!")
  wait_until 10 test -s "$work/silent.$1" || fail "the silent server did not start"
}
silent 1
silent 2
dead() { echo "host=127.0.0.1 port=$(cat "$work/silent.$1") dbname=$2 connect_timeout=20"; }

new_cluster target log_connections=on log_disconnections=on
databases=(a b c d e f g h)
for database in "${databases[@]}"; do psql_on target postgres --quiet --command "CREATE DATABASE $database"; done
begin_config "run: {parallel: 2, parallel_per_server: 2, retries: 0}"
for database in one two three; do add_target "hangs.$database" test "$(dead 1 "$database")"; done
add_target hangs.other test "$(dead 2 other)"
for database in "${databases[@]}"; do add_target "$database" test "$(connection_string target "$database")"; done
add_target refuses test "host=127.0.0.1 port=1 dbname=x"

# The live ones are done long before the dead ones give up.
schema-audit --config "$config" --log-level off collect --format json >"$work/out" 2>"$work/err" &
run=$!
live() { [[ $(stored "SELECT count(*) FROM snapshot" 2>/dev/null) == 8 ]]; }
ok "the live targets are kept while the dead ones hang" wait_until 15 live
ok "the run goes on" kill -0 "$run"

# SIGTERM
begun=$(date +%s)
kill -TERM "$run"
status=0
wait "$run" || status=$?
is "SIGTERM: the code says incomplete" "$status" 3
is "and it ends soon" "$(($(date +%s) - begun < 10))" 1
stdout=$(<"$work/out")
contains "with its result" "$(field)" "hangs.other interrupted"
contains "of the live ones too" "$(field)" "h 1"
is "the store is whole" "$(stored "PRAGMA integrity_check")" ok

took audit --log-level off collect "${databases[@]}"
is "no second lock is left" "$status" 0

# One silent server costs its time-out once, not once for each database.
sed -i 's/connect_timeout=20/connect_timeout=3/' "$config"
capture audit --log-level off collect --format json
is "dead targets make the run incomplete" "$status" 3
contains "the first one says why" "$(field)" "timeout expired"
contains "and those that were not waited for too" "$(field)" "its server does not answer"
contains "a refused connection as well" "$(field)" "Connection refused"

# Time limits

sed -i 's/connect_timeout=3/connect_timeout=60/; s/^run: .*/run: {parallel: 4, retries: 0, target_max_execution_time: 2s}/' "$config"
took audit --log-level off collect --format json hangs.one a
is "a target has its time" "$status" 3
contains "and is left behind then" "$(field)" "hangs.one took longer than max_execution_time"
contains "without the others" "$(field)" "a "
is "soon" "$((milliseconds < 9000))" 1
sed -i 's/^run: .*/run: {parallel: 1, retries: 0, max_execution_time: 2s}/' "$config"
took audit --log-level off collect --format json hangs.one hangs.two
is "so has the run" "$status" 3
contains "what was not begun says so" "$(field)" "hangs.two the run took longer than max_execution_time"
psql_on target a --quiet --command "CREATE TABLE t ()" --command "BEGIN; LOCK TABLE pg_catalog.pg_class" \
  --command "SELECT pg_sleep(8)" >/dev/null 2>&1 &
locker=$!
is_locked() { [[ $(sql_on target b "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted") != 0 ]]; }
wait_until 10 is_locked
sed -i 's/^run: .*/run: {retries: 0, target_max_execution_time: 1s}\ntimeouts: {lock: 30s}/' "$config"
took audit --log-level off collect --format json a b
contains "a target that waits for a lock has its time too" "$(field)" "a took longer than max_execution_time"
is "and is told so soon" "$((milliseconds < 6000))" 1
wait "$locker"

# Retries: a server that comes up meanwhile

sed -i '/^timeouts/d; s/^run: .*/run: {retries: 10, retry_delay: 300ms}/' "$config"
# Who could not be reached last time is tried once.
audit --log-level off collect a >/dev/null || (($? <= 2))
stop_cluster target
audit collect a >"$work/out" 2>"$work/err" &
run=$!
ok "a server that is not up yet is tried again" wait_until 20 grep -q "tried again in" "$work/err"
start_cluster target
status=0
wait "$run" || status=$?
is "until it is" "$status" 0

# A cap for each server

: >"$(cluster_log target)"
sed -i 's/^run: .*/run: {parallel: 8, parallel_per_server: 2, retries: 0}/' "$config"
audit --log-level off collect "${databases[@]}" >"$work/out"
# The server may note the end of a connection a little after the client has begun the next one.
is "two connections at once, not eight" "$(python3 - "$(cluster_log target)" <<'PY'
import re, sys
now, most = set(), 0
for line in open(sys.argv[1]):
    process = re.search(r"\[(\d+)\]", line)
    if "connection authorized" in line: now.add(process.group(1))
    if "disconnection" in line: now.discard(process.group(1))
    most = max(most, len(now))
print(0 < most <= 5)
PY
)" True

# Two runs at once

schema-audit --config "$config" --log-level off collect hangs.one >/dev/null 2>&1 &
run=$!
holds() { [[ $(<"$store.lock") == "$run" ]]; }
ok "the first run holds the store" wait_until 20 holds
exits "a second run ends at once" 75 collect a
contains "and says why" "$stderr" "another run is in progress"
kill -TERM "$run"
wait "$run" || true

# A bar on a terminal, with what is being read: a view, below which somebody has locked the table

if ! command -v script >/dev/null; then
  echo "not ok there is no script: it belongs to bsdutils"
else
  sed -i 's/^run: .*/run: {retries: 0}\ntimeouts: {lock: 60s}/' "$config"
  psql_on target a --quiet --command "CREATE TABLE below (id int)" --command "CREATE VIEW above AS SELECT * FROM below"
  psql_on target a --quiet --command "BEGIN; LOCK TABLE below" --command "SELECT pg_sleep(4)" >/dev/null 2>&1 &
  locker=$!
  wait_until 10 is_locked
  script --quiet --flush --command "schema-audit --config $config collect a b" /dev/null </dev/null >"$work/tty" 2>&1 || true
  wait "$locker"
  bars=$(tr '\r' '\n' <"$work/tty" | grep -a ' of 2 targets' || true)
  contains "a bar on a terminal" "$bars" "[....."
  contains "says how far it is" "$bars" "1 of 2 targets"
  ok "and which kinds are read" grep -qE ' of 2 targets.*: [a-z]' <<<"$bars"
  contains "and goes when all is done" "$(<"$work/tty")" $'\r\e[K'
fi
