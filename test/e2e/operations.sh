#!/usr/bin/env bash
# A new user follows the first part of docs/operations.md word by word: every command is run as it stands, with a mail server and a chat room
# that are here instead of elsewhere.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

page=$SCHEMA_AUDIT_ROOT/docs/operations.md
work=$(scratch_dir)/user
mkdir -p "$work/docs"
cp "$SCHEMA_AUDIT_ROOT/docs/reader_role.sql" "$work/docs/"
start_receiver room
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
  -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
/usr/bin/python3 -W ignore "$SCHEMA_AUDIT_ROOT/test/support/smtp_receiver.py" "$work" "$work/certificate.pem" \
  "$work/key.pem" schema-audit the-password-of-the-mail-account &
_started_processes+=("$!")
wait_until 10 test -s "$work/port" || fail "the mail server did not start"

new_clusters staging production
for name in staging production; do psql_on "$name" postgres --quiet --command "CREATE DATABASE shop"; done
psql_on staging shop --quiet --command "CREATE TABLE orders (id int, note text)"
psql_on production shop --quiet --command "CREATE TABLE orders (id int)"
for name in staging production; do
  printf '[shop-%s]\nhost=%s\ndbname=shop\nuser=schema_audit_collector\n[shop-%s-admin]\nhost=%s\ndbname=shop\nuser=postgres\n' \
    "$name" "$(cluster_socket "$name")" "$name" "$(cluster_socket "$name")"
done >"$work/services"
export PGSERVICEFILE=$work/services

# block N: the n-th sh block, with the addresses of this machine.
block() {
  python3 - "$page" "$1" <<'PY' |
import re, sys
text = open(sys.argv[1], encoding="utf-8").read().partition("\n## Every night\n")[0]
blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.S | re.M)
if int(sys.argv[2]) < len(blocks): sys.stdout.write(blocks[int(sys.argv[2])])
PY
    sed "s#https://hooks.slack.com/services/[^ ]*#$(receiver_url room services)#
         s#server: smtp://mail.example.com:587#server: smtp://127.0.0.1:$(cat "$work/port")\n    ca_file: $work/certificate.pem#"
}
is "the page has as many blocks as are run here" "$(sed '/^## Every night/,$d' "$page" | grep -c '^```sh$')" 8
cd "$work"
for number in 0 1 2 3 4 5; do
  block "$number" >"$work/block"
  # In this shell: one of them changes the directory.
  status=0
  set +e
  (
    trap - EXIT
    set -e
    # shellcheck disable=SC1091
    source "$work/block"
  ) >"$work/out.$number" 2>"$work/err.$number"
  status=$?
  set -e
  if [[ $status == 0 ]]; then echo "ok block $number: $(head -n 1 "$work/block")"; else
    echo "not ok block $number: $(head -n 1 "$work/block")"
    explain "output:" "$(cat "$work/out.$number" "$work/err.$number")"
  fi
  if [[ $number == 1 ]]; then cd schema-audit; fi
done
contains "check: both can be read" "$(<"$work/out.3")" "production  "
contains "the channels work" "$(<"$work/out.3")" "alert channel mail: delivered"
is "the first collection tells the drift, the dry run before it too" "$(grep -c "column public.orders.note was dropped" "$work/out.4")" 2
is "one room, one mail, beside the tests of them" \
  "$(wc -l <"$(receiver_requests room)") $(find "$work" -name 'mail.*' | wc -l)" "2 2"
contains "the preview is of the newest alert" "$(<"$work/out.5")" "drift from staging"
contains "nothing has changed since" "$(<"$work/out.5")" "there is no earlier snapshot"
block 6 >"$work/block"
ok "a pause" bash -e "$work/block"
block 7 >"$work/block"
ok "monitoring" bash -e "$work/block"
ok "leaves metrics that Prometheus takes" python3 "$SCHEMA_AUDIT_ROOT/test/support/prometheus_text.py" schema_audit.prom

# What is no command

if command -v systemd-analyze >/dev/null; then
  python3 - "$page" "$work" "$SCHEMA_AUDIT_ROOT/packaging/systemd" <<'PY'
import pathlib, re, sys
for text in re.findall(r"^```ini\n(.*?)^```$", open(sys.argv[1], encoding="utf-8").read(), re.S | re.M):
    name = re.match(r"# \S*/(\S+)", text).group(1)
    open(f"{sys.argv[2]}/{name}.shown", "w").write(text)
for file in pathlib.Path(sys.argv[3]).iterdir():
    (pathlib.Path(sys.argv[2]) / file.name).write_text(file.read_text().replace("/usr/bin/schema-audit", "/bin/true"))
PY
  for unit in "$SCHEMA_AUDIT_ROOT"/packaging/systemd/*; do
    name=$(basename "$unit")
    ok "$name is as the page shows it" diff "$unit" "$work/$name.shown"
    ok "$name has no mistake" systemd-analyze verify --man=no "$work/$name"
  done
else
  echo "ok there is no systemd here to look at the units"
fi
