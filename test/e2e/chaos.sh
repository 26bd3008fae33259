#!/usr/bin/env bash
# What goes wrong between the collector, its servers and its clock: nothing is lost, nothing comes twice, and the exit
# code and one line say what happened.  (The full disk is in bad_input, kill -9 in kill, lost writes in power_cut.)
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

content() { python3 "$SCHEMA_AUDIT_ROOT/test/support/store_content.py" "$@"; }
new_cluster target shared_preload_libraries=schema_audit
psql_on target postgres --quiet --command "CREATE DATABASE shop"
on_target() { psql_on target shop --quiet --command "$1"; }
on_target "CREATE EXTENSION schema_audit"

network=$(scratch_dir)/network
mkdir "$network"
echo pass >"$network/mode"
python3 "$SCHEMA_AUDIT_ROOT/test/support/pg_proxy.py" "$network" "$(cluster_socket target)/.s.PGSQL.5432" &
_started_processes+=("$!")
ok "there is a network" wait_until 10 test -S "$network/.s.PGSQL.5432"
begin_config "timeouts: {connect: 2s, statement: 3s}" "run: {retries: 1, retry_delay: 200ms}"
add_target shop test "host=$network dbname=shop user=postgres"
# The witness has a network that is never cut, and a store of its own.
sed "s#^store: .*#store: $work/witness.db#; s#host=$network#host=$(cluster_socket target)#" "$config" >"$work/witness.yaml"
witness() { schema-audit --config "$work/witness.yaml" --log-level off collect >"$work/out" || (($? <= 2)); }
burst() { on_target "DO \$\$ BEGIN FOR i IN 1..$2 LOOP EXECUTE format('CREATE TABLE $1_%s (id int, note text DEFAULT repeat(%L, 9))', i, 'x'); END LOOP; END \$\$"; }
same_as_witness() {
  witness
  is "$1: nothing is lost and nothing is there twice" "$(content "$work/witness.db" "$store")" ""
}
one_line() { is "$1: one line says so" "$(grep -c ' error ' <<<"$stderr")" 1; }

exits "a quiet collection" 0 collect
witness

# The network is cut in the middle

burst cut 150
for after in 1 500 5000 20000 60000 120000; do
  echo "cut $after" >"$network/mode"
  exits "cut after $after bytes" 3 collect
  one_line "cut after $after bytes"
  ok "cut after $after bytes: the store is whole" schema-audit --config "$config" verify
done
contains "the line names the target and the reason" "$stderr" "target shop: "
echo pass >"$network/mode"
exits "with the network back" 0 collect
same_as_witness "cuts"

# It falls silent: packets vanish and nobody says so

on_target "ALTER TABLE cut_1 DROP note"
echo "stall 5000" >"$network/mode"
SECONDS=0
exits "a network that falls silent" 3 collect
contains "is told" "$stderr" "does not answer any more; gave up"
ok "and given up in time ($SECONDS s)" test "$SECONDS" -lt 15
echo pass >"$network/mode"
exits "with the network back, the change is found" 2 collect
same_as_witness "silence"

# The server restarts in the middle of a pull

burst restart 150
echo "stall 40000" >"$network/mode"
rm -f "$network/stalled"
audit collect >"$work/stdout" 2>"$work/stderr" &
pid=$!
ok "a pull is under way" wait_until 10 test -e "$network/stalled"
stop_cluster target
start_cluster target
echo pass >"$network/mode"
status=0
wait "$pid" || status=$?
stderr=$(<"$work/stderr")
is "a server that restarts meanwhile" "$status" 3
one_line "a server that restarts meanwhile"
exits "the next run" 0 collect
same_as_witness "a restart"

# It is not up yet when the run begins

stop_cluster target
sed -i 's/retries: 1, retry_delay: 200ms/retries: 10, retry_delay: 300ms/' "$config"
audit collect >"$work/stdout" 2>"$work/stderr" &
pid=$!
ok "a server that is not up yet: it says that it tries again" wait_until 20 grep -q "tried again in" "$work/stderr"
start_cluster target
status=0
wait "$pid" || status=$?
is "a server that comes up is waited for" "$status" 0
same_as_witness "a start"

# The clock jumps

if ! command -v faketime >/dev/null; then
  echo "not ok there is no faketime: run scripts/setup"
else
  jump() { capture faketime -f "$1" schema-audit --config "$config" collect; }
  on_target "CREATE TABLE before_jump (id int)"
  jump "-3d"
  is "a clock that went back three days" "$status" 0
  contains "finds what changed" "$stdout" "table public.before_jump was added"
  on_target "CREATE TABLE after_jump (id int)"
  jump "+40d"
  is "one that went ahead forty days" "$status" 0
  contains "finds what changed since" "$stdout" "table public.after_jump was added"
  on_target "DROP TABLE after_jump"
  exits "and back to the right time" 2 collect
  contains "goes on from the last collection, not from the latest date" "$stdout" "table public.after_jump was dropped"
  exits "check is content" 0 check
  ok "the store is whole" schema-audit --config "$config" verify
  is "every statement is there once" \
    "$(stored "SELECT count(*) = count(DISTINCT statement) FROM ddl_statement WHERE statement LIKE '%\_jump%' ESCAPE '\\'")-$(stored "SELECT count(*) FROM ddl_statement WHERE statement LIKE '%\_jump%' ESCAPE '\\'")" 1-3
fi
