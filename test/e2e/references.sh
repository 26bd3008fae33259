#!/usr/bin/env bash
# Every way to name a side of a comparison, every format, and the exit codes of what is found.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

# found NAME STATUS SEVERITIES ARGUMENT...: the exit code, and how many findings of each severity.
found() {
  local name=$1 expected=$2 counts=$3
  shift 3
  capture audit "$@" --format json
  is "$name" "$status $(python3 -c '
import collections, json, sys
severities = collections.Counter(f["severity"] for f in json.load(sys.stdin)["findings"])
print(*(f"{severities[s]} {s}" for s in ("critical", "major", "minor") if severities[s]), sep=", ")' <<<"$stdout")" \
    "$expected $counts"
}
change() { psql_on target shop --quiet --command "$1"; }

new_cluster target shared_preload_libraries=schema_audit
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "CREATE DATABASE staging" \
  --command "CREATE ROLE reader LOGIN" --command "GRANT pg_monitor TO reader"
change "CREATE EXTENSION schema_audit"
for database in shop staging; do
  psql_on target "$database" --quiet --command "CREATE TABLE orders (id int NOT NULL, total numeric, note text)"
done
begin_config
add_target shop production "$(connection_string target shop reader)" staging
add_target staging staging "$(connection_string target staging reader)"

# A live target needs no store.
found "two live targets, before anything was collected" 0 "" diff staging shop
ok "comparing makes no store" test ! -e "$store"
ok "collected: snapshot 1" collected
sleep 0.01
between=$(date --utc +%Y-%m-%dT%H:%M:%S.%6N)
change "CREATE INDEX orders_total ON orders (total)"
ok "collected: snapshot 2, one minor finding later" collected
change "ALTER TABLE orders ALTER total TYPE numeric(12, 2)"
ok "collected: snapshot 3, a major one later" collected
change "ALTER TABLE orders DROP note"
audit snapshots shop@1 >"$work/first.json"
audit snapshots shop@latest >"$work/third.json"

found "snapshot to snapshot: minor" 0 "1 minor" diff shop@1 shop@2
found "the other way around: major" 1 "1 major" diff shop@2 shop@1
# shellcheck disable=SC2154
is "the other way around: by whom what it takes back was done" \
  "$(python3 -c 'import json, sys; print(*(e["statement"] for f in json.load(sys.stdin)["findings"] for e in f["events"]))' <<<"$stdout")" \
  "CREATE INDEX orders_total ON orders (total)"
found "snapshot to snapshot: major" 1 "1 major" diff shop@2 shop@3
found "over both" 1 "1 major, 1 minor" diff shop@1 shop@3
found "the newest snapshot" 1 "1 major" diff shop@2 shop@latest
found "by time" 1 "1 major, 1 minor" diff "shop@$between" shop@3
found "by time, with a zone" 1 "1 major, 1 minor" diff "shop@${between}Z" shop@3
found "by time: now is the newest" 0 "" diff "shop@$(date --utc +%Y-%m-%d)T23:59:59" shop@3
found "by time: so long ago" 0 "" diff shop@-0s shop@3
exits "by time: before there was anything" 64 diff shop@-2h shop@3
ok "a label" audit tag shop@2 release/42
found "by label" 1 "1 major" diff shop@release/42 shop@3
exits "by label: one that nobody gave" 64 diff shop@release-43 shop
contains "by label: says so" "$stderr" "there is no snapshot shop@release-43"
exits "by time: before the first" 64 diff shop@2001-01-01 shop@3
found "a snapshot to now: critical" 2 "1 critical" diff shop@3 shop
found "from now to a snapshot: minor" 0 "1 minor" diff shop shop@3
found "a document to a snapshot" 1 "1 major, 1 minor" diff "$work/first.json" shop@3
found "a snapshot to a document" 1 "2 major" diff shop@3 "$work/first.json"
found "a document to a document" 1 "1 major, 1 minor" diff "$work/first.json" "$work/third.json"
found "a document to now" 2 "1 critical" diff "$work/third.json" shop
cp "$work/third.json" "$work/without_suffix"
found "a document without its suffix, by its path" 2 "1 critical" diff "$work/without_suffix" shop
cd "$work"
found "a document here, by its suffix" 2 "1 critical" diff third.json shop
cd "$SCHEMA_AUDIT_ROOT"
found "one target to another" 2 "1 critical, 1 major, 1 minor" diff staging shop
found "snapshots of two targets" 1 "1 major, 1 minor" diff staging@latest shop@3
found "itself" 0 "" diff shop shop

