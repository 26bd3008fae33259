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
private() {
  holds_secrets "$1"
  (umask 077 && cat >"$1")
}

new_cluster target password_encryption=scram-sha-256
hba=""
for place in variable uri file dotenv credential program pgpass service; do
  psql_on target postgres --quiet --command "CREATE ROLE $place LOGIN PASSWORD 'canary5e1db1rd-$place'" \
    --command "CREATE DATABASE $place"
  hba+="local all $place scram-sha-256"$'\n'
done
printf '%s%s\n' "$hba" "local all postgres trust" >"$(cluster_dir target)/data/pg_hba.conf"
psql_on target postgres --quiet --command "SELECT pg_reload_conf()" --output /dev/null

export A_PASSWORD=canary5e1db1rd-variable B_PASSWORD=canary5e1db1rd-uri C_PASSWORD_FILE=$work/c.secret
echo canary5e1db1rd-file | private "$work/c.secret"
echo "D_PASSWORD='canary5e1db1rd-dotenv'" | private "$work/.env"
mkdir "$work/credentials"
echo canary5e1db1rd-credential | private "$work/credentials/E_PASSWORD"
export CREDENTIALS_DIRECTORY=$work/credentials
echo canary5e1db1rd-program | private "$work/vault"
echo "*:*:*:pgpass:canary5e1db1rd-pgpass" | private "$work/pgpass"
printf '[shop]\nhost=%s\ndbname=service\nuser=service\npassword=canary5e1db1rd-service\n' "$(cluster_socket target)" | private "$work/services"
export PGPASSFILE=$work/pgpass PGSERVICEFILE=$work/services

start_receiver room
export MAIL_PASSWORD=canary5e1db1rd-mail PROXY_URL=http://user:canary5e1db1rd-proxy@127.0.0.1:1
export ROOM_URL BOT_TOKEN=12345:canary5e1db1rd-token ROUTING_KEY=canary5e1db1rd-routing-key-0123456789abc WEBHOOK_SECRET
ROOM_URL=$(receiver_url room canary5e1db1rd-room)
WEBHOOK_SECRET=whsec_$(printf 'canary5e1db1rd-webhook-secret-0123456789' | base64)
socket=$(cluster_socket target)
mapping() {
  printf '  - name: %s\n    environment: test\n    connection: {host: %s, dbname: %s, user: %s, %s}\n' \
    "$1" "$socket" "$1" "$1" "$2" >>"$config"
}
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
begin_config "run: {retries: 1, retry_delay: 100ms}" "log: {file: audit.log, format: json}" \
  "daemon: {interval: 1s, http: \"127.0.0.1:$port\"}"
mapping variable "password: \"\${A_PASSWORD}\""
add_target uri test "postgresql://uri:\${B_PASSWORD}@/uri?host=$socket"
mapping file "password: \"\${C_PASSWORD}\""
mapping dotenv "password: \"\${D_PASSWORD}\""
mapping credential "password: \"\${E_PASSWORD}\""
mapping program "password_command: [cat, $work/vault]"
add_target pgpass test "host=$socket dbname=pgpass user=pgpass"
add_target service test "service=shop"
cat >>"$config" <<YAML
alerts:
  - {name: room, type: slack, url: "\${ROOM_URL}", min_severity: minor}
  - {name: hook, type: webhook, url: "\${ROOM_URL}", secret: "\${WEBHOOK_SECRET}", min_severity: minor}
  - {name: bot, type: telegram, url: "$(receiver_url room "")", token: "\${BOT_TOKEN}", chat_id: "1", min_severity: minor}
  - {name: pager, type: pagerduty, url: "$(receiver_url room "")", routing_key: "\${ROUTING_KEY}", min_severity: minor}
  - {name: nobody, type: slack, url: "http://127.0.0.1:1/canary5e1db1rd-path", min_severity: minor}
  - {name: through, type: slack, url: "\${ROOM_URL}", proxy: "\${PROXY_URL}", min_severity: minor}
  - name: mail
    type: email
    server: smtp://127.0.0.1:1
    username: audit
    password: "\${MAIL_PASSWORD}"
    from: audit@example.com
    to: [dba@example.com]
    min_severity: minor
YAML

# The address of a channel stands in the configuration, and receivers are told their keys.
holds_secrets "$config" "$work/literal.yaml" "$(receiver_requests room)"

shows "every password works" 0 collect
for database in variable program; do
  psql_on target "$database" --quiet --command "CREATE TABLE t (id int, password_canary text)"
done
shows "changes are told" 0 collect
shows "check" 0 check
shows "check as JSON" 0 check --format json
shows "check for Nagios" 0 check --format nagios --output "$work/out.prom"
shows "check for Prometheus" 0 check --format prometheus
shows "a document" 0 export variable@latest "$work/out.json"
shows "a report" 0 drift variable program --output "json=$work/drift.json" --output "markdown=$work/drift.md"
shows "the log" 0 log
shows "blame" 0 blame variable public.t
shows "trend" 0 trend
shows "a backup" 0 backup "$work/backups"
shows "snapshots" 0 snapshots
shows "a live diff" 0 diff variable@1 variable
shows "drift" 0 drift variable program
for channel in room hook bot pager; do
  shows "alert test $channel" 0 alert test "$channel"
  shows "alert preview $channel" 0 alert preview "$channel"
