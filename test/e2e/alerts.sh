#!/usr/bin/env bash
# Who is told about what: severities, environments, a receiver that is down for a while, drift that stays, goes and
# comes back.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

change() { psql_on target "$1" --quiet --command "$2"; }
# told NAME MINOR CRITICAL STAGING: how many requests each channel has had by now.
told() {
  ok "$1: collected" collected
  is "$1: everything, only critical, only staging" \
    "$(request_count everything) $(request_count critical) $(request_count staging)" "$2 $3 $4"
}
# last CHANNEL EXPRESSION [TARGET]: of the last request, or of the last one about a target: those of one collection come in
# any order.
last() {
  python3 -c "
import json, sys
for line in sys.stdin:
    candidate = json.loads(json.loads(line)['body'])
    if '${3-}' in ('', candidate['data']['target']): body = candidate
print($2)" <"$(receiver_requests "$1")"
}
pending() { stored "SELECT count(*) FROM delivery WHERE state = 'pending'"; }
# The store's clock is the only one that says when to try again.
make_due() { sqlite3 "$store" "UPDATE delivery SET next_try_at = '2000-01-01T00:00:00.000000Z'"; }

new_cluster target
for database in staging production; do
  psql_on target postgres --quiet --command "CREATE DATABASE $database"
  change "$database" "CREATE TABLE orders (id int NOT NULL, note text)"
done
for receiver in everything critical staging; do start_receiver "$receiver"; done
begin_config
add_target production production "$(connection_string target production)" staging
add_target staging staging "$(connection_string target staging)"
add_channels everything everything "min_severity: minor"
add_channel critical critical "min_severity: critical"
add_channel staging staging "min_severity: minor" "environments: [staging]"

told "the first collection" 0 0 0
told "nothing has changed" 0 0 0
change production "CREATE TABLE added (id int)"
told "a minor change" 1 0 0
is "it is a change and a drift at once" \
  "$(last everything "body['type'], 'changes' in body['data'], 'drift' in body['data']")" \
  "schema.changed True True"
is "about this target" "$(last everything "body['data']['target'], body['data']['environment']")" \
  "production production"
told "the drift stays as it is" 1 0 0
change production "ALTER TABLE orders DROP note"
told "a critical change" 2 1 0
is "the worst comes first" "$(last critical "body['data']['changes']['findings'][0]['code']")" column.dropped
told "that drift stays too" 2 1 0

# The reference moves: nobody changed production, its drift is another one.
change staging "ALTER TABLE orders DROP note"
told "a critical change of staging, and the end of critical drift" 4 3 1
is "production's drift has become smaller" \
  "$(last everything "body['type'], body['data']['target'], body['data']['drift']['critical']" production)" \
  "schema.drifted production 0"
is "who was only told of the critical drift is told that it is over" \
  "$(last critical "body['type'], body['data']['drift']['state'], body['data']['drift']['was']" production)" \
  "schema.resolved resolved critical"

change production "DROP TABLE added"
told "the drift goes: the drop itself is critical" 5 4 1
is "no drift is left" "$(stored "SELECT digest FROM drift")" ""
told "no drift, no alert" 5 4 1
change production "CREATE TABLE added (id int)"
told "the same drift comes back" 6 4 1
is "it is told again as drift" "$(last everything "body['data']['drift']['minor']")" 1
is "every alert under its own id" "$(request_ids everything | wc -l)" 6

# A receiver that is down

receiver_answers everything 503
change production "CREATE TABLE more (id int)"
told "a receiver that is down was asked once" 7 4 1
is "what it refused is kept" "$(pending)" 1
told "it is not asked again at once" 7 4 1
change production "CREATE TABLE even_more (id int)"
collected
is "the next alert waits too, after one more try" "$(pending)" 2
receiver_answers everything 200
make_due
before=$(request_count everything)
collected
is "when it is up and the time has come, both arrive" "$(($(request_count everything) - before))" 2
is "nothing is left" "$(pending)" 0
make_due
collected
is "nothing arrives again" "$(($(request_count everything) - before))" 2
is "each under the id that it had before" "$(request_ids everything)" \
  "$(stored "SELECT DISTINCT alert_id FROM delivery WHERE channel = 'everything' ORDER BY 1")"
is "every alert was accepted exactly once" "$(python3 -c '
import collections, json, sys
accepted = collections.Counter(r["headers"]["webhook-id"]
                               for r in map(json.loads, open(sys.argv[1], encoding="utf-8")) if r["answered"] == "200")
print(len(accepted), set(accepted.values()))' "$(receiver_requests everything)")" "8 {1}"

receiver_answers everything 410
change production "CREATE TABLE last (id int)"
exits "a receiver that is gone is no failure of the collection" 0 collect
contains "but it is said" "$stderr" "given up"
is "and the alert is not tried again" "$(stored "SELECT count(*) FROM delivery WHERE state = 'dead'")" 1
lacks "the key in the receiver's address is not shown" "$stderr" "/everything"