found "drift from the configured reference" 2 "1 critical, 1 major, 1 minor" drift shop
found "drift from a reference that is named" 2 "1 critical, 1 major, 1 minor" drift staging shop
found "drift of a snapshot from the configured reference" 0 "" drift shop@1
found "drift from a snapshot" 2 "1 critical" drift shop@3 shop
found "drift from a document" 2 "1 critical, 1 major, 1 minor" drift "$work/first.json" shop
exits "drift in words" 2 drift shop
contains "drift in words: says so" "$stdout" "shop has drifted from staging: 1 critical, 1 major, 1 minor"
exits "no drift in words" 0 drift shop shop
contains "no drift in words: says so" "$stdout" "shop has not drifted from shop"
exits "a diff in words" 2 diff shop@3 shop
contains "a diff in words: who did it is read live" "$stdout" "by postgres, psql, local socket"
contains "a diff in words: with the statement" "$stdout" "ALTER TABLE orders DROP note"

exits "several outputs" 2 diff shop@3 shop --output json="$work/a.json" --output markdown="$work/a.md" \
  --output text="$work/a.txt" --format markdown
ok "the JSON output is JSON" python3 -m json.tool "$work/a.json"
is "the Markdown output is what stdout has" "$(<"$work/a.md")" "$stdout"
contains "the text output is for people" "$(<"$work/a.txt")" "From shop@3 to shop: 1 critical"
exits "an output is replaced" 0 diff shop shop --output text="$work/a.txt"
contains "an output is replaced: wholly" "$(<"$work/a.txt")" "No changes detected from shop to shop"
is "nothing but the outputs is left there" "$(find "$work" -name 'a.*' | wc -l)" 3
exits "options may stand before the verb and behind it" 0 --log-level debug snapshots --format json shop
ok "and the list is JSON" python3 -m json.tool "$work/../stdout"

before=$(stored "SELECT count(*) FROM snapshot")
is "comparing stores nothing" "$(sha256sum "$store" | cut -c1-64)" "$(audit diff shop staging >"$work/out" || true
  sha256sum "$store" | cut -c1-64)"
is "the list has all snapshots" "$(audit snapshots | tail -n +2 | wc -l)" "$before"
ok "collected: what came since" collected
exits "the log since a time" 0 log shop --since "$between" --object public.orders
is "the log since a time: three statements, the one on its index too" "$(grep -c '^    > ' <<<"$stdout")" 3
exits "the newest of the log" 0 log --limit 1
contains "the newest of the log: one statement" "$stdout" "DROP note"
is "the newest of the log: no other" "$(grep -c '^    > ' <<<"$stdout")" 1
exits "the log of somebody else" 0 log --who nobody
is "the log of somebody else: is empty" "$stdout" ""
exits "blame of a snapshot" 0 blame shop@3 orders
contains "blame of a snapshot: a column that is gone now" "$stdout" "note"
exits "blame of now" 0 blame shop public.orders
lacks "blame of now: a column that is gone" "$(grep '^column' <<<"$stdout")" "column  note"
exits "a column's blame" 0 blame shop public.orders.total
contains "a column's blame: who changed its type" "$stdout" "ALTER COLUMN SET DATA TYPE"
change "CREATE ROLE clerk"
change "GRANT SELECT, INSERT ON orders TO clerk"
change "GRANT UPDATE (total) ON orders TO clerk; REVOKE INSERT ON orders FROM clerk"
exits "blame of privileges" 0 blame shop public.orders
for line in 'privilege +SELECT to clerk +granted +postgres ' 'privilege +INSERT from clerk +revoked +postgres ' \
  'privilege +UPDATE \(total\) to clerk +granted +postgres '; do
  ok "blame of privileges: $line" grep -Eq "^$line" <<<"$stdout"
done
change "REVOKE ALL ON orders FROM clerk; REVOKE UPDATE (total) ON orders FROM clerk; DROP ROLE clerk"
