#!/usr/bin/env bash
# Names that try to break out of what they are put into: in every output of both halves they are correct and inert.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

hostile() { python3 "$SCHEMA_AUDIT_ROOT/test/support/hostile.py" "$@"; }
# audited NAME STATUS ARGUMENT...: stdout and stderr in the files NAME.out and NAME.err.
audited() {
  local name=$1 expected=$2 status=0
  shift 2
  audit "$@" >"$work/$name.out" 2>"$work/$name.err" || status=$?
  is "schema-audit $1${3+ ...}: exit code" "$status" "$expected"
  if [[ $* == *"format json"* ]]; then
    ok "schema-audit $1: JSON" python3 -m json.tool "$work/$name.out"
  else
    ok "schema-audit $1: inert on stdout" hostile inert "$work/$name.out"
  fi
  ok "schema-audit $1: inert on stderr" hostile inert "$work/$name.err"
}

fingerprint_of() {
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["fingerprint"])' "$work/$1.json"
}

new_cluster production shared_preload_libraries=schema_audit
psql_on production postgres --quiet --command "CREATE DATABASE shop" --command "CREATE DATABASE copy"
psql_on production shop --quiet --command "CREATE EXTENSION schema_audit" \
  --command "CREATE ROLE reader LOGIN" --command "GRANT pg_monitor TO reader"
start_receiver alerts
begin_config
add_target copy test "$(connection_string production copy reader)"
add_target shop test "$(connection_string production shop reader)" copy
add_channels ops alerts "min_severity: minor"

hostile sql >"$work/hostile.sql"
ok "the objects are made" psql_on production shop --quiet --file "$work/hostile.sql"
audited first 0 collect
is "a snapshot in the database" "$(sql_on production shop "SELECT schema_snapshot(E'it''s \"\\e[31m\"')")" 1
hostile change >"$work/change.sql"
ok "they are changed" psql_on production shop --quiet --file "$work/change.sql"

# Outside

audited collect 2 collect --output json="$work/collect.json" --output markdown="$work/collect.md"
audited diff 2 diff shop@1 shop@2
audited diff_json 2 diff shop@1 shop --format json
audited diff_markdown 2 diff shop@1 shop --format markdown
audited drift 0 drift copy shop
audited drift_markdown 0 drift copy shop --format markdown
schema=$SCHEMA_AUDIT_ROOT/docs/report.schema.json
formats() { python3 "$SCHEMA_AUDIT_ROOT/test/support/report_formats.py" "$@"; }
for format in html junit sarif github; do
  audited "diff_$format" 2 diff shop@1 shop@2 --format "$format"
  ok "$format: its reader takes it" formats "$format" "$work/diff_$format.out"
done
# Statements have the names as they are; what stands beside them is inert.
audit diff shop@1 shop@2 --format sql >"$work/diff.sql" || true
grep '^-- ' "$work/diff.sql" >"$work/comments.out"
ok "SQL: its comments are inert" hostile inert "$work/comments.out"
ok "JSON: as the published schema has it" formats json "$schema" "$work/diff_json.out" "$work/collect.json"
is "HTML: every finding" "$(formats show html "$work/diff_html.out" | grep -c .)" \
  "$(python3 -c 'import json, sys; print(len(json.load(open(sys.argv[1]))["findings"]))' "$work/diff_json.out")"
audited log 0 log
audited log_json 0 log --format json
audited snapshots 0 snapshots
audited snapshot_json 0 snapshots shop@1 --format json
audited check 0 check
audited check_json 0 check --format json
audited no_such_object 64 blame shop $'\e[31m\u202e'
audited no_such_target 64 log $'\e[31m\u202e'
audited no_such_side 64 diff $'\e[31m\u202e@1' shop
audited no_such_file 65 diff $'/\e[31m\u202e.json' shop
audited no_such_verb 64 $'\e[31m\u202e'
audited no_such_option 64 check $'--\e[31m\u202e'
config=$'/\e[31m\u202e' audited no_such_config 78 check
ok "Markdown: its structure holds" hostile markdown "$work/diff_markdown.out" "$work/drift_markdown.out"
ok "Markdown: inert in a file" hostile inert "$work/collect.md"
ok "JSON: in a file" python3 -m json.tool "$work/collect.json"
ok "JSON: every name is exactly itself" hostile named "$work/snapshot_json.out"
cp "$work/snapshot_json.out" "$work/snapshot.json"
audited document 0 diff "$work/snapshot.json" shop@1
ok "an alert arrived" test "$(request_count alerts)" -ge 1
ok "its payload is JSON and names its findings" python3 -c '
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    data = json.loads(json.loads(line)["body"])["data"]
    assert (data.get("changes") or data["drift"])["findings"]' \
  "$(receiver_requests alerts)"

# Each table, addressed as a person would type it.
python3 - "$SCHEMA_AUDIT_ROOT/test/support" >"$work/addresses" <<'PYTHON'
import sys
sys.argv, sys.path[:0] = ["hostile.py", "sql"], [sys.argv[1]]
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    import hostile
for name in hostile.NAMES:
    print("table " + hostile.identifier(name) + "." + hostile.identifier(name), end="\0")
PYTHON
unnamed=""
while IFS= read -r -d '' address; do
  audit blame shop "$address" >"$work/blame.out" 2>"$work/blame.err" || unnamed+="$address: $(<"$work/blame.err")"
  hostile inert "$work/blame.out" >>"$work/inert" || unnamed+="$address: not inert"
  grep -q "^column .*ADD COLUMN" "$work/blame.out" || unnamed+="$address: has no author"
done <"$work/addresses"
is "blame finds every table and who added its column, inert" "$unnamed" ""
audit log --object "$(head -z -n 3 "$work/addresses" | tail -z -n 1 | tr -d '\0' | sed -z 's/^table //')" >"$work/one" 2>&1
contains "log finds a table with a line feed in its name" "$(<"$work/one")" "SET NOT NULL"

# Inside

is "schema_diff(): every changed table" "$(sql_on production shop "
  SELECT count(DISTINCT object) FROM schema_diff() WHERE code = 'column.dropped'")" 16
is "schema_diff(): everybody has a name" "$(sql_on production shop "
  SELECT count(*) FROM schema_diff() WHERE who IS NULL")" 0
is "schema_blame(): every table" "$(sql_on production shop "
  SELECT count(*) FROM pg_class c, LATERAL schema_blame('table ' || c.oid::regclass::text) b
  WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text NOT IN ('schema_audit', 'public')
    AND c.relnamespace >= 16384 AND b.kind = 'table' AND b.who IS NOT NULL")" 16
sql_on production shop "SELECT schema_snapshot_json(1)" >"$work/inside.json"
ok "schema_snapshot_json(): every name is exactly itself" hostile named "$work/inside.json"
is "both halves agree" "$(fingerprint_of inside)" "$(fingerprint_of snapshot)"

# Nothing of it ran

is "the canary lives" "$(sql_on production shop "SELECT count(*) FROM public.canary")" 0
ok "nothing was touched" test ! -e pwned -a ! -e "$HOME/pwned" -a ! -e "$work/pwned"
