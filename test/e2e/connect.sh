#!/usr/bin/env bash
# Every way to a server that libpq has: certificates, URIs, service files, password files, several hosts, Kerberos; and
# what is said when one of them does not work.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("localhost", 0)); print(s.getsockname()[1])')
export HOME=$work/home
mkdir -p "$HOME"
holds_secrets "$HOME/.pgpass" "$work/elsewhere"
cd "$work"

# Two authorities; certificates of the server, of the role reader, and of somebody else
authority() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout "$1.key" -out "$1.crt" 2>/dev/null
}
certificate() { # NAME SUBJECT AUTHORITY [EXTENSION]
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA "$3.crt" -CAkey "$3.key" -CAcreateserial -days 2 -out "$1.crt" \
    ${4+-extfile <(echo "$4")} 2>/dev/null
  chmod 600 "$1.key"
}
authority ours
authority others
certificate server localhost ours "subjectAltName=DNS:localhost"
certificate reader reader ours
certificate somebody somebody ours
certificate foreign reader others

new_cluster target listen_addresses=localhost log_connections=on
data=$(cluster_dir target)/data
# The server's port is another one later.
now=5432
on() { PGPORT=$now psql_on target postgres --quiet --command "$1"; }
on "CREATE DATABASE shop"
cp server.crt server.key ours.crt "$data/"
for role in reader keyed plain; do on "CREATE ROLE $role LOGIN"; done
on "SET password_encryption = 'scram-sha-256'; ALTER ROLE keyed PASSWORD 'canary5e1db1rd-connect'"
on "ALTER SYSTEM SET port = $port"
on "ALTER SYSTEM SET ssl = on"
on "ALTER SYSTEM SET ssl_ca_file = 'ours.crt'"
# Not by the name localhost, which is not what every machine calls ::1.
echo "local all postgres trust" >"$data/pg_hba.conf"
for address in 127.0.0.1/32 ::1/128; do
  printf 'hostssl all reader %s cert\nhostssl all keyed %s scram-sha-256\nhost all plain %s trust\n' $address $address $address \
    >>"$data/pg_hba.conf"
done
stop_cluster target
export PGPORT=$port
start_cluster target
unset PGPORT
now=$port

# with NAME EXPECTED CONNECTION [TEXT]: check of one target; its output has the text.
with() {
  begin_config "timeouts: {connect: 2s}" "run: {retries: 0}"
  add_target shop test "$3"
  capture audit check
  is "$1" "$status" "$2"
  if [[ -n ${4-} ]]; then contains "$1: says so" "$stdout$stderr" "$4"; fi
  lacks "$1: no password is shown" "$stdout$stderr" "canary5e1db1rd-connect"
}
to="host: localhost, port: $port, dbname: shop"

# Certificates

with "a certificate of the client" 0 "{$to, user: reader, ssl_mode: verify-full, ssl_cert: reader.crt, ssl_key: reader.key, ssl_ca: ours.crt}" "TLSv1."
exits "collects, too" 0 collect
ok "and is known by it" grep -q 'connection authenticated: identity="CN=reader" method=cert' "$(cluster_log target)"
with "none" 3 "{$to, user: reader, ssl_ca: ours.crt}" "requires a valid client certificate"
with "somebody else's" 3 "{$to, user: reader, ssl_cert: somebody.crt, ssl_key: somebody.key, ssl_ca: ours.crt}" \
  'certificate authentication failed for user "reader"'
with "one of another authority" 3 "{$to, user: reader, ssl_cert: foreign.crt, ssl_key: foreign.key, ssl_ca: ours.crt}" "unknown ca"
chmod 644 reader.key
with "a key that everybody can read" 3 "{$to, user: reader, ssl_cert: reader.crt, ssl_key: reader.key, ssl_ca: ours.crt}" "reader.key"
chmod 600 reader.key
with "a server of another authority" 3 "{$to, user: plain, ssl_mode: verify-full, ssl_ca: others.crt}" "certificate verify failed"
with "a server of another name" 3 "{host: 127.0.0.1, port: $port, dbname: shop, user: plain, ssl_mode: verify-full, ssl_ca: ours.crt}" \
  'does not match host name "127.0.0.1"'
with "whose name is not asked for" 0 "{host: 127.0.0.1, port: $port, dbname: shop, user: plain, ssl_mode: verify-ca, ssl_ca: ours.crt}" "TLSv1."
with "certificates that are not there" 3 "{$to, user: plain, ssl_mode: verify-full, ssl_ca: missing.crt}" "missing.crt"

# Hosts that are not local: 0.0.0.0 is none that is known to be

with "another machine, among others" 0 "{host: 'localhost,0.0.0.0', port: $port, dbname: shop, user: plain, ssl_ca: ours.crt}" "TLSv1."
with "has to prove its name" 3 "{host: 0.0.0.0, port: $port, dbname: shop, user: plain, ssl_ca: ours.crt}" 'does not match host name "0.0.0.0"'
with "by an authority that is known" 3 "{host: 0.0.0.0, port: $port, dbname: shop, user: plain}" "certificate verify failed"
with "unless a weaker mode is written down" 0 "{host: 0.0.0.0, port: $port, dbname: shop, user: plain, ssl_mode: require}" "TLSv1."
with "or none at all" 0 "{host: 0.0.0.0, port: $port, dbname: shop, user: plain, ssl_mode: disable}" "no   "
with "in a URI, too" 3 "postgresql://plain@0.0.0.0:$port/shop" "certificate verify failed"
with "also as part of it" 0 "postgresql://plain@0.0.0.0:$port/shop?sslmode=require" "TLSv1."

