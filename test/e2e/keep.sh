#!/usr/bin/env bash
# The store over the years: what the retention removes and leaves, backups, restoring, verifying, documents out and in,
# labels, the course of a drift.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

field() { python3 -c 'import json, sys; print(eval("document" + sys.argv[1], {"document": json.load(sys.stdin)}))' "$1" <<<"$stdout"; }
# As if all that is there had been collected so many days ago.
age() {
  local column name
  for column in ddl_statement.logged_at ddl_attempt.at snapshot.taken_at report.made_at alert.created_at delivery.last_try_at; do
    name=${column#*.}
    sqlite3 "$store" "UPDATE ${column%.*} SET $name = strftime('%Y-%m-%dT%H:%M:%f000Z', $name, '-$1 days') WHERE $name IS NOT NULL"
  done
}
sql() { psql_on production postgres --quiet --command "$1"; }

# shellcheck disable=SC2034
SETTINGS_OF[production]="shared_preload_libraries=schema_audit"
new_clusters production staging
start_receiver hook
for name in production staging; do
  psql_on "$name" postgres --quiet --command "CREATE ROLE reader LOGIN IN ROLE pg_monitor" --command "CREATE TABLE orders (id int PRIMARY KEY, note text)"
done
sql "CREATE EXTENSION schema_audit"
sql "GRANT EXECUTE ON FUNCTION schema_audit.seal() TO reader"
begin_config "keep:" "  events_days: 100" "  snapshots_days: 50" "  reports_days: 50" "  deliveries_days: 10" "  backup_retention_days: 20"
add_target staging staging "$(connection_string staging postgres reader)"
add_target production production "$(connection_string production postgres reader)" staging
add_channels ops hook "min_severity: minor"
exits "there is nothing to prune yet" 64 prune
exits "nor to maintain" 64 maintain
exits "nor to verify" 74 verify
exits "nor to back up" 74 backup

audit --log-level off collect >/dev/null || true
sql "ALTER TABLE orders DROP COLUMN note"
sql "DROP TABLE nowhere" 2>/dev/null || true
sql "SELECT schema_audit.store_attempts()" >/dev/null
exits "a change" 2 collect
sql "ALTER TABLE orders ADD COLUMN total numeric"
exits "and another" 2 collect
is "an attempt is there" "$(stored "SELECT count(*) FROM ddl_attempt")" 1
exits "the store is whole" 0 verify
for check in integrity "foreign keys" schema objects snapshots seals; do contains "$check" "$stdout" "$check"; done
is "seals were there to look at" "$(stored "SELECT count(*) > 0 FROM ddl_block")" 1

# The course of things.
exits "the trend" 0 trend
contains "of the drift" "$stdout" "production   critical  1     1"
contains "ends high" "$stdout" "▁█"
contains "what changed most" "$stdout" "table public.orders"
contains "who did it by hand" "$stdout" "psql  yes"
exits "for programs" 0 trend production --days 7 --format json
is "one number for each day" "$(field '["drift"][0]["values"]')" "[0, 0, 0, 0, 0, 0, 1]"
is "changes too" "$(field '["objects"][0]["changes"]')" 2
exits "of no time at all" 64 trend --days 0

# Labels.
exits "a label" 0 tag production@1 "before 4.2"
exits "is listed" 0 snapshots production
contains "beside its snapshot" "$stdout" "before 4.2"
exits "a snapshot that is not there has none" 64 tag production@99 x
exits "a live database has none" 64 tag production x

# Backups.
exits "a backup" 0 backup --format json
backup=$(field '["file"]')
exits "is whole" 0 verify "$backup"
is "private" "$(stat --format %a "$backup")" 600
ok "and the same" python3 "$SCHEMA_AUDIT_ROOT/test/support/store_content.py" "$store" "$backup"
exits "somewhere else" 0 backup "$work/elsewhere"
is "too" "$(find "$work/elsewhere" -name 'store-*.db' | wc -l)" 1

# Out and in.
exits "a snapshot as a document" 0 export production@1 "$work/one.json"
exits "is the one that was stored" 0 diff production@1 "$work/one.json"
exits "and differs from the next" 2 diff "$work/one.json" production@2
exits "it is imported" 0 import "$work/one.json" archive --environment old --label "from 4.1"
contains "as the first one of a target" "$stdout" "archive@1: "
exits "and is the same" 0 diff archive@1 production@1
audit export production@2 >"$work/two.json"
exits "the next one follows" 0 import "$work/two.json" archive --environment old
exits "and differs as the original does" 2 diff archive@1 archive@2
is "fingerprints" "$(stored "SELECT group_concat(hex(fingerprint)) FROM snapshot s JOIN target t ON t.id = s.target_id WHERE name = 'archive'")" \
  "$(stored "SELECT group_concat(hex(fingerprint)) FROM snapshot s JOIN target t ON t.id = s.target_id WHERE name = 'production' AND s.id <= 2")"
exits "compressed, by its name" 0 export production@1 "$work/one.json.zst"
is "it is" "$(head -c 4 "$work/one.json.zst" | od -An -tx1 | tr -d ' \n')" 28b52ffd
ok "and smaller" test "$(stat -c %s "$work/one.json.zst")" -lt "$(($(stat -c %s "$work/one.json") / 2))"
exits "it is the same one" 0 diff "$work/one.json" "$work/one.json.zst" --exit-code any
exits "it is imported as well" 0 import "$work/one.json.zst" packed --environment old
exits "a report is compressed in the same way" 0 diff "$work/one.json.zst" production@2 --exit-code never --output "json=$work/report.json.zst"
is "into a file of its own" "$(head -c 4 "$work/report.json.zst" | od -An -tx1 | tr -d ' \n')" 28b52ffd
head -c 300 "$work/one.json.zst" >"$work/torn.json.zst"
exits "half of one is refused" 65 diff "$work/torn.json.zst" "$work/one.json"
contains "with its name" "$stderr" "torn.json.zst: not to be decompressed"
exits "not into what is collected" 64 import "$work/one.json" production
sed 's/public/publik/' "$work/one.json" >"$work/forged.json"
exits "nor an altered document" 65 import "$work/forged.json" forged
is "of which nothing is left" "$(stored "SELECT count(*) FROM target WHERE name = 'forged'")" 0

exits "what was found, as a document" 0 export --reports production "$work/reports.json.zst"
exits "is imported" 0 import "$work/reports.json.zst" elsewhere --environment old
is "all of it" "$(stored "SELECT group_concat(document) FROM (SELECT document FROM report JOIN target t ON t.id = target_id
  WHERE name = 'elsewhere' ORDER BY made_at, type)")" "$(stored "SELECT group_concat(document) FROM (SELECT document FROM report
  JOIN target t ON t.id = target_id WHERE name = 'production' ORDER BY made_at, type)")"
exits "once" 0 import "$work/reports.json.zst" elsewhere --environment old
contains "only" "$stdout" "elsewhere: 0 of "
exits "and is seen in its trend" 0 trend elsewhere
contains "by its environment" "$stdout" "old"
exits "reports of nobody" 64 export --reports nobody
zstd -dcq "$work/reports.json.zst" | sed 's/"minor": 0/"minor": "many"/' >"$work/forged.json"
exits "and forged ones are refused" 65 import "$work/forged.json" forged
contains "with the name of the file" "$stderr" "forged.json: no document of reports"

# What is old goes.
age 60
before=$(stored "SELECT count(*) FROM ddl_statement")
exits "what would go" 0 prune --dry-run
contains "is told" "$stdout" "would be removed: "
exits "what goes" 0 prune --format json
is "the snapshots in between" "$(field '["removed"]["snapshots"]')" 3
is "no event yet" "$(stored "SELECT count(*) FROM ddl_statement")" "$before"
is "the newest and the one with a label stay" "$(stored "SELECT group_concat(s.id) FROM snapshot s JOIN target t ON t.id = s.target_id WHERE name = 'production'")" 1,3
is "deliveries are gone" "$(stored "SELECT count(*) FROM delivery")" 0
exits "again, nothing" 0 prune
contains "is left to remove" "$stdout" "nothing is old enough"
exits "what is left is whole" 0 verify
exits "and is what it was" 0 diff production@1 "$work/one.json"
age 60
exits "later" 0 prune --format json
is "events go too" "$(stored "SELECT count(*) FROM ddl_statement")" 0
ok "all of them" test "$(field '["removed"]["statements"]')" -eq "$before"
exits "the store is whole without them" 0 verify
exits "the log is still what it was" 0 check --deep
lacks "nothing is taken for new" "$stdout" "differ and"
sql "CREATE TABLE later ()"
exits "and goes on" 2 collect production
is "with what is new alone" "$(stored "SELECT statement FROM ddl_statement")" "CREATE TABLE later ()"
is "attempts too" "$(stored "SELECT count(*) FROM ddl_attempt")" 0
exits "compared with the database" 0 check --deep

sqlite3 "$store" "CREATE TABLE ballast AS SELECT randomblob(1000000); DROP TABLE ballast"
exits "room is given back" 0 maintain
[[ $stdout =~ ([0-9]+)\ bytes\ before,\ ([0-9]+)\ bytes\ now ]]
ok "to the file system" test "${BASH_REMATCH[2]}" -lt "$((BASH_REMATCH[1] - 900000))"
is "as it says" "${BASH_REMATCH[2]}" "$(stat --format %s "$store")"
exits "nothing is lost by that" 0 verify

# Back to the backup.
exits "what was pruned comes back" 0 restore "$backup"
contains "the store before is kept" "$stdout" "the store before is kept as "
is "all of it" "$(stored "SELECT count(*) FROM ddl_statement")" "$before"
exits "a collection goes on from there" 2 collect
exits "the rows of the database agree" 0 check --deep
printf 'x%.0s' {1..9000} | dd of="$store" bs=1 seek=5000 conv=notrunc status=none
rm -f "$store-wal" "$store-shm"
exits "a damaged store is told" 74 verify
contains "as such" "$stdout" "failed"
exits "and replaced" 0 restore "$backup"
contains "but not thrown away" "$stdout" "the damaged store was moved to "
exits "it is whole again" 0 verify
head -c 20000 "$backup" >"$work/half.db"
exits "half a backup is refused" 74 restore "$work/half.db"
contains "before anything is touched" "$stderr" "nothing was restored"
exits "still whole" 0 verify

# Old backups go, and a newer store is left alone.
newest=$(find "$work/backups" -name 'store-*.db' | sort | tail -n 1)
cp "$newest" "$work/backups/store-20200101T000000.000000Z.db"
exits "the next backup" 0 backup
contains "removes what is too old" "$stdout" "store-20200101T000000.000000Z.db: removed, too old"
sqlite3 "$store" "INSERT INTO migration VALUES (99, 'later', 'x', 'x')"
for verb in collect check prune verify; do
  exits "a store of a newer program: $verb" 74 "$verb"
  contains "is refused: $verb" "$stderr" "was written by a newer schema-audit"
done
