#!/usr/bin/env bash
# Rules of alert channels: kinds of objects, escalation, reminders, quiet hours, and what is said when drift is gone.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

change() { psql_on target "$1" --quiet --command "$2"; }
# news CHANNEL: type, state and counts of every message so far, a line each.
news() {
  python3 - "$(receiver_requests "$1")" <<'PY'
import json, os, sys
if os.path.exists(sys.argv[1]):
    for line in open(sys.argv[1], encoding="utf-8"):
        body = json.loads(json.loads(line)["body"])
        drift = body["data"].get("drift", {})
        print(body["type"], drift.get("state", "-"), f'{drift.get("critical", 0)}/{drift.get("major", 0)}/{drift.get("minor", 0)}',
              body["data"]["severity"])
PY
}
forget() { for receiver in all indexes night; do rm -f "$(receiver_requests "$receiver")"; done; }

new_cluster target
for database in staging production; do
  psql_on target postgres --quiet --command "CREATE DATABASE $database"
  change "$database" "CREATE TABLE orders (id int, note text)"
done
for receiver in all indexes night; do start_receiver "$receiver"; done
# Two hours around now are quiet, in a zone that is not UTC.
quiet=$(TZ=Asia/Kolkata date -d '-1 hour' +%H:%M)-$(TZ=Asia/Kolkata date -d '+1 hour' +%H:%M)
# shellcheck disable=SC2119
begin_config
add_target production production "$(connection_string target production)" staging
add_target staging staging "$(connection_string target staging)"
add_channels all all "min_severity: minor" "environments: [production]" "remind_after: 2h"
add_channel indexes indexes "min_severity: minor" "environments: [production]" "kinds: [index]"
add_channel night night "min_severity: minor" "environments: [production]" "quiet_hours: $quiet Asia/Kolkata"

collected
is "no drift, no news" "$(news all)" ""
change staging "CREATE TABLE wanted (id int)"
collected
is "drift is told when it is found" "$(news all)" "schema.drifted detected 1/0/0 critical"
forget
change staging "DROP TABLE wanted; CREATE TABLE other (id int)"
collected
is "another one, not worse" "$(news all)" "schema.drifted changed 1/0/0 critical"
forget
change staging "DROP TABLE other"
collected
is "gone" "$(news all)" "schema.resolved resolved 0/0/0 none"
forget
change production "CREATE INDEX i ON orders (id)"
collected
is "a change and the drift that it makes" "$(news all)" "schema.changed detected 0/0/1 minor"
is "a channel of indexes hears of it" "$(news indexes)" "schema.changed detected 0/0/1 minor"
forget
change staging "ALTER TABLE orders ADD must int NOT NULL"
collected
is "worse than before" "$(news all)" "schema.drifted escalated 1/0/1 critical"
is "not for the channel of indexes" "$(news indexes)" ""
forget

# Reminders, by the store's own times

collected
is "nothing new" "$(news all)" ""
age() { sqlite3 "$store" "UPDATE told_drift SET told_at = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-$1 minutes')"; }
age 119
collected
is "not yet" "$(news all)" ""
age 121
collected
is "a reminder after two hours" "$(news all)" "schema.drifted reminder 1/0/1 critical"
is "the others have a day" "$(news indexes)" ""
collected
is "one, not one for each run" "$(news all | wc -l)" 1
forget

# Quiet hours

is "at night only what is critical was told" "$(stored "SELECT DISTINCT a.severity FROM delivery d JOIN alert a
  ON (a.target_id, a.id) = (d.target_id, d.alert_id) WHERE d.channel = 'night' AND d.state = 'delivered'")" critical
waiting=$(stored "SELECT count(*) FROM delivery WHERE channel = 'night' AND state = 'pending'")
is "the rest waits" "$((waiting > 0))" 1
sed -i "s/quiet_hours: .*/quiet_hours: $(TZ=Asia/Kolkata date -d '+2 hour' +%H:%M)-$(TZ=Asia/Kolkata date -d '+3 hour' +%H:%M) Asia\/Kolkata/" "$config"
collected
is "until the morning" "$(news night | wc -l)" "$waiting"

# What cannot be meant

sed 's/kinds: \[index\]/kinds: [indexes]/' "$config" >"$work/bad.yaml"
capture schema-audit --config "$work/bad.yaml" collect
is "a kind that is none is refused" "$status" 78
contains "with the one that is meant" "$stderr" 'did you mean "index"?'
sed 's/quiet_hours: .*/quiet_hours: 22:00-06:00 Europe\/Berln/' "$config" >"$work/bad.yaml"
capture schema-audit --config "$work/bad.yaml" collect
is "so is a time zone" "$status" 78
