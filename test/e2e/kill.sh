#!/usr/bin/env bash
# The collector is killed at 50 moments spread over its run.  After each, one more run ends in the store content of a
# collector that nobody killed, and every alert has arrived, once by its id.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

kills=50

# configure RECEIVER: the two collectors differ in their stores and receivers only.
configure() {
  config=$work/$1.yaml
  store=$work/$1.db
  begin_config
  add_target staging staging "$(connection_string staging postgres reader)"
  add_target production production "$(connection_string production postgres reader)" staging
  add_channels ops "$1" "min_severity: minor"
}
collect_with() { schema-audit --config "$work/$1.yaml" --log-level off collect >"$work/$1.out"; }
# Findings are no failure.
undisturbed() {
  local status=0
  collect_with "$1" || status=$?
  ((status <= 2)) || fail "a run that nobody killed exited with $status"
}
now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }

# Something new for every run, of all severities; every third also changes the reference.
change() {
  local step=$1
  psql_on production postgres --quiet --command "$(
    case $((step % 5)) in
      0) echo "CREATE TABLE app.t$step (id int PRIMARY KEY, v text NOT NULL)" ;;
      1) echo "ALTER TABLE app.base ADD c$step int DEFAULT $step" ;;
      2) echo "ALTER TABLE app.t$((step - 2)) ALTER v DROP NOT NULL; CREATE INDEX i$step ON app.base (id)" ;;
      3) echo "ALTER TABLE app.base DROP c$((step - 2)); COMMENT ON TABLE app.base IS 'step $step'" ;;
      4) echo "DROP TABLE app.t$((step - 4))" ;;
    esac
  )"
  if ((step % 3 == 0)); then
    psql_on staging postgres --quiet --command "CREATE VIEW app.v$step AS SELECT $step AS one"
  fi
}

# begin_run: a run in the background, its process in `run`.
begin_run() {
  schema-audit --config "$work/killed.yaml" --log-level off collect >"$work/killed.out" 2>&1 &
  run=$!
}
# kill_run: ends it; says how it ended.
kill_run() {
  local status=0
  kill -KILL "$run" 2>/dev/null || true
  wait "$run" 2>/dev/null || status=$?
  return "$status"
}
sleep_ms() { sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"; }

SETTINGS_OF[production]="shared_preload_libraries=schema_audit"
new_clusters production staging
start_receiver killed
start_receiver quiet
psql_on production postgres --quiet --command "CREATE EXTENSION schema_audit"
for name in production staging; do
  psql_on "$name" postgres --quiet --command "CREATE ROLE reader LOGIN" --command "CREATE SCHEMA app" \
    --command "CREATE TABLE app.base (id int PRIMARY KEY)"
done
psql_on production postgres --quiet --command "GRANT pg_monitor TO reader"
configure quiet
configure killed

undisturbed quiet
undisturbed killed
change 0
start=$(now_ms)
undisturbed quiet
duration=$(($(now_ms) - start))
undisturbed killed
echo "# a run takes $duration ms"

cut_short=0
different=""
failed=0
for ((i = 1; i <= kills; ++i)); do
  change "$i"
  # A slow receiver makes the time between a request and its answer long enough to be hit.
  wait_ms=$((i % 3 == 0 ? 300 : 0))
  receiver_waits killed "0.$wait_ms"
  # 13 and 50 have no common divisor: every fiftieth of the run gets its kill, early and late ones mixed.
  begin_run
  sleep_ms $(((duration + wait_ms) * ((i * 13) % kills + 1) / kills))
  status=0
  kill_run || status=$?
  ((status != 137)) || cut_short=$((cut_short + 1))
  receiver_waits killed 0
  undisturbed quiet &
  undisturbed killed || failed=$((failed + 1))
  wait "$!" || failed=$((failed + 1))
  difference=$(python3 "$SCHEMA_AUDIT_ROOT/test/support/store_content.py" "$work/quiet.db" "$work/killed.db") ||
    different+="after kill $i:"$'\n'"$difference"$'\n'
done
echo "# $cut_short of $kills runs were cut short"
ok "most runs were cut short" test "$cut_short" -ge $((kills * 3 / 5))
is "every next run succeeds" "$failed" 0
is "after every kill the store content is that of an undisturbed collector" "$different" ""

ids() { stored "SELECT id FROM alert ORDER BY id"; }
store=$work/quiet.db
is "the undisturbed one: one request per alert" "$(request_count quiet)" "$(ids | wc -l)"
store=$work/killed.db
is "the killed one: every alert arrived, none under two ids" "$(request_ids killed)" "$(ids)"
is "nothing is left to deliver" "$(stored "SELECT count(*) FROM delivery WHERE state <> 'delivered'")" 0
echo "# $(ids | wc -l) alerts in $(request_count killed) requests"

# The narrowest moment: the receiver has it, the store does not know.
change $((kills + 2))
receiver_answers killed hang
requests=$(request_count killed)
begin_run
arrived() { (($(request_count killed) > requests)); }
ok "the request arrives" wait_until 20 arrived
kill_run || true
is "the alert is still to be delivered" "$(stored "SELECT count(*) FROM delivery WHERE state = 'pending'")" 1
receiver_answers killed 200
undisturbed killed
is "it comes once more" "$(request_count killed)" $((requests + 2))
is "under the same id" "$(request_ids killed)" "$(ids)"
undisturbed killed
is "and never again" "$(request_count killed)" $((requests + 2))