# URIs, service files, password files

with "a URI" 0 "postgresql://plain@localhost:$port/shop?sslmode=verify-full&sslrootcert=$work/ours.crt&application_name=by-uri" "TLSv1."
printf '[shop]\nhost=localhost\nport=%s\ndbname=shop\nuser=keyed\nsslmode=verify-full\nsslrootcert=%s\n' "$port" "$work/ours.crt" >services
export PGSERVICEFILE=$work/services
with "a service without a password" 3 "service=shop" "no password supplied"
printf 'localhost:%s:*:other:wrong\nlocalhost:%s:shop:keyed:canary5e1db1rd-connect\n' "$port" "$port" >"$HOME/.pgpass"
chmod 600 "$HOME/.pgpass"
with "with one in ~/.pgpass" 0 "service=shop" "TLSv1."
with "of another database" 3 "{service: shop, dbname: postgres}" "no password supplied"
chmod 644 "$HOME/.pgpass"
with "in a file that others can read" 3 "service=shop" "no password supplied"
mv "$HOME/.pgpass" elsewhere
chmod 600 elsewhere
with "in another file" 0 "{service: shop, passfile: $work/elsewhere}" "TLSv1."
sed -i 's/canary5e1db1rd-connect/canary5e1db1rd-wrong/' elsewhere
with "that is wrong" 3 "{service: shop, passfile: $work/elsewhere}" 'password authentication failed for user "keyed"'
lacks "the wrong one is not shown either" "$stdout$stderr" "canary5e1db1rd-wrong"
with "a service that is not there" 3 "service=shops" 'definition of service "shops" not found'
PGSERVICE=shop PGPASSWORD=canary5e1db1rd-connect with "all by the environment" 0 '""' "TLSv1."
unset PGSERVICEFILE

# Several hosts

hosts="host: 'localhost,localhost,localhost', port: '1,$port,1', dbname: shop, user: plain"
with "the one that answers" 0 "{$hosts}" "agentless"
with "that takes writes" 0 "{$hosts, target_session_attrs: read-write}" "agentless"
with "or is a standby" 3 "{$hosts, target_session_attrs: standby}" "server is not in hot standby mode"
with "in a URI" 0 "postgresql://plain@localhost:1,localhost:$port/shop?target_session_attrs=primary" "agentless"

# Kerberos, with a realm of its own

PATH=$PATH:/usr/sbin
if ! command -v krb5kdc kadmin.local kinit >/dev/null; then
  echo "not ok there is no krb5kdc: run scripts/setup"
  exit 0
fi
kdc_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir kdc
cat >kdc/krb5.conf <<CONF
[libdefaults]
  default_realm = TEST.INVALID
  dns_lookup_kdc = false
  dns_lookup_realm = false
  rdns = false
  dns_canonicalize_hostname = false
[realms]
  TEST.INVALID = {
    kdc = 127.0.0.1:$kdc_port
  }
[domain_realm]
  localhost = TEST.INVALID
[logging]
  kdc = FILE:$work/kdc/log
CONF
cat >kdc/kdc.conf <<CONF
[kdcdefaults]
  kdc_listen = 127.0.0.1:$kdc_port
  kdc_tcp_listen = 127.0.0.1:$kdc_port
[realms]
  TEST.INVALID = {
    database_name = $work/kdc/principal
    key_stash_file = $work/kdc/stash
    acl_file = $work/kdc/acl
  }
CONF
export KRB5_CONFIG=$work/kdc/krb5.conf KRB5_KDC_PROFILE=$work/kdc/kdc.conf KRB5CCNAME=FILE:$work/kdc/cache KRB5RCACHETYPE=none
ok "a realm" kdb5_util -P canary5e1db1rd-master create -s -r TEST.INVALID
kadmin.local -q "addprinc -pw canary5e1db1rd-gss gss" >/dev/null 2>&1
kadmin.local -q "addprinc -randkey postgres/localhost" >/dev/null 2>&1
kadmin.local -q "ktadd -k $work/kdc/keytab postgres/localhost" >/dev/null 2>&1
krb5kdc -n >"$work/kdc/out" 2>&1 &
_started_processes+=("$!")
kdc_is_up() { python3 -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)' "$kdc_port"; }
ok "a key distribution centre" wait_until 10 kdc_is_up
on "CREATE ROLE gss LOGIN; CREATE ROLE another LOGIN"
on "ALTER SYSTEM SET krb_server_keyfile = '$work/kdc/keytab'"
for address in 127.0.0.1/32 ::1/128; do
  echo "host all gss,another $address gss include_realm=0 krb_realm=TEST.INVALID" >>"$data/pg_hba.conf"
done
on "SELECT pg_reload_conf()" >/dev/null
reloaded() { [[ $(PGPORT=$port sql_on target postgres "SHOW krb_server_keyfile") == "$work/kdc/keytab" ]]; }
wait_until 10 reloaded
with "no ticket" 3 "{$to, user: gss, gssencmode: disable}" "GSS"
kinit gss <<<canary5e1db1rd-gss >/dev/null
with "a ticket" 0 "{$to, user: gss, gssencmode: require}" "agentless"
exits "collects by it" 0 collect
with "without encryption by it" 0 "{$to, user: gss, gssencmode: disable}" "agentless"
ok "the server knows the ticket" grep -q 'connection authenticated: identity="gss@TEST.INVALID" method=gss' "$(cluster_log target)"
with "for another role" 3 "{$to, user: another, gssencmode: require}" 'GSSAPI authentication failed for user "another"'
