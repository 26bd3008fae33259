#!/usr/bin/env bash
# A real Alertmanager: drift fires, escalates under another severity, and is resolved.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

if ! command -v prometheus-alertmanager >/dev/null; then
  echo "not ok there is no Alertmanager: run scripts/setup"
  exit 0
fi
start_receiver page
dir=$(scratch_dir)/alertmanager
mkdir "$dir"
cat >"$dir/config.yml" <<YAML
route: {receiver: page, group_by: [alertname, severity, target], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
receivers: [{name: page, webhook_configs: [{url: "$(receiver_url page page)", send_resolved: true}]}]
YAML
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
prometheus-alertmanager --config.file="$dir/config.yml" --storage.path="$dir/data" --cluster.listen-address= \
  --web.listen-address="127.0.0.1:$port" >"$dir/log" 2>&1 &
_started_processes+=("$!")
ready() { python3 -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/-/ready', timeout=2)"; }
wait_until 20 ready || fail "Alertmanager did not start"

# active: severity and target of what fires now.
active() {
  python3 - "$port" <<'PY'
import json, sys, urllib.request
alerts = json.load(urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/api/v2/alerts?active=true", timeout=5))
print(*sorted(f'{a["labels"]["alertname"]}/{a["labels"]["severity"]}/{a["labels"]["target"]}' for a in alerts))
PY
}
paged() {
  python3 - "$(receiver_requests page)" <<'PY'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    for alert in json.loads(json.loads(line)["body"])["alerts"]:
        print(alert["status"], alert["labels"]["severity"], alert["annotations"]["summary"])
PY
}

new_cluster target
for database in staging production; do psql_on target postgres --quiet --command "CREATE DATABASE $database"; done
change() { psql_on target "$1" --quiet --command "$2"; }
change staging "CREATE TABLE t (id int, note text)"
change production "CREATE TABLE t (id int, note text, extra int); CREATE INDEX here ON t (id)"
# shellcheck disable=SC2119
begin_config
add_target production production "$(connection_string target production)" staging
add_target staging staging "$(connection_string target staging)"
cat >>"$config" <<YAML
alerts:
  - {name: alertmanager, type: alertmanager, url: "http://127.0.0.1:$port/", min_severity: minor, environments: [production]}
YAML
ok "minor drift" collected
is "it fires" "$(active)" "SchemaDrifted/minor/production"
change staging "ALTER TABLE t DROP note"
change staging "ALTER TABLE t ADD code int NOT NULL"
ok "the reference moves: it is worse" collected
is "it fires with its new severity only" "$(active)" "SchemaDrifted/critical/production"
ok "it stays" collected
is "it goes on firing" "$(active)" "SchemaDrifted/critical/production"
psql_on target postgres --quiet --command "DROP DATABASE staging" --command "CREATE DATABASE staging TEMPLATE production"
ok "the reference is as the target" collected
is "nothing of the drift fires" "$(active)" ""
resolved() { paged | grep -q "^resolved critical RESOLVED production/production: drift from staging is gone"; }
ok "whoever was paged is told that it is over" wait_until 20 resolved
