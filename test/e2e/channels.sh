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
  audit canary5e1db1rd-pass &
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
export MAIL_PASSWORD=canary5e1db1rd-pass BAD_PASSWORD=canary5e1db1rd-wrong
link='https://reports.example.com/{environment}/{target}?snapshot={snapshot}&alert={alert}'
channels() {
  # shellcheck disable=SC2119
  begin_config
  add_target shop production "$(connection_string target)"
  cat >>"$config" <<YAML
alerts:
  - {name: mail, type: email, server: "smtp://127.0.0.1:$(cat "$mail/port")", from: audit@example.com,
     to: [dba@example.com, ops@example.com], username: audit, password: "\${$1}", ca_file: $mail/certificate.pem, min_severity: minor,
     link: "$link"}
  - {name: page, type: command, command: [$work/page, $work], min_severity: minor, link: "$link"}
  - {name: chat, type: slack, url: $(receiver_url chat "key-$CANARY"), min_severity: minor, link: "$link"}
YAML
}
channels MAIL_PASSWORD
holds_secrets "$config" "$(receiver_requests chat)"

exits "a test message by mail" 0 alert test mail
contains "is said to be delivered" "$stdout" delivered
contains "came over TLS" "$(cat "$mail/mail.1")" "X-TLS: True"
contains "and leads somewhere" "$(cat "$mail/mail.1")" "https://reports.example.com/test/none"
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
is "it has a text, an HTML page, the document and the statements" "$(python3 - "$mail/mail.2" <<'PY'
import email, email.policy, json, sys
message = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
parts = {part.get_content_type(): part for part in message.walk()}
assert "<b>" not in parts["text/html"].get_content().replace("<body", "")
link = json.loads(parts["application/json"].get_content())["data"]["link"]
assert link.startswith("https://reports.example.com/production/shop?snapshot=2&alert=msg_"), link
assert f'<a href="{link.replace("&", "&amp;")}">' in parts["text/html"].get_content() and link in parts["text/plain"].get_content()
sql = parts["application/sql"]
assert sql.get_filename() == "changes.sql" and "DROP COLUMN note" in sql.get_content().decode(), sql.get_content()
print(*sorted(name for name in parts if not name.startswith("multipart/")))
PY
)" "application/json application/sql text/html text/plain"
exits "a preview of the mail" 0 alert preview mail
contains "has the statements" "$stdout" "DROP COLUMN note"
contains "the program got the document" "$(cat "$work/paged.json")" '"severity":"critical"'
contains "and its environment" "$(cat "$work/paged.env")" "SCHEMA_AUDIT_SEVERITY=critical"
is "with the link, which names the alert" "$(sed -n 's#^SCHEMA_AUDIT_LINK=https://reports.example.com/production/shop?snapshot=2&alert=##p' "$work/paged.env")" \
  "$(sed -n 's/^SCHEMA_AUDIT_ALERT=//p' "$work/paged.env")"
is "the chat got one message" "$(request_count chat)" 1

# Failures: kept in the outbox, told on stderr, without secrets.
channels BAD_PASSWORD
echo 75 >"$work/status"
receiver_answers chat 500
psql_on target postgres --quiet --command 'CREATE TABLE another (id int)'
exits "an alert that nobody takes" 0 collect
for word in "127.0.0.1" "exited with 75" "answered 500"; do contains "says why: $word" "$stderr" "$word"; done
lacks "shows no secret" "$stdout$stderr" "$CANARY"
is "all three wait" "$(stored "SELECT count(*) FROM delivery WHERE state = 'pending'")" 3
channels MAIL_PASSWORD
echo 0 >"$work/status"
receiver_answers chat 200
sqlite3 "$store" "UPDATE delivery SET next_try_at = '2000-01-01T00:00:00.000000Z' WHERE state = 'pending'"
exits "the next collection" 0 collect
is "delivers them" "$(stored "SELECT count(*) FROM delivery WHERE state = 'pending'")" 0

# Drift: the mail has what undoes it.
sed -i '/reference:/d; s/^    environment: production$/&\n    reference: staging/' "$config"
psql_on target postgres --quiet --command "CREATE DATABASE staging"
sed -i "s#^targets:#targets:\n  - {name: staging, environment: staging, connection: \"$(connection_string target staging)\"}#" "$config"
exits "drift" 1 collect --exit-code any
newest=$(find "$mail" -name 'mail.*' | sort -V | tail -n 1)
is "the mail has them" "$(python3 - "$newest" <<'PY'
import email, email.policy, sys
message = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
for part in message.walk():
    if part.get_filename() == "drift.sql": print(b"DROP TABLE public.another" in part.get_content())
PY
)" True

# A certificate that nobody vouches for is refused.
sed -i "s#, ca_file: [^,]*##" "$config"
exits "an unknown certificate" 69 alert test mail
