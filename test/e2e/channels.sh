#!/usr/bin/env bash
# Alert channels with real receivers: a mail server that asks for STARTTLS and a password, a program, an HTTP service.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

mail=$(scratch_dir)/mail
mkdir "$mail"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
  -keyout "$mail/key.pem" -out "$mail/certificate.pem" 2>/dev/null
# The library comes with Debian's own Python, whichever comes first in PATH.
/usr/bin/python3 -W ignore "$SCHEMA_AUDIT_ROOT/test/support/smtp_receiver.py" "$mail" "$mail/certificate.pem" "$mail/key.pem" \
  audit canary-pass &
_started_processes+=("$!")
wait_until 10 test -s "$mail/port" || fail "the mail server did not start"
start_receiver chat

cat >"$work/page" <<'SH'
#!/bin/sh
cat >"$1/paged.json"
env | grep ^SCHEMA_AUDIT_ | sort >"$1/paged.env"
exit "$(cat "$1/status")"
SH
chmod +x "$work/page"
echo 0 >"$work/status"

new_cluster target
psql_on target postgres --quiet --command 'CREATE TABLE "a
Bcc: x@evil.example <b>" (id int, note text)'
export MAIL_PASSWORD=canary-pass BAD_PASSWORD=canary-wrong
channels() {
  # shellcheck disable=SC2119
  begin_config
  add_target shop production "$(connection_string target)"
  cat >>"$config" <<YAML
alerts:
  - {name: mail, type: email, server: "smtp://127.0.0.1:$(cat "$mail/port")", from: audit@example.com,
     to: [dba@example.com, ops@example.com], username: audit, password: "\${$1}", ca_file: $mail/certificate.pem, min_severity: minor}
  - {name: page, type: command, command: [$work/page, $work], min_severity: minor}
  - {name: chat, type: slack, url: $(receiver_url chat key-canary), min_severity: minor}
YAML
}
channels MAIL_PASSWORD

exits "a test message by mail" 0 alert test mail
contains "is said to be delivered" "$stdout" delivered
contains "came over TLS" "$(cat "$mail/mail.1")" "X-TLS: True"
exits "a channel that is not there" 64 alert test mial
contains "is asked back" "$stderr" 'did you mean "mail"'

audit --log-level off collect >"$work/out"
psql_on target postgres --quiet --command 'ALTER TABLE "a
Bcc: x@evil.example <b>" DROP note'
exits "a critical change" 2 collect
wait_until 10 test -s "$mail/mail.2"
headers=$(sed '/^\r*$/q' "$mail/mail.2")
contains "the mail went to both" "$headers" "X-To: dba@example.com ops@example.com"
contains "its subject says how bad it is" "$headers" "Subject: CRITICAL production/shop: 1 critical"
lacks "no name became a header" "$headers" "Bcc:"
is "it has a text, an HTML page and the document" "$(python3 - "$mail/mail.2" <<'PY'
import email, email.policy, json, sys
message = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
parts = {part.get_content_type(): part for part in message.walk()}
assert "<b>" not in parts["text/html"].get_content().replace("<body", "")
json.loads(parts["application/json"].get_content())
print(*sorted(name for name in parts if not name.startswith("multipart/")))
PY
)" "application/json text/html text/plain"
contains "the program got the document" "$(cat "$work/paged.json")" '"severity":"critical"'
contains "and its environment" "$(cat "$work/paged.env")" "SCHEMA_AUDIT_SEVERITY=critical"
is "the chat got one message" "$(request_count chat)" 1

# Failures: kept in the outbox, told on stderr, without secrets.
channels BAD_PASSWORD
echo 75 >"$work/status"
receiver_answers chat 500
psql_on target postgres --quiet --command 'CREATE TABLE another (id int)'
exits "an alert that nobody takes" 0 collect
for word in "127.0.0.1" "exited with 75" "answered 500"; do contains "says why: $word" "$stderr" "$word"; done
for canary in canary-wrong canary-pass key-canary; do lacks "shows no secret ($canary)" "$stdout$stderr" "$canary"; done
is "all three wait" "$(stored "SELECT count(*) FROM delivery WHERE state = 'pending'")" 3
channels MAIL_PASSWORD
echo 0 >"$work/status"
receiver_answers chat 200
sqlite3 "$store" "UPDATE delivery SET next_try_at = '2000-01-01T00:00:00.000000Z' WHERE state = 'pending'"
exits "the next collection" 0 collect
is "delivers them" "$(stored "SELECT count(*) FROM delivery WHERE state = 'pending'")" 0

# A certificate that nobody vouches for is refused.
sed -i "s#, ca_file: [^,]*##" "$config"
exits "an unknown certificate" 69 alert test mail
