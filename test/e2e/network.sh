#!/usr/bin/env bash
# A real network between the collector and its server, in namespaces of their own, that is cut on either side: before,
# in the middle of a pull, for a moment, and under a daemon.  Nothing is lost, nothing comes twice.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
own_network() { unshare --map-current-user --keep-caps --net "$@"; }
if [[ -z ${IN_OWN_NETWORK-} ]]; then
  if ! command -v ip >/dev/null; then
    echo "not ok there is no ip: run scripts/setup"
    exit 0
  fi
  if ! own_network ip link add here type veth peer name there 2>/dev/null; then
    echo "ok skipped: this system gives nobody a network of their own (see chaos.sh for cuts without one)"
    exit 0
  fi
  IN_OWN_NETWORK=1 own_network bash "$0"
  exit
fi
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

# The server's side
unshare --net sleep 3600 &
far=$!
_started_processes+=("$far")
other_side() { [[ $(readlink "/proc/$far/ns/net") != "$(readlink /proc/self/ns/net)" ]]; }
wait_until 10 other_side
there() { nsenter --net="/proc/$far/ns/net" "$@"; }
ip link set lo up
ip link add here type veth peer name there
ip link set there netns "$far"
ip addr add 10.9.0.1/24 dev here
ip link set here up
there ip link set lo up
there ip addr add 10.9.0.2/24 dev there
there ip link set there up

new_cluster target shared_preload_libraries=schema_audit
directory=$(cluster_dir target)/data
echo "host all all 10.9.0.0/24 trust" >>"$directory/pg_hba.conf"
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "ALTER SYSTEM SET listen_addresses = '10.9.0.2'"
stop_cluster target
there pg_ctl start --pgdata "$directory" --log "$(cluster_log target)" --wait --silent
# Sockets of files are the same on both sides: by them we are there whatever happens to the network.
on_target() { psql_on target shop --quiet --command "$1"; }
on_target "CREATE EXTENSION schema_audit"

begin_config "timeouts: {connect: 2s, statement: 3s, lock: 30s}" "run: {retries: 0}"
add_target shop test "host=10.9.0.2 dbname=shop user=postgres sslmode=disable"
sed "s#^store: .*#store: $work/witness.db#; s#host=10.9.0.2#host=$(cluster_socket target)#" "$config" >"$work/witness.yaml"
witness() { schema-audit --config "$work/witness.yaml" --log-level off collect >"$work/out" || (($? <= 2)); }
same_as_witness() {
  witness
  is "$1: nothing is lost and nothing is there twice" "$(python3 "$SCHEMA_AUDIT_ROOT/test/support/store_content.py" "$work/witness.db" "$store")" ""
}
one_line() { is "$1: one line says so" "$(grep -c ' error ' <<<"$stderr")" 1; }
plug() { # SIDE up|down
  if [[ $1 == here ]]; then ip link set here "$2"; else there ip link set there "$2"; fi
  # Who was not to be found is not looked for again for a while.
  if [[ $2 == up ]]; then ip neigh flush dev here; fi
}
exits "over the network" 0 collect
witness
sed 's/ sslmode=disable//' "$config" >"$work/safe.yaml"
capture schema-audit --config "$work/safe.yaml" check
is "another machine has to prove who it is" "$status" 3
contains "unless another mode is written down" "$stdout$stderr" "server does not support SSL, but SSL was required"

# Cut before the run

on_target "CREATE TABLE before_cut (id int)"
for side in here there; do
  plug $side down
  SECONDS=0
  exits "cut $side" 3 collect
  one_line "cut $side"
  ok "cut $side: it is given up soon ($SECONDS s)" test "$SECONDS" -lt 12
  plug $side up
done
exits "with the network back" 0 collect
contains "what changed is found" "$stdout" "table public.before_cut was added"
same_as_witness "a cut before"

# Cut in the middle of a pull, which waits for a lock on the log

begin_pull() {
  psql_on target shop --quiet --command "BEGIN; LOCK TABLE schema_audit.ddl_statement" --command "SELECT pg_sleep(60)" >/dev/null 2>&1 &
  locker=$!
  ok "$1: a lock" wait_until 10 is_locked
  audit collect >"$work/stdout" 2>"$work/stderr" &
  run=$!
  ok "$1: a pull is under way" wait_until 10 is_pulling
}
is_locked() { [[ $(sql_on target postgres "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted") != 0 ]]; }
is_pulling() { [[ $(sql_on target postgres "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'schema-audit' AND state <> 'idle'") != 0 ]]; }
unlock() {
  sql_on target postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()" >/dev/null
  wait "$locker" || true
}
end_pull() {
  status=0
  wait "$run" || status=$?
  stdout=$(<"$work/stdout")
  stderr=$(<"$work/stderr")
}
for side in here there; do
  on_target "CREATE TABLE cut_$side (id int)"
  begin_pull "cut $side"
  plug $side down
  unlock
  SECONDS=0
  end_pull
  is "cut $side in the middle: incomplete" "$status" 3
  one_line "cut $side in the middle"
  ok "cut $side in the middle: it is noticed ($SECONDS s)" test "$SECONDS" -lt 40
  plug $side up
  exits "cut $side: with the network back" 0 collect
  contains "cut $side: what changed is found" "$stdout" "table public.cut_$side was added"
  same_as_witness "cut $side in the middle"
done

# For a moment: TCP sends again

on_target "CREATE TABLE flicker (id int)"
begin_pull "a moment"
plug there down
unlock
sleep 1
plug there up
end_pull
is "cut for a moment: the run goes on" "$status" 0
contains "cut for a moment: and finds what changed" "$stdout" "table public.flicker was added"
same_as_witness "a moment"

# Under a daemon

start_receiver ops
begin_config "timeouts: {connect: 2s, statement: 3s}" "run: {retries: 0}" "daemon: {interval: 1h, http: off}"
add_target shop test "host=10.9.0.2 dbname=shop user=postgres sslmode=disable"
add_channels ops ops "min_severity: minor"
schema-audit --config "$config" --log-level debug daemon 2>"$work/log" &
daemon=$!
_started_processes+=("$daemon")
told() { grep -qF -- "$1" "$(receiver_requests ops)"; }
ok "a daemon listens" wait_until 20 grep -qF "target shop: listened to" "$work/log"
on_target "CREATE TABLE with_network (id int)"
ok "and tells" wait_until 20 told "with_network"
plug there down
on_target "CREATE TABLE without_network (id int)"
sleep 4
ok "without a network it waits" kill -0 "$daemon"
plug there up
ok "what changed meanwhile is told" wait_until 60 told "without_network"
on_target "CREATE TABLE network_again (id int)"
ok "and what changes afterwards" wait_until 60 told "network_again"
is "nothing is told twice" "$(request_ids ops | wc -l)" "$(request_count ops)"
kill -TERM "$daemon"
status=0
wait "$daemon" || status=$?
is "SIGTERM is a clean end" "$status" 0
is "every statement is there once" "$(stored "SELECT group_concat(n) FROM (SELECT count(*) AS n FROM ddl_statement
  WHERE statement LIKE '%\_network%' ESCAPE '\' OR statement LIKE '%network\_%' ESCAPE '\' GROUP BY statement)")" 1,1,1
