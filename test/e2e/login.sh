#!/usr/bin/env bash
# Who logged in over the network, as the server knows it: with a password, and with a certificate.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

work=$(scratch_dir)
cd "$work"

# make_certificate NAME SUBJECT: NAME.key and NAME.crt, signed by the authority.
make_certificate() {
  openssl req -new -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out "$1.crt" 2>/dev/null
  chmod 600 "$1.key"
}
openssl req -x509 -new -newkey rsa:2048 -nodes -days 2 -subj "/CN=authority" -keyout ca.key -out ca.crt 2>/dev/null
make_certificate server "/CN=localhost"
make_certificate client "/O=Example, Inc./CN=maria"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PGPORT=$port
new_cluster server shared_preload_libraries=schema_audit listen_addresses=127.0.0.1 "port=$port" ssl=on \
  "ssl_ca_file=$work/ca.crt" "ssl_cert_file=$work/server.crt" "ssl_key_file=$work/server.key" \
  password_encryption=scram-sha-256 schema_audit.actor_key=0123456789abcdef0123456789abcdef
cat >"$(cluster_dir server)/data/pg_hba.conf" <<'HBA'
local   all all                trust
hostssl all maria 127.0.0.1/32 cert
host    all all   127.0.0.1/32 scram-sha-256
HBA
psql_on server postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE SCHEMA shop" \
  --command "CREATE ROLE maria LOGIN" --command "CREATE ROLE paul LOGIN PASSWORD '$CANARY'" \
  --command "GRANT ALL ON SCHEMA shop TO maria, paul" --command "SELECT pg_reload_conf()" --output /dev/null

# login ROLE OPTIONS STATEMENT
login() {
  psql --no-psqlrc --set ON_ERROR_STOP=1 --quiet --no-align --tuples-only \
    "host=127.0.0.1 port=$port user=$1 dbname=postgres connect_timeout=10 $2" --command "$3"
}
with_password="password=$CANARY sslmode=disable"
with_certificate="sslmode=verify-ca sslrootcert=$work/ca.crt sslcert=$work/client.crt sslkey=$work/client.key"
# of TABLE COLUMNS: what the log says about who created the table.
of() { sql_on server postgres "SELECT $2 FROM schema_audit.ddl_log WHERE object_identity = 'shop.$1' AND role = 'target'"; }

method=""
scram=""
if (($(sql_on server postgres "SHOW server_version_num") >= 160000)); then
  method="cert:"
  scram="scram-sha-256:"
fi

ok "a role logs in with a password" login paul "$with_password" "CREATE TABLE shop.by_password (id int)"
is "its identity is recorded" "$(of by_password "authenticated_identity")" "${scram}paul"
is "and is the actor, since nobody claimed another" "$(of by_password "actor, actor_trust")" "paul|authenticated"
is "the address is recorded" "$(of by_password "client_addr, client_port BETWEEN 1 AND 65535")" "127.0.0.1|t"
is "there is no certificate" "$(of by_password "client_dn IS NULL")" t
is "the server process serves a client" "$(of by_password "backend_type")" "client backend"

ok "a role logs in with a certificate" login maria "$with_certificate" "CREATE TABLE shop.by_certificate (id int)"
is "the subject is the identity" "$(of by_certificate "authenticated_identity")" "${method}CN=maria,O=Example\\, Inc."
is "and is the actor, without the method" "$(of by_certificate "actor, actor_trust")" \
  "CN=maria,O=Example\\, Inc.|authenticated"
is "the subject of the certificate is recorded" "$(of by_certificate "client_dn")" "CN=maria,O=Example\\, Inc."

ok "a password over TLS with a certificate" login paul "password=$CANARY $with_certificate" \
  "CREATE TABLE shop.twofold (id int)"
is "proves both" "$(of twofold "authenticated_identity, client_dn")" "${scram}paul|CN=maria,O=Example\\, Inc."

claim="BEGIN; SET LOCAL schema_audit.actor = 'root'; CREATE TABLE shop.claimed (id int); COMMIT"
ok "a role claims to act for another" login paul "$with_password" "$claim"
is "the claim leaves the facts alone" "$(of claimed "actor, actor_trust, session_role, authenticated_identity")" \
  "root|claimed|paul|${scram}paul"

token=$(sql_on server postgres "SELECT schema_audit.actor_token('olga@example.com', role => 'paul')")
use="BEGIN; SET LOCAL schema_audit.actor = '$token'; CREATE TABLE shop.%s (id int); COMMIT"
# shellcheck disable=SC2059
ok "a role acts for somebody with a token" login paul "$with_password" "$(printf "$use" verified)"
is "that is verified" "$(of verified "actor, actor_trust, session_role")" "olga@example.com|verified|paul"
# shellcheck disable=SC2059
ok "another role uses the token" login maria "$with_certificate" "$(printf "$use" stolen)"
is "that is a claim" "$(of stolen "actor, actor_trust, session_role")" \
  "olga@example.com (token: it was issued for another role)|claimed|maria"

is "a Unix socket has no address, and trust proves nothing" "$(psql_on server postgres --quiet --command \
  "CREATE TABLE shop.local (id int)"; of local "client_addr IS NULL, authenticated_identity IS NULL, actor IS NULL")" "t|t|t"

is "neither key, password nor token is in the log" "$(sql_on server postgres "SELECT count(*) FROM (
  SELECT s::text AS row FROM schema_audit.ddl_statement s UNION ALL SELECT o::text FROM schema_audit.ddl_object o) r
  WHERE row ~ 'canary|0123456789abcdef|sa1\\.'")" 0
lacks "nor is the key in the server's log" "$(<"$(cluster_log server)")" 0123456789abcdef