done
shows "alert test nobody" 69 alert test nobody
shows "alert test through" 69 alert test through
shows "alert test mail" 69 alert test mail
receiver_answers room 500
shows "channels that fail" 69 alert test bot
receiver_answers room 200

# What fails

export A_PASSWORD=canary5e1db1rd-wrong B_PASSWORD=canary%2Dwrong
echo canary5e1db1rd-wrong | private "$work/vault"
shows "wrong passwords" 3 collect
shows "check with them" 3 check
shows "for Nagios" 3 check --format nagios
contains "are said to be wrong" "$stdout" "password authentication failed"
shows "in a diff too" 69 diff variable program
export B_PASSWORD='canary5e1db1rd-"%zz'
shows "one that breaks the URI" 3 collect uri
chmod 644 "$work/c.secret"
shows "a secret that others can read" 77 check
chmod 600 "$work/c.secret"
echo "canary5e1db1rd-line-without-name" | private "$work/.env"
shows "a broken .env" 78 check
echo "D_PASSWORD=canary5e1db1rd-dotenv" | private "$work/.env"
# shellcheck disable=SC2016
sed 's/"\${A_PASSWORD}"/canary5e1db1rd-literal/' "$config" >"$work/literal.yaml"
capture schema-audit --config "$work/literal.yaml" --log-level debug check
is "a password in the file is refused" "$status" 78
printf '%s\n%s\n' "$stdout" "$stderr" >>"$seen"

# Nothing of it is anywhere. password_canary is the name of a column, which is no secret.

is "no output holds a secret" "$(grep -o 'canary.\{0,20\}' "$seen" | grep -v '^canary\($\| \)' | sort -u)" ""
is "nor does the store" "$(grep -ao 'canary5e1db1rd-.\{0,20\}' "$store"* | sort -u)" ""
ok "there is a log, and a file of everything" test -s "$work/audit.log" -a -s "$work/out.prom" -a -s "$work/out.json" -a -s "$work/drift.md"
is "nor do the log and what was written to files" "$(grep -aro 'canary5e1db1rd-.\{0,20\}' "$work"/audit.log "$work"/out.* "$work"/drift.* "$work/backups" | sort -u)" ""
is "nor what was sent, where it has no business" "$(python3 - "$(receiver_requests room)" <<'PY'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    record = json.loads(line)
    body = record["body"].replace("canary5e1db1rd-routing-key-0123456789abc", "").replace("password_canary", "")
    if "canary" in body: print(body)
PY
)" ""

# A daemon that knows all of them: its log, its pages, what systemd is told, its command line, its memory.

export A_PASSWORD=canary5e1db1rd-variable B_PASSWORD=canary5e1db1rd-uri
echo canary5e1db1rd-program | private "$work/vault"
python3 "$SCHEMA_AUDIT_ROOT/test/support/notify_receiver.py" "$work/notify" "$work/told" &
_started_processes+=("$!")
wait_until 10 test -S "$work/notify" || fail "the service manager did not start"
rm "$work/audit.log"
ulimit -S -c unlimited
NOTIFY_SOCKET=$work/notify schema-audit --config "$config" --log-level debug daemon >"$work/out.daemon" 2>&1 &
daemon=$!
_started_processes+=("$daemon")
is_collected() { grep -q 'STATUS=collected 8 targets at' "$work/told"; }
ok "a daemon collects with every secret" wait_until 30 is_collected
psql_on target variable --quiet --command "CREATE TABLE for_the_daemon (id int, password_canary text)"
ok "and a change" wait_until 20 grep -q for_the_daemon "$(receiver_requests room)"
lines=""
for process in "$daemon" $(pgrep --parent "$daemon" || true); do lines+=$(tr '\0' ' ' <"/proc/$process/cmdline"); done
contains "its command line" "$lines" "daemon"
lacks "holds none" "$lines" canary
is "none of its pages does" "$(python3 -c 'import sys, urllib.request
for page in ("metrics", "healthz"): print(urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/{page}").read().decode())' "$port" |
  grep -c canary || true)" 0
lacks "nor what systemd is told" "$(<"$work/told")" canary
contains "core dumps are off" "$(grep "Max core file size" "/proc/$daemon/limits")" "  0  "
if ((EUID != 0)); then
  ok "its memory is closed to its own account" bash -c "! head -c 1 /proc/$daemon/environ 2>/dev/null"
fi
(cd "$work" && kill -ABRT "$daemon")
wait "$daemon" 2>/dev/null || true
is "and it leaves none" "$(find "$work" "$SCHEMA_AUDIT_ROOT" -maxdepth 1 -name 'core*' -type f -newer "$work/told" | wc -l)" 0
is "nor does its log" "$(grep -aho 'canary.\{0,20\}' "$work/out.daemon" "$work/audit.log" | grep -v '^canary\($\|"\| \)' | sort -u)" ""
