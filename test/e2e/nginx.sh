#!/usr/bin/env bash
# A real web server with TLS between the collector and who is told: what arrives, and what each way to fail is told as.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

PATH=$PATH:/usr/sbin
if ! command -v nginx >/dev/null; then
  echo "not ok there is no nginx: run scripts/setup"
  exit 0
fi
web=$(scratch_dir)/web
mkdir "$web"
ca() { openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout "$web/$1.key" -out "$web/$1.crt" 2>/dev/null; }
# certificate NAME SUBJECTALTNAME DAYS
certificate() {
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$web/$1.key" -out "$web/$1.csr" 2>/dev/null
  openssl x509 -req -in "$web/$1.csr" -CA "$web/authority.crt" -CAkey "$web/authority.key" -CAcreateserial -days "$3" \
    -extfile <(echo "subjectAltName=$2") -out "$web/$1.crt" 2>/dev/null
}
ca authority
certificate good IP:127.0.0.1 2
certificate other DNS:other.example.com 2
start_receiver room
mapfile -t ports < <(python3 -c 'import socket
sockets = [socket.socket() for _ in range(3)]
for s in sockets: s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$web/nginx.conf" <<NGINX
daemon off;
pid $web/nginx.pid;
error_log $web/error.log;
events {}
http {
  access_log $web/access.log;
  client_body_temp_path $web/body;
  proxy_temp_path $web/proxy;
  fastcgi_temp_path $web/fastcgi;
  uwsgi_temp_path $web/uwsgi;
  scgi_temp_path $web/scgi;
  server {
    listen 127.0.0.1:${ports[0]} ssl;
    ssl_certificate $web/good.crt;
    ssl_certificate_key $web/good.key;
    location /room { proxy_pass $(receiver_url room room); }
    location /moved { return 302 https://127.0.0.1:${ports[0]}/room; }
    location /busy { add_header Retry-After 7200 always; return 429; }
    location /broken { return 503 "<html>no</html>"; }
    location /forbidden { return 403; }
    location /gone { return 410; }
    location /hangup { return 444; }
    location /nobody { proxy_pass http://127.0.0.1:1; }
  }
  server {
    listen 127.0.0.1:${ports[1]} ssl;
    ssl_certificate $web/other.crt;
    ssl_certificate_key $web/other.key;
    location / { return 200; }
  }
  server {
    listen 127.0.0.1:${ports[2]} ssl;
    ssl_certificate $web/good.crt;
    ssl_certificate_key $web/good.key;
    ssl_protocols TLSv1.1;
    location / { return 200; }
  }
}
NGINX
nginx -p "$web" -c "$web/nginx.conf" >"$web/log" 2>&1 &
_started_processes+=("$!")
up() { (exec 3<>"/dev/tcp/127.0.0.1/${ports[2]}"); }
ok "nginx runs" wait_until 10 up

new_cluster target
psql_on target postgres --quiet --command "CREATE TABLE t (id int, note text)"
# shellcheck disable=SC2119
begin_config
add_target shop production "$(connection_string target)"
echo "alerts:" >>"$config"
channel() { printf '  - {name: %s, type: webhook, url: "https://127.0.0.1:%s/%s", min_severity: minor%s}\n' "$1" "$2" "$3" "$4" >>"$config"; }
trusted=", ca_file: $web/authority.crt"
for name in room moved busy broken forbidden gone hangup nobody; do channel "$name" "${ports[0]}" "$name" "$trusted"; done
channel stranger "${ports[0]}" room ""
channel impostor "${ports[1]}" room "$trusted"
channel outdated "${ports[2]}" room "$trusted"

exits "over TLS" 0 alert test room
is "it arrives" "$(request_count room)" 1
# fails NAME PART: the alert is not delivered, and the line says why.
fails() {
  exits "$1" 69 alert test "$1"
  contains "$1: says why" "$stderr" "$2"
  lacks "$1: the address is a secret" "$stdout$stderr" "${ports[0]}/"
}
fails moved "answered 302"
fails busy "answered 429"
fails broken "answered 503"
fails forbidden "answered 403"
fails gone "answered 410"
fails hangup "not delivered: "
fails nobody "answered 502"
fails stranger "certificate"
fails impostor "certificate"
fails outdated "SSL"
is "nothing of that reached the receiver, nor did a redirect" "$(request_count room)" 1

# In a run: each as its answer wants it.
audit --log-level off collect >"$work/out"
psql_on target postgres --quiet --command "ALTER TABLE t DROP note"
exits "a change" 2 collect
is "the receiver got it" "$(request_count room)" 2
state() { stored "SELECT state || ' ' || (next_try_at > strftime('%Y-%m-%dT%H:%M:%S', 'now', '+$2')) FROM delivery WHERE channel = '$1'"; }
is "who is gone is asked no more" "$(stored "SELECT state FROM delivery WHERE channel = 'gone'")" dead
is "who is busy is left in peace for as long as it asked" "$(state busy '110 minutes')" "pending 1"
for name in moved broken hangup nobody stranger impostor outdated; do is "$name is tried again" "$(state "$name" '10 seconds')" "pending 1"; done
exits "check" 1 check
contains "lists what was given up" "$stdout" gone
kill "$(cat "$web/nginx.pid")"
sqlite3 "$store" "UPDATE delivery SET next_try_at = '2000-01-01T00:00:00.000000Z' WHERE state = 'pending'"
sqlite3 "$store" "UPDATE channel SET retry_at = NULL"
exits "a web server that is down" 0 collect
contains "is told" "$stderr" "Couldn't connect to server"
is "and nothing is lost" "$(stored "SELECT count(*) FROM delivery WHERE state = 'pending'")" 9
