#!/usr/bin/env bash
# schema-audit daemon: a change is told at once, whether the target can say so or has to be asked; dead
# targets hold up nobody; a bad configuration changes nothing; SIGTERM is a clean end.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

# On a busy machine everything takes longer than the product does: what is measured is printed.
# This is a bound that a loaded machine keeps too.
limit_ms=10000
now_ms() { echo $(($(date +%s%N) / 1000000)); }
logged() { grep -qF -- "$1" "$work/log"; }
told() { grep -qF -- "$1" "$(receiver_requests ops)"; }
get() { python3 -c 'import sys, urllib.error, urllib.request
try: answer = urllib.request.urlopen(sys.argv[1], timeout=5)
except urllib.error.HTTPError as error: answer = error
print(answer.status, answer.read().decode(), end="")' "http://127.0.0.1:$port/$1"; }
both_watched() { [[ $(get metrics) == *'by="notification"} 1'*'by="question"} 1'* ]]; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

new_cluster live shared_preload_libraries=schema_audit
new_cluster bare
for name in live bare; do
  psql_on "$name" postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE ROLE reader LOGIN IN ROLE pg_monitor"
done
start_receiver ops
python3 "$SCHEMA_AUDIT_ROOT/test/support/silent_server.py" "$work/silent" &
_started_processes+=("$!")
python3 "$SCHEMA_AUDIT_ROOT/test/support/notify_receiver.py" "$work/notify" "$work/told" &
_started_processes+=("$!")
wait_until 10 test -s "$work/silent" -a -S "$work/notify" || fail "the helpers did not start"
port=$(free_port)

new_config() {
  begin_config "daemon: {interval: ${interval:-1h}, http: \"127.0.0.1:$port\"}" "run: {retries: 0}" "$@"
  add_target live test "$(connection_string live postgres reader)"
  add_target bare test "$(connection_string bare postgres reader)"
  if [[ -n ${silent-} ]]; then add_target silent test "host=127.0.0.1 port=$(cat "$work/silent") dbname=x sslmode=disable"; fi
  add_channels ops ops "min_severity: minor"
}
start_daemon() {
  NOTIFY_SOCKET=$work/notify WATCHDOG_USEC=600000 schema-audit --config "$config" daemon >"$work/out" 2>"$work/log" &
  daemon=$!
  _started_processes+=("$daemon")
  wait_until 20 grep -q '^READY=1' "$work/told" || fail "the daemon did not start: $(cat "$work/log")"
}
stop_daemon() {
  kill -TERM "$daemon"
  status=0
  wait "$daemon" || status=$?
}
new_config
start_daemon
ok "every target is collected" wait_until 20 logged "target bare: first snapshot"
ok "the one with a worker is listened to, the other one asked" wait_until 20 both_watched

# From the commit to the alert at its receiver.
for target in live bare; do
  slowest=0
  for round in 1 2 3; do
    psql_on "$target" postgres --quiet --command "CREATE TABLE ${target}_$round (id int)"
    begin=$(now_ms)
    ok "$target: change $round is told" wait_until 20 told "table public.${target}_$round was added"
    took=$(($(now_ms) - begin))
    slowest=$((took > slowest ? took : slowest))
    sleep 2
  done
  is "$target: within seconds (at most $slowest ms)" "$((slowest <= limit_ms))" 1
done
is "nothing is told twice" "$(request_ids ops | wc -l)" "$(request_count ops)"
# Where a notification comes for what was seen already there is one more.
is_quiet() {
  local before
  before=$(stored "SELECT count(*) FROM snapshot")
  sleep 3
  [[ $(stored "SELECT count(*) FROM snapshot") == "$before" ]]
}
ok "what does not change is not collected" wait_until 1 is_quiet

# The pages

is "well" "$(get healthz)" "200 ok"
get metrics | sed 's/^200 //' >"$work/metrics"
ok "metrics" python3 "$SCHEMA_AUDIT_ROOT/test/support/prometheus_text.py" "$work/metrics"
if command -v promtool >/dev/null; then ok "as Prometheus wants them" promtool check metrics <"$work/metrics"; fi
# value METRIC: as an integer.
value() { awk -v name="$1" '$1 == name { print $2 }' "$work/metrics"; }
ok "the notifications, one for each commit at least" test "$(value schema_audit_notifications_total)" -ge 3
# Two at the start, then one for each change; another one where a notification came for what was seen already.
collected=$(value 'schema_audit_collections_total{result="collected"}')
ok "the collections ($collected), not many more than there were changes" test "$collected" -ge 8 -a "$collected" -le 12
is "only here" "$(python3 - "$port" <<'PY'
import sys
port = f"{int(sys.argv[1]):04X}"
print({line.split()[1].split(":")[0] for name in ("/proc/net/tcp", "/proc/net/tcp6") for line in open(name)
       if line.split()[1].endswith(":" + port) and line.split()[3] == "0A"})
PY
)" "{'0100007F'}"
ok "the watchdog is told" grep -q '^WATCHDOG=1' "$work/told"

# Others at the same store

exits "a second daemon ends" 75 daemon
contains "and says why" "$stderr" "another daemon works on this store"
exits "collect works beside it" 0 collect live
exits "and so does what maintains the store" 0 maintain

# SIGHUP

cp "$config" "$work/good.yaml"
echo "nonsense: 1" >>"$config"
kill -HUP "$daemon"
ok "a bad configuration is refused" wait_until 10 logged "the configuration that there is stays: $config"
contains "systemd knows it" "$(<"$work/told")" "STATUS=the configuration that there is stays: "
psql_on live postgres --quiet --command "CREATE TABLE after_bad_reload ()"
ok "and the one before goes on" wait_until 20 told "after_bad_reload"
silent=1 new_config
kill -HUP "$daemon"
ok "a good one is taken" wait_until 10 logged "the configuration was read again: 3 targets"
ok "and the new target tried" wait_until 30 logged "target silent: "
sed "s#^store: .*#store: $work/other.db#" "$config" >"$work/other.yaml"
cp "$config" "$work/three.yaml"
cp "$work/other.yaml" "$config"
kill -HUP "$daemon"
ok "another store is none of that" wait_until 10 logged "another store needs a restart"
cp "$work/three.yaml" "$config"
stop_daemon
is "SIGTERM is a clean end" "$status" 0
contains "which systemd is told" "$(<"$work/told")" "STOPPING=1"
is "stdout is left alone" "$(<"$work/out")" ""

# Connections stay open from one round to the next, within the limits; one that dies meanwhile is replaced.

new_cluster pooled log_connections=on log_disconnections=on
for name in one two three; do psql_on pooled postgres --quiet --command "CREATE DATABASE $name"; done
psql_on pooled postgres --quiet --command "CREATE ROLE reader LOGIN"
# pooled_config RUN: three targets on one server, and one entry for its databases.
pooled_config() {
  begin_config "daemon: {interval: 1s, http: off}" "run: {retries: 0, parallel_per_server: 4$1}"
  add_target one test "$(connection_string pooled one reader)"
  add_target two test "$(connection_string pooled two reader)"
  add_target all test "$(connection_string pooled postgres reader)"
  echo '    databases: ["three"]' >>"$config"
}
# rounds N: so many more collections of the target.
snapshots_of() { stored "SELECT count(*) FROM snapshot s JOIN target t ON t.id = s.target_id WHERE t.name = '$1'"; }
rounds() {
  local goal=$(($(snapshots_of one) + $1))
  reached() { (($(snapshots_of one) >= goal)); }
  wait_until 60 reached
}
opened() { grep -cE "connection authorized.*database=$1( |$)" "$(cluster_log pooled)" || true; }
: >"$work/told"
pooled_config ""
start_daemon
ok "the first rounds" rounds 2
before=$(opened one)
ok "rounds go by" rounds 4
is "with one connection" "$(($(opened one) - before))" 0
# And the one that asks which databases there are.
most=$(sql_on pooled postgres "SELECT count(*) FROM pg_stat_activity WHERE usename = 'reader'")
ok "no more of them are open than the server is to have ($most)" test "$most" -ge 2 -a "$most" -le 5
ok "none stands in the way of dropping a database of an entry" wait_until 20 psql_on pooled postgres --quiet --command "DROP DATABASE three"
killed() { [[ $(sql_on pooled postgres "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'reader' AND datname IN ('one', 'two') AND state = 'idle'") != 0 ]]; }
ok "an idle connection dies" wait_until 10 killed
ok "and is replaced" rounds 2
is "before it is used" "$(grep -E ' error target (one|two)' "$work/log" || true)" ""
pooled_config ", pool_recycle: 1s"
kill -HUP "$daemon"
ok "another configuration is taken" wait_until 10 logged "the configuration was read again"
before=$(opened one)
rounds 4
ok "pool_recycle: an old connection is replaced" test "$(($(opened one) - before))" -ge 2
stop_daemon
is "all of it ends well" "$status" 0

# Six targets of one server that change all the time: runs of all, collections at once and what waits for news have together as
# many connections as the server is to have; a server process takes a moment to go.

new_cluster busy shared_preload_libraries=schema_audit log_connections=on log_disconnections=on
psql_on busy postgres --quiet --command "CREATE ROLE reader LOGIN IN ROLE pg_monitor"
begin_config "daemon: {interval: 1s, http: \"127.0.0.1:$port\", listen_per_server: 2}" "run: {retries: 0, parallel_per_server: 2}"
for name in a b c d e f; do
  psql_on busy postgres --quiet --command "CREATE DATABASE $name"
  psql_on busy "$name" --quiet --command "CREATE EXTENSION schema_audit"
  add_target "$name" test "$(connection_string busy "$name" reader)"
done
add_channels ops ops "min_severity: minor"
: >"$work/told"
start_daemon
limited() { [[ $(get metrics) == *'by="notification"} 2'*'by="interval"} 4'* ]]; }
ok "two are listened to, four are left to the interval" wait_until 30 limited
contains "which is said" "$(<"$work/log")" "not listened to: its server has as many as daemon.listen_per_server allows"
for round in 1 2 3 4 5 6; do
  for name in a b c d e f; do psql_on busy "$name" --quiet --command "CREATE TABLE ${name}_busy_$round (id int)"; done
  sleep 0.5
done
all_told() { for name in a b c d e f; do told "${name}_busy_6" || return 1; done; }
ok "every change is told" wait_until 40 all_told
stop_daemon
most=$(python3 - "$(cluster_log busy)" <<'PY'
import re, sys
most, pids = 0, set()
for line in open(sys.argv[1], errors="replace"):
    found = re.search(r"\[(\d+)\].*(connection authorized|disconnection): .*user=reader", line)
    if found: (pids.discard if found[2] == "disconnection" else pids.add)(found[1])
    most = max(most, len(pids))
print(most)
PY
)
ok "no more than four connections at once, and one that goes ($most)" test "$most" -ge 3 -a "$most" -le 5
is "none failed before it was asked to stop" "$(grep ' error ' "$work/log" | grep -v ': interrupted$' || true)" ""

# A server that hangs, in every run, and a change meanwhile.

: >"$work/told"
interval=1s silent=1 new_config "timeouts: {connect: 60s}"
psql_on live postgres --quiet --command "CREATE TABLE before_start ()"
start_daemon
ok "what changed before the start is told" wait_until 20 told "before_start"
sleep 1.5
psql_on live postgres --quiet --command "CREATE TABLE beside_a_dead_one ()"
ok "a change beside a target that hangs is told, long before that is given up" wait_until 20 told "beside_a_dead_one"
stop_cluster live immediate
start_cluster live
sleep 1
psql_on live postgres --quiet --command "CREATE TABLE after_a_crash ()"
# What came before it is listened to again is found by the next round, which the silent target holds up.
ok "a server that was restarted is looked at again" wait_until 80 told "after_a_crash"
ok "and listened to" wait_until 20 both_watched
stop_daemon
is "SIGTERM in the middle of a run too" "$status" 0
lacks "nothing went wrong inside" "$(<"$work/log")" "internal error"
is "the store is whole" "$(audit verify >/dev/null && echo yes)" yes
new_config "log: {level: nothing}"
exits "a bad configuration at the start" 78 daemon
interval=1h new_config
python3 -m http.server --bind 127.0.0.1 "$port" >/dev/null 2>&1 &
_started_processes+=("$!")
wait_until 10 get "" 
exits "an address that is taken" 69 daemon
contains "is named" "$stderr" "daemon.http"
