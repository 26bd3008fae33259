#!/usr/bin/env bash
# Snapshots by both doors while 8 sessions take their schemas from one state to the next: each holds one state of each,
# to the last text.
#
# ONE_INSTANT_SECONDS   how long, 15 without it
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

seconds=${ONE_INSTANT_SECONDS:-15}
one_instant=$SCHEMA_AUDIT_ROOT/test/support/one_instant.py
export PGOPTIONS="-c client_min_messages=warning"

new_cluster target shared_preload_libraries=schema_audit max_locks_per_transaction=256
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "CREATE ROLE stranger LOGIN"
psql_on target shop --quiet --command "CREATE EXTENSION schema_audit"
begin_config
add_target shop test "$(connection_string target shop stranger)"

until=$(date -u -d "+$seconds seconds" '+%F %T+00')
writers=()
for number in {1..8}; do
  (set +o pipefail
    python3 "$one_instant" script "$number" "$until" |
      psql_on target shop --quiet --set ON_ERROR_STOP=1 >"$work/writer_$number" 2>&1) &
  writers+=("$!")
  _started_processes+=("$!")
done
ready() { [[ $(sql_on target shop "SELECT count(*) FROM pg_proc WHERE proname = 'kept'") == 8 ]]; }
ok "eight sessions are at work" wait_until 30 ready

# From outside, meanwhile. Where no two moments are alike it may give up, and says so.
collect_all() {
  local status
  while kill -0 "${writers[0]}" 2>/dev/null; do
    status=0
    audit --log-level error collect >"$work/collected" 2>&1 || status=$?
    echo "$status" >>"$work/codes"
    if ((status == 3)); then
      grep -E 'changed while it was read|lock timeout' "$work/collected" | head -n 1 >>"$work/gave_up" ||
        cat "$work/collected" >>"$work/unexplained"
    fi
  done
}
collect_all &
collecting=$!
_started_processes+=("$collecting")
while kill -0 "${writers[0]}" 2>/dev/null; do
  sql_on target shop "SELECT public.schema_snapshot()" >>"$work/inside" 2>>"$work/inside_errors" || true
done
wait "$collecting"
failed=0
for pid in "${writers[@]}"; do
  wait "$pid" || failed=$((failed + 1))
done
is "no command of theirs failed, waited for 20 seconds or was the victim of a deadlock" \
  "$failed $(cat "$work"/writer_*)" "0 "
is "no snapshot in the database failed" "$(<"$work/inside_errors")" ""
capture audit collect
ok "a collection when they are done (exit code $status)" test "$status" -le 2
is "collections end well, or incomplete" "$(grep -vxE '[0-3]' "$work/codes" || true)" ""
is "those that gave up say why" "$(cat "$work/unexplained" 2>/dev/null)" ""

mkdir "$work/in" "$work/outside"
for id in $(sql_on target shop "SELECT id FROM schema_audit.snapshot"); do
  sql_on target shop "SELECT public.schema_snapshot_json($id)" >"$work/in/$id"
done
for id in $(stored "SELECT id FROM snapshot"); do
  audit snapshots "shop@$id" >"$work/outside/$id"
done
ok "snapshots in the database hold one instant" python3 "$one_instant" check "$work"/in/*
ok "snapshots from outside hold one instant" python3 "$one_instant" check "$work"/outside/*
echo "# inside: $(python3 "$one_instant" check "$work"/in/* | tail -n 1)"
echo "# outside: $(python3 "$one_instant" check "$work"/outside/* | tail -n 1), gave up $(grep -cx 3 "$work/codes" || true) times"
