#!/usr/bin/env bash
# Chat rooms and pagers as strict as their documentation: hostile and many findings fit, and no name becomes markup.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

double=$SCHEMA_AUDIT_ROOT/test/support/channel_double.py
ok "the doubles refuse what the services refuse" python3 "$double" check
rooms=$(scratch_dir)/rooms
mkdir "$rooms"
python3 "$double" "$rooms" &
_started_processes+=("$!")
wait_until 10 test -s "$rooms/port" || fail "the doubles did not start"
base=http://127.0.0.1:$(cat "$rooms/port")

export BOT_TOKEN=110201543:$CANARY-dqTcvCH1vGWJxfS ROUTING_KEY=${CANARY}0123456789abcdef01
link='https://reports.example.com/{environment}/{target}?at={snapshot}'
holds_secrets "$rooms/requests.jsonl"
new_cluster target
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "CREATE DATABASE staging"
# shellcheck disable=SC2119
begin_config
add_target shop production "$(connection_string target shop)" staging
add_target staging staging "$(connection_string target staging)"
cat >>"$config" <<YAML
alerts:
  - {name: slack, type: slack, url: $base/slack, min_severity: minor, environments: [production], link: "$link"}
  - {name: teams, type: teams, url: $base/teams, min_severity: minor, environments: [production], link: "$link"}
  - {name: discord, type: discord, url: $base/discord, min_severity: minor, environments: [production], link: "$link"}
  - {name: telegram, type: telegram, url: $base, token: "\${BOT_TOKEN}", chat_id: "-1001", min_severity: minor,
     environments: [production], link: "$link"}
  - {name: pager, type: pagerduty, url: $base, routing_key: "\${ROUTING_KEY}", min_severity: minor,
     environments: [production], link: "$link"}
YAML

# answers FIELD: what the doubles kept, one JSON value on a line for each request so far, sorted by path.
answers() {
  python3 - "$rooms/requests.jsonl" "$1" <<'PY'
import json, os, sys
for record in sorted(map(json.loads, open(sys.argv[1], encoding="utf-8")), key=lambda r: r["path"]):
    print(record["path"].split("?")[0].replace("/bot" + os.environ["BOT_TOKEN"], "/bot"),
          json.dumps(record.get(sys.argv[2])).replace(os.environ["ROUTING_KEY"], "KEY"))
PY
}
hostile() { python3 "$SCHEMA_AUDIT_ROOT/test/support/hostile.py" "$@"; }

hostile sql >"$work/hostile.sql"
psql_on target shop --quiet --file "$work/hostile.sql" >/dev/null
exits "the first collection, with hundreds of minor differences from staging" 0 --log-level off collect --exit-code never
is "every service took it" "$(answers status)" "/bot/sendMessage 200
/discord 200
/slack 200
/teams 202
/v2/change/enqueue 202"
is "and found no markup, no mention and no link of a name in it" "$(answers active | sort -u -k2)" \
  "$(answers active | head -n 1 | sed 's/ .*/ []/')"

is "every message has its link" "$(answers links | cut -d' ' -f2- | sort -u)" '["https://reports.example.com/production/shop?at=1"]'

rm "$rooms/requests.jsonl"
hostile change >"$work/change.sql"
psql_on target shop --quiet --file "$work/change.sql" >/dev/null
exits "critical changes" 2 --log-level off collect
is "every service took them" "$(answers refused | sort -u -k2)" "/bot/sendMessage null"
is "no markup this time either" "$(answers active | grep -vc ' \[\]$')" 0
is "the links lead to what is new" "$(answers links | cut -d' ' -f2- | sort -u)" '["https://reports.example.com/production/shop?at=2"]'
contains "what has no room is counted" "$(answers seen)" "more findings: schema-audit diff shop@"
for channel in slack teams discord telegram pager; do
  exits "preview of $channel" 0 alert preview "$channel"
  contains "preview of $channel: names the host, not the address" "$stdout" "POST to 127.0.0.1"
  for secret in "$BOT_TOKEN" "$ROUTING_KEY" "$base/slack"; do
    lacks "preview of $channel: no secret" "$stdout$stderr" "$secret"
  done
done

# The drift goes: what was opened is closed.

rm "$rooms/requests.jsonl"
psql_on target postgres --quiet --command "DROP DATABASE shop" --command "CREATE DATABASE shop TEMPLATE staging"
exits "the drift goes" 0 --log-level off collect --exit-code never
contains "the pager is told" "$(answers body | grep enqueue)" 'resolve'
contains "the room is told" "$(answers seen | grep slack)" "drift from staging is gone"
is "and takes it" "$(answers refused | sort -u -k2)" "/bot/sendMessage null"
