#!/usr/bin/env bash
# The machine of the collector loses power at 100 random moments of collecting, pruning, maintaining, backing up and
# restoring: what was written since the last fsync of each file is lost, from a different moment on in each.  After each the
# store opens, verifies, and the next run ends in what a collector knows that nothing ever happened to.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

cuts=100
RANDOM=20261121
library=$work/power_cut.so
"${CC:-cc}" -shared -fPIC -O1 -o "$library" "$SCHEMA_AUDIT_ROOT/test/support/power_cut.c" -ldl -lpthread

configure() {
  mkdir "$work/$1"
  config=$work/$1/schema_audit.yaml
  store=$work/$1/store.db
  begin_config "keep:" "  events_days: 1" "  snapshots_days: 1" "  reports_days: 1"
  add_target target test "$(connection_string target postgres reader)"
}
with() { schema-audit --config "$work/$1/schema_audit.yaml" --log-level off "${@:2}" >"$work/out" 2>"$work/err"; }
# Findings are no failure.
undisturbed() {
  local status=0
  with "$@" || status=$?
  ((status <= 2)) || { cat "$work/err" >&2; fail "a run that nothing happened to exited with $status: ${*:2}"; }
}
# writes VERB...: how many an undisturbed run makes.
writes() {
  POWER_CUT_BELOW=$work/cut POWER_CUT_COUNT=$work/count LD_PRELOAD=$library undisturbed cut "$@"
  cat "$work/count"
}
# cut_during WRITE VERB...: true when it was cut.
cut_during() {
  local status=0
  POWER_CUT_BELOW=$work/cut POWER_CUT_AT=$1 POWER_CUT_SEED=$1$RANDOM LD_PRELOAD=$library with cut "${@:2}" || status=$?
  ((status == 137))
}
whole() { with cut verify || { cat "$work/out" "$work/err"; return 1; }; }
step=0
change() {
  step=$((step + 1))
  psql_on target postgres --quiet --command "CREATE TABLE t$step (id int, v text)" --command "ALTER TABLE base ADD COLUMN c$step int"
}
# Older than the configuration keeps, in both stores.
age() {
  local name
  for name in calm cut; do
    sqlite3 "$work/$name/store.db" "UPDATE snapshot SET taken_at = '2020-01-01T00:00:00.000000Z'" \
      "UPDATE ddl_statement SET logged_at = '2020-01-01T00:00:00.000000Z'"
  done
}
difference() { python3 "$SCHEMA_AUDIT_ROOT/test/support/store_content.py" "$work/calm/store.db" "$work/cut/store.db" || true; }

new_cluster target shared_preload_libraries=schema_audit
psql_on target postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE ROLE reader LOGIN IN ROLE pg_monitor" \
  --command "CREATE TABLE base (id int)"
configure calm
configure cut
undisturbed calm collect
undisturbed cut collect
change
in_collect=$(writes collect)
undisturbed calm collect
in_backup=$(writes backup)
in_maintain=$(writes maintain)
echo "# writes: $in_collect in collect, $in_backup in backup, $in_maintain in maintain"
ok "there are moments to choose from" test "$in_collect" -ge 5

wrong="" differs="" happened=0
for ((i = 1; i <= cuts; ++i)); do
  change
  case $((i % 5)) in
    0) verb=(backup) most=$in_backup ;;
    1) verb=(maintain) most=$in_maintain ;;
    2)
      # Restoring what was just backed up changes nothing that is not there anyway.
      undisturbed cut backup
      verb=(restore "$(find "$work/cut/backups" -name 'store-*Z.db' | sort | tail -n 1)") most=$((2 * in_backup))
      ;;
    *) verb=(collect) most=$in_collect ;;
  esac
  if ((i % 10 == 3)); then
    age
    undisturbed calm prune
    verb=(prune) most=$in_collect
  fi
  if cut_during $((RANDOM % most + 1)) "${verb[@]}"; then happened=$((happened + 1)); fi
  whole >"$work/whole" || wrong+="after cut $i, in ${verb[0]}: $(<"$work/whole")"$'\n'
  for backup in "$work"/cut/backups/*.db; do
    [[ -e $backup ]] || continue
    with cut verify "$backup" || wrong+="backup after cut $i: $(<"$work/out")"$'\n'
  done
  rm -rf "$work/cut/backups"
  if [[ ${verb[0]} == prune ]]; then undisturbed cut prune; fi
  undisturbed calm collect
  undisturbed cut collect
  found=$(difference)
  [[ -z $found ]] || differs+="after cut $i, in ${verb[0]}:"$'\n'"$found"$'\n'
done
echo "# $happened of $cuts runs lost power"
ok "most of them" test "$happened" -ge $((cuts / 2))
is "each time store and backups were whole" "$wrong" ""
is "and in the end it knows what the other one knows" "$differs" ""

# The same where nothing that was synced is kept either: this test would notice.
damaged=0
in_maintain=$(writes maintain)
for ((i = 1; i <= 20 && damaged == 0; ++i)); do
  change
  undisturbed cut collect
  POWER_CUT_NO_SYNC=1 cut_during $((in_maintain - i)) maintain || true
  whole >"$work/whole" 2>&1 || damaged=$i
done
ok "a disk that keeps nothing damages the store" test "$damaged" -gt 0
