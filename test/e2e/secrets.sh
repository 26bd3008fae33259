#!/usr/bin/env bash
# Secrets from every place they may come from: they work, and no output, log, store or command line ever holds one.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

seen=$work/everything
: >"$seen"
# shows NAME EXPECTED ARGUMENT...: as exits, at the most talkative level, and all that is shown is kept.
shows() {
  exits "$1" "$2" --log-level debug "${@:3}"
  # shellcheck disable=SC2154
  printf '%s\n%s\n' "$stdout" "$stderr" >>"$seen"
}
private() { (umask 077 && cat >"$1"); }

new_cluster target password_encryption=scram-sha-256
hba=""
for place in variable uri file dotenv credential program; do
  psql_on target postgres --quiet --command "CREATE ROLE $place LOGIN PASSWORD 'canary-$place'" \
    --command "CREATE DATABASE $place"
  hba+="local all $place scram-sha-256"$'\n'
done
printf '%s%s\n' "$hba" "local all postgres trust" >"$(cluster_dir target)/data/pg_hba.conf"
psql_on target postgres --quiet --command "SELECT pg_reload_conf()" --output /dev/null

export A_PASSWORD=canary-variable B_PASSWORD=canary-uri C_PASSWORD_FILE=$work/c.secret
echo canary-file | private "$work/c.secret"
echo "D_PASSWORD='canary-dotenv'" | private "$work/.env"
mkdir "$work/credentials"
echo canary-credential | private "$work/credentials/E_PASSWORD"
export CREDENTIALS_DIRECTORY=$work/credentials
echo canary-program | private "$work/vault"

start_receiver room
export ROOM_URL BOT_TOKEN=12345:canary-token ROUTING_KEY=canary-routing-key-0123456789abc WEBHOOK_SECRET
ROOM_URL=$(receiver_url room canary-room)
WEBHOOK_SECRET=whsec_$(printf 'canary-webhook-secret-0123456789' | base64)
socket=$(cluster_socket target)
mapping() {
  printf '  - name: %s\n    environment: test\n    connection: {host: %s, dbname: %s, user: %s, %s}\n' \
    "$1" "$socket" "$1" "$1" "$2" >>"$config"
}
begin_config "run: {retries: 1, retry_delay: 100ms}"
mapping variable "password: \"\${A_PASSWORD}\""
add_target uri test "postgresql://uri:\${B_PASSWORD}@/uri?host=$socket"
mapping file "password: \"\${C_PASSWORD}\""
mapping dotenv "password: \"\${D_PASSWORD}\""
mapping credential "password: \"\${E_PASSWORD}\""
mapping program "password_command: [cat, $work/vault]"
cat >>"$config" <<YAML
alerts:
  - {name: room, type: slack, url: "\${ROOM_URL}", min_severity: minor}
  - {name: hook, type: webhook, url: "\${ROOM_URL}", secret: "\${WEBHOOK_SECRET}", min_severity: minor}
  - {name: bot, type: telegram, url: "$(receiver_url room "")", token: "\${BOT_TOKEN}", chat_id: "1", min_severity: minor}
  - {name: pager, type: pagerduty, url: "$(receiver_url room "")", routing_key: "\${ROUTING_KEY}", min_severity: minor}
  - {name: nobody, type: slack, url: "http://127.0.0.1:1/canary-path", min_severity: minor}
YAML

shows "every password works" 0 collect
for database in variable program; do
  psql_on target "$database" --quiet --command "CREATE TABLE t (id int, password_canary text)"
done
shows "changes are told" 0 collect
shows "check" 0 check
shows "check as JSON" 0 check --format json
shows "snapshots" 0 snapshots
shows "a live diff" 0 diff variable@1 variable
shows "drift" 0 drift variable program
for channel in room hook bot pager; do
  shows "alert test $channel" 0 alert test "$channel"
  shows "alert preview $channel" 0 alert preview "$channel"
done
shows "alert test nobody" 69 alert test nobody
receiver_answers room 500
shows "channels that fail" 69 alert test bot
receiver_answers room 200

# What fails

export A_PASSWORD=canary-wrong B_PASSWORD=canary%2Dwrong
echo canary-wrong | private "$work/vault"
shows "wrong passwords" 3 collect
contains "are said to be wrong" "$stdout" "password authentication failed"
shows "in a diff too" 69 diff variable program
export B_PASSWORD='canary-"%zz'
shows "one that breaks the URI" 3 collect uri
chmod 644 "$work/c.secret"
shows "a secret that others can read" 77 check
chmod 600 "$work/c.secret"
echo "canary-line-without-name" | private "$work/.env"
shows "a broken .env" 78 check
echo "D_PASSWORD=canary-dotenv" | private "$work/.env"
# shellcheck disable=SC2016
sed 's/"\${A_PASSWORD}"/canary-literal/' "$config" >"$work/literal.yaml"
capture schema-audit --config "$work/literal.yaml" --log-level debug check
is "a password in the file is refused" "$status" 78
printf '%s\n%s\n' "$stdout" "$stderr" >>"$seen"

# Nothing of it is anywhere. password_canary is the name of a column, which is no secret.

is "no output holds a secret" "$(grep -o 'canary.\{0,20\}' "$seen" | grep -v '^canary\($\| \)' | sort -u)" ""
is "nor does the store" "$(grep -ao 'canary-.\{0,20\}' "$store"* | sort -u)" ""
is "nor what was sent, where it has no business" "$(python3 - "$(receiver_requests room)" <<'PY'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    record = json.loads(line)
    body = record["body"].replace("canary-routing-key-0123456789abc", "").replace("password_canary", "")
    if "canary" in body: print(body)
PY
)" ""
psql_on target postgres --quiet --command "ALTER ROLE variable PASSWORD 'canary-variable'"
export A_PASSWORD=canary-variable
schema-audit --config "$config" --log-level off collect >/dev/null 2>&1 &
run=$!
lines=""
while kill -0 "$run" 2>/dev/null; do lines+=$(tr '\0' ' ' <"/proc/$run/cmdline" 2>/dev/null || true); done
lacks "nor the command line" "$lines" canary
