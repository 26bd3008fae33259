#!/usr/bin/env bash
# schema-audit check: what it says of targets, of the store and of alerts, for people and for those who monitor.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

# field EXPRESSION: of the JSON document d on stdout.
field() { python3 -c "import json, sys; d = json.load(sys.stdin); print($1)" <<<"$stdout"; }

new_cluster target shared_preload_libraries=schema_audit
for database in one two; do psql_on target postgres --quiet --command "CREATE DATABASE $database"; done
psql_on target one --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE t (id int, note text)"
psql_on target postgres --quiet --file "$SCHEMA_AUDIT_ROOT/docs/reader_role.sql" --set role=reader --dbname one
start_receiver ops
# new_config [LINE...]: the two targets and what these lines say.
new_config() {
  begin_config "$@"
  add_target one test "$(connection_string target one reader)"
  add_target two staging "$(connection_string target two)" one
  add_channels ops ops "min_severity: minor"
}
new_config

exits "before there is a store" 0 check
contains "nothing was collected" "$stdout" "never"
lacks "there is nothing to say of a store" "$stdout" "store:"
audit collect >/dev/null || true
exits "with a store" 0 check
contains "when it was collected" "$stdout" " s ago"
contains "how the clocks agree" "$stdout" "0.0"
contains "the store" "$stdout" "store: $store, "
contains "is whole" "$stdout" "every page is whole"

exits "for programs" 0 check --format json
is "the role and what it may" "$(field 'd["targets"][0]["privileges"]')" \
  "{'role': 'reader', 'superuser': False, 'read_log': True, 'verify': True, 'seal': True}"
is "the last collection" "$(field '(d["targets"][1]["collected"]["failures"], d["targets"][1]["collected"]["snapshot_at"] is not None)')" "(0, True)"
is "the clock" "$(field 'abs(d["targets"][0]["clock_skew_ms"]) < 1000')" True
is "the store" "$(field '(d["store"]["damaged"], d["store"]["bytes"] > 0, d["store"]["free_bytes"] > 0, d["store"]["problems"])')" \
  "(False, True, True, [])"
is "the outbox" "$(field '(d["alerts"]["waiting"], d["alerts"]["given_up"])')" "(0, 0)"

# What is a problem

new_config "check: {max_snapshot_age: 1ms}"
exits "a snapshot that is too old" 1 check one
contains "is told" "$stdout" "older than check.max_snapshot_age"
new_config "check: {max_snapshot_age: 1h, min_free_disk_mb: 1000000}"
exits "a disk that is nearly full" 1 check
contains "is told" "$stdout" "less than check.min_free_disk_mb"
if command -v faketime >/dev/null; then
  new_config "check: {min_free_disk_mb: 0}"
  capture faketime -f '+90s' schema-audit --config "$config" check two
  is "clocks that do not agree" "$status" 1
  contains "are told" "$stdout" " s behind that of this machine"
fi
new_config
sqlite3 "$store" "UPDATE delivery SET state = 'dead'"
exits "alerts that were given up" 1 check
contains "are told" "$stdout" "given up for ops"
sqlite3 "$store" "UPDATE delivery SET state = 'delivered'"
exits "and all is well again" 0 check

# Nagios

exits "a line for Nagios" 0 check --format nagios
is "is one line" "$(wc -l <<<"$stdout")" 1
contains "OK" "$stdout" "SCHEMA_AUDIT OK - 2 of 2 targets reached | targets=2;;;0 unreachable=0;;;0 "
psql_on target one --quiet --command "ALTER EVENT TRIGGER schema_audit_sql_drop DISABLE"
exits "WARNING" 1 check --format nagios
contains "says why" "$stdout" "SCHEMA_AUDIT WARNING - one: event triggers: "
psql_on target one --quiet --command "ALTER EVENT TRIGGER schema_audit_sql_drop ENABLE ALWAYS"
psql_on target postgres --quiet --command "ALTER DATABASE two ALLOW_CONNECTIONS false"
exits "UNKNOWN: a target that cannot be looked at" 3 check --format nagios
contains "says why" "$stdout" "SCHEMA_AUDIT UNKNOWN - two: "
is "with nothing on stderr" "$stderr" ""
exits "the others are looked at" 3 check
contains "each with its state" "$stdout" "readable"
psql_on target postgres --quiet --command "ALTER DATABASE two ALLOW_CONNECTIONS true"
capture schema-audit --config "$work/nowhere.yaml" check --format nagios
is "UNKNOWN: no configuration" "$status" 3
contains "says why" "$stdout" "SCHEMA_AUDIT UNKNOWN - $work/nowhere.yaml: cannot read"
cp "$store" "$work/good.db"
python3 - "$store" <<'PY'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(4096 * 20)
    file.write(b"\xff" * 4096)
PY
exits "CRITICAL: a damaged store" 2 check --format nagios
contains "says why" "$stdout" "SCHEMA_AUDIT CRITICAL - "
cp "$work/good.db" "$store"

# Prometheus

metrics=$work/schema_audit.prom
exits "metrics in a file" 0 check --output "$metrics"
contains "beside the table" "$stdout" "target  server"
ok "nothing else is left there" test -z "$(find "$work" -name '*.new.*')"
ok "which a strict reader takes" python3 "$SCHEMA_AUDIT_ROOT/test/support/prometheus_text.py" "$metrics"
if command -v promtool >/dev/null; then
  ok "and Prometheus' own" promtool check metrics <"$metrics"
fi
samples=$(python3 "$SCHEMA_AUDIT_ROOT/test/support/prometheus_text.py" "$metrics")
contains "a target that is up" "$samples" 'schema_audit_target_up{target="one",environment="test"} 1'
contains "its versions" "$samples" 'schema_audit_target_info{target="one",environment="test",server_version="'
contains "its drift" "$samples" 'schema_audit_target_drift_findings{target="two",environment="staging",reference="one",severity="critical"} 1'
contains "the alerts" "$samples" 'schema_audit_alerts{state="waiting"} 0'
contains "a channel" "$samples" 'schema_audit_channel_consecutive_failures{channel="ops"} 0'
exits "metrics on stdout" 0 check --format prometheus
is "are the same ones" "$(cut -d' ' -f1 <<<"$stdout" | grep -v '^#' | sort)" "$(cut -d' ' -f1 <<<"$samples")"
exits "a directory that is not there" 73 check --output "$work/nowhere/x.prom"
exits "a format that it does not have" 64 check --format markdown
exits "a format that others do not have" 64 snapshots --format nagios

# Targets are looked at together: one whose server is silent holds up nobody.

python3 "$SCHEMA_AUDIT_ROOT/test/support/silent_server.py" "$work/port" &
_started_processes+=("$!")
wait_until 10 test -s "$work/port" || fail "the silent server did not start"
begin_config "timeouts: {connect: 3s}"
for i in 1 2 3 4; do add_target "silent$i" test "host=127.0.0.1 port=$(cat "$work/port") dbname=db$i sslmode=disable"; done
add_target one test "$(connection_string target one reader)"
begin=$(date +%s%N)
exits "four that are silent" 3 check
took=$((($(date +%s%N) - begin) / 1000000))
is "are waited for in less than one after the other ($took ms)" "$((took < 11000))" 1
contains "and the one that lives is told" "$stdout" "readable"
