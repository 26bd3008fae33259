#!/usr/bin/env bash
# When collect collects and when not, what it exits with, and the verbs that schedulers know.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

new_cluster target
for database in one two; do psql_on target postgres --quiet --command "CREATE DATABASE $database"; done
change() { psql_on target one --quiet --command "$1"; }
change "CREATE TABLE t (id int, note text)"
start_receiver ops
begin_config "run: {pause_file: pause}"
add_target one test "$(connection_string target one)"
add_target two test "$(connection_string target two)"
add_channels ops ops "min_severity: minor"

# --dry-run

exits "a dry run before there is a store" 0 collect --dry-run
contains "looks at everything" "$stdout" "one: first snapshot"
is "and leaves nothing" "$(find "$work" -name '*.db*' | wc -l)" 0
is "nowhere" "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'schema-audit.*' -user "$(id -un)" | wc -l)" 0
exits "the first collection" 0 collect
change "ALTER TABLE t DROP note"
exits "a dry run tells what is new" 2 collect --dry-run
contains "in full" "$stdout" "column public.t.note was dropped"
is "and keeps no snapshot" "$(stored "SELECT count(*) FROM snapshot")" 2
is "nor an alert" "$(stored "SELECT count(*) FROM alert")-$(request_count ops)" 0-0

# crawl and diff-latest

exits "crawl: one target" 2 crawl one
contains "tells it too" "$stdout" "column public.t.note was dropped"
is "and keeps it" "$(stored "SELECT count(*) FROM snapshot")" 3
exits "crawl needs a target" 64 crawl
exits "diff-latest: what the last collection found" 2 diff-latest one --output "$work/latest.txt"
contains "from the store" "$stdout" "column public.t.note was dropped"
is "into a file too" "$(<"$work/latest.txt")" "$stdout"
exits "as JSON by the name of the file" 2 diff-latest one --output "$work/latest.json"
ok "which it is" python3 -m json.tool "$work/latest.json"
exits "one with a single snapshot" 0 diff-latest two
is "says so" "$stdout" "two: there is no earlier snapshot"
exits "nothing changed" 0 crawl one
exits "diff-latest then" 0 diff-latest one --output "$work/latest.txt"
is "says so" "$(<"$work/latest.txt")" "one: No changes detected"

# --exit-code

change "CREATE TABLE minor ()"
exits "minor findings" 0 collect --dry-run
exits "any finding" 1 collect --dry-run --exit-code any
change "DROP TABLE minor; ALTER TABLE t RENAME id TO number"
for pair in severity:2 any:1 never:0; do
  exits "--exit-code ${pair%:*}" "${pair#*:}" diff one@latest one --exit-code "${pair%:*}"
done
exits "an unknown one" 64 collect --exit-code sometimes
sed 's/dbname=two/dbname=three/' "$config" >"$work/broken.yaml"
capture schema-audit --config "$work/broken.yaml" --log-level off collect --dry-run --exit-code never
is "what could not be read is no finding" "$status" 3

# When not

touch "$work/pause"
exits "a pause file" 0 collect
contains "stops everything" "$stdout" "one: skipped: paused by $work/pause"
is "and it keeps nothing" "$(stored "SELECT count(*) FROM snapshot")" 4
rm "$work/pause"
past=$(date -u -d '-3 hour' +%H:%M)-$(date -u -d '-2 hour' +%H:%M)
now=$(TZ=America/New_York date -d '-1 hour' +%H:%M)-$(TZ=America/New_York date -d '+1 hour' +%H:%M)
sed -i "s#^run: .*#run: {allowed_hours: \"$past\"}#" "$config"
exits "outside of the allowed hours" 0 collect --format json
contains "is said" "$stdout" "\"skipped\": \"outside of its allowed hours $past UTC\""
sed -i "s#  - name: two#  - name: two\n    allowed_hours: \"$now America/New_York\"#" "$config"
exits "a target may have hours of its own" 0 collect
contains "by the clock of its zone" "$stdout" "two: No changes detected"
contains "without the others" "$stdout" "one: skipped"
