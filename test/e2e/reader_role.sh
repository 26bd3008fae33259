#!/usr/bin/env bash
# The role that the collector is given: with it everything works, and of each right that is missing the message says
# which it is. Its password is asked from a program, which may hand out a new one at any time.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

new_cluster target shared_preload_libraries=schema_audit password_encryption=scram-sha-256
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "REVOKE CONNECT ON DATABASE shop FROM PUBLIC"
psql_on target shop --quiet --command "CREATE EXTENSION schema_audit" \
  --command "CREATE SCHEMA private; CREATE TABLE private.orders (id int, note text)"
for round in first second; do
  ok "the script runs, the $round time too" psql_on target shop --quiet --set role="the \"collector\"" \
    --file "$SCHEMA_AUDIT_ROOT/docs/reader_role.sql"
done
is "the role has no more than it needs" "$(sql_on target shop "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolconnlimit FROM pg_roles WHERE rolname LIKE 'the%'")" "f|f|f|f|f|5"
psql_on target shop --quiet --command "ALTER ROLE \"the \"\"collector\"\"\" PASSWORD 'canary5e1db1rd-one'"
sed -i '1i local all "the ""collector""" scram-sha-256' "$(cluster_dir target)/data/pg_hba.conf"
psql_on target shop --quiet --command "SELECT pg_reload_conf()" --output /dev/null

cat >"$work/vault" <<'SH'
#!/bin/sh
echo "asked" >>"$1/asked"
head -n 1 "$1/passwords"
[ "$(wc -l <"$1/passwords")" -le 1 ] || sed -i 1d "$1/passwords"
SH
chmod +x "$work/vault"
holds_secrets "$work/passwords"
echo canary5e1db1rd-one >"$work/passwords"
# shellcheck disable=SC2119
begin_config
cat >>"$config" <<YAML
  - name: shop
    environment: test
    connection:
      host: $(cluster_socket target)
      dbname: shop
      user: the "collector"
      password_command: [$work/vault, $work]
YAML

exits "collect works with it" 0 collect
contains "with the log" "$stdout" "new statements in the log"
psql_on target shop --quiet --command "ALTER TABLE private.orders DROP note"
exits "a change is seen" 2 collect
contains "and who did it" "$stdout" "by postgres"
for verb in "check" "log shop" "blame shop private.orders" "snapshots" "diff shop@1 shop --exit-code never"; do
  # shellcheck disable=SC2086
  exits "$verb works with it" 0 $verb
done
is "it may not read the table" "$(PGPASSWORD=canary5e1db1rd-one psql -X --host "$(cluster_socket target)" --dbname shop \
  --username 'the "collector"' --command 'SELECT * FROM private.orders' 2>&1)" \
  "ERROR:  permission denied for schema private
LINE 1: SELECT * FROM private.orders
                      ^"

# A password that was replaced: the program is asked once more.

psql_on target shop --quiet --command "ALTER ROLE \"the \"\"collector\"\"\" PASSWORD 'canary5e1db1rd-two'"
printf '%s\n' canary5e1db1rd-one canary5e1db1rd-two >"$work/passwords"
rm "$work/asked"
exits "a password that has run out is asked for again" 0 --log-level debug collect
is "once" "$(wc -l <"$work/asked")" 2
lacks "and shown nowhere" "$stdout$stderr" canary
printf '%s\n' canary5e1db1rd-three >"$work/passwords"
rm "$work/asked"
sed -i '1i run: {retries: 0}' "$config"
exits "a wrong one fails" 3 collect
contains "and the message says so" "$stdout" "password authentication failed"
is "without asking on and on" "$(($(wc -l <"$work/asked") <= 2))" 1
lacks "nor showing it" "$stdout$stderr" canary
echo canary5e1db1rd-two >"$work/passwords"

# Rights that are missing

psql_on target shop --quiet --command 'REVOKE pg_monitor FROM "the ""collector"""'
exits "without pg_monitor" 1 collect
contains "the message names it" "$stdout" "GRANT pg_monitor to it"
psql_on target shop --quiet --command 'REVOKE CONNECT ON DATABASE shop FROM "the ""collector"""'
exits "without CONNECT" 3 collect
contains "the message names that" "$stdout" "CONNECT privilege"
psql_on target shop --quiet --command 'ALTER ROLE "the ""collector""" NOLOGIN'
exits "without LOGIN" 3 collect
contains "and that" "$stdout" "not permitted to log in"
