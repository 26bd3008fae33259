#!/usr/bin/env bash
# pgbouncer between the collector and the server, each transaction on whatever session is free: everything works, and
# no setting stays behind in a session that others get.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

PATH=$PATH:/usr/sbin
if ! command -v pgbouncer >/dev/null; then
  echo "not ok there is no pgbouncer: run scripts/setup"
  exit 0
fi
new_cluster target shared_preload_libraries=schema_audit
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "CREATE ROLE collector LOGIN" \
  --command "GRANT pg_monitor TO collector"
on_target() { psql_on target shop --quiet --command "$1"; }
on_target "CREATE EXTENSION schema_audit; GRANT EXECUTE ON FUNCTION schema_audit.seal() TO collector"
on_target "CREATE TABLE orders (id int, note text); GRANT ALL ON orders TO collector"

bouncer=$(scratch_dir)/bouncer
mkdir "$bouncer"
cat >"$bouncer/users.txt" <<<'"collector" ""'
for port in 6432 6433; do
  pool=$([[ $port == 6432 ]] && echo 1 || echo 3)
  cat >"$bouncer/$port.ini" <<INI
[databases]
* = host=$(cluster_socket target)
[pgbouncer]
listen_addr =
listen_port = $port
unix_socket_dir = $bouncer
auth_type = any
auth_file = $bouncer/users.txt
pool_mode = transaction
default_pool_size = $pool
pidfile = $bouncer/$port.pid
INI
  sed -i "s/^\* = .*/& user=collector/" "$bouncer/$port.ini"
  pgbouncer --quiet "$bouncer/$port.ini" >"$bouncer/$port.log" 2>&1 &
  _started_processes+=("$!")
  ok "a pooler with $pool sessions" wait_until 10 test -S "$bouncer/.s.PGSQL.$port"
done
through() { psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --host "$bouncer" --port "${PORT-6432}" --username collector --dbname shop --command "$1"; }
ok "it passes statements" through "SELECT 1"

begin_config "timeouts: {statement: 41s}" "run: {parallel_per_server: 4}"
for target in one two three; do add_target "$target" test "host=$bouncer port=6433 dbname=shop user=collector"; done
exits "three targets over three sessions" 0 collect
contains "with the log" "$stdout" "new statements in the log"
begin_config "timeouts: {statement: 41s}"
add_target shop test "host=$bouncer port=6432 dbname=shop user=collector"
exits "one over a single session" 0 collect
on_target "ALTER TABLE orders DROP note"
exits "a change" 2 collect
contains "and who did it" "$stdout" "by postgres"
for verb in "check" "check --deep" "diff shop@1 shop --exit-code never" "blame shop public.orders"; do
  # shellcheck disable=SC2086
  exits "$verb" 0 $verb
done

# The session of the server is the same one all the time, and it is as if nobody had been there.
is "nothing of ours stays behind" \
  "$(through "SELECT current_setting('default_transaction_read_only'), current_setting('search_path'), current_setting('statement_timeout')")" \
  'off|"$user", public|0'
ok "the next client can write" through "INSERT INTO orders VALUES (1)"
ok "and finds its tables" through "SELECT * FROM orders"

# The daemon asks whether the log has grown: listening would stay in the session of the server, for whoever gets it next.
on_target "ALTER ROLE collector SET idle_in_transaction_session_timeout = '7min'; ALTER ROLE collector SET idle_session_timeout = '8min'"
sql_on target postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'collector'" >"$work/out"
begin_config "timeouts: {statement: 41s}" "daemon: {interval: 1h, http: off}"
add_target shop test "host=$bouncer port=6432 dbname=shop user=collector"
schema-audit --config "$config" --log-level debug daemon >"$work/out" 2>"$work/log" &
daemon=$!
_started_processes+=("$daemon")
logged() { grep -qF -- "$1" "$work/log"; }
ok "the daemon asks" wait_until 20 logged "target shop: asked once a second"
on_target "ALTER TABLE orders ADD more int"
ok "and sees a change at once" wait_until 20 logged "target shop: 1 minor"
is "it leaves nothing behind, and listens to nothing" \
  "$(through "SELECT current_setting('idle_in_transaction_session_timeout'), current_setting('idle_session_timeout'), (SELECT count(*) FROM pg_listening_channels())")" \
  "7min|8min|0"
kill -TERM "$daemon"
wait "$daemon" || true
begin_config "timeouts: {statement: 41s}"
add_target shop test "host=$bouncer port=6432 dbname=shop user=collector"

# All of it holds for the collector's own transactions all the same.
on_target "CREATE FUNCTION leave() RETURNS void LANGUAGE sql AS 'SELECT 1'"
on_target "ALTER ROLE collector SET statement_timeout = '1ms'; ALTER ROLE collector SET search_path = public"
sql_on target postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'collector'" >"$work/out"
# Until the collector has set its own, they hold: a machine that is busy just then may cut it off.
for _ in 1 2 3 4 5; do
  capture audit collect
  [[ $status == 3 ]] || break
done
is "settings of the role give way" "$status" 1
on_target "ALTER ROLE collector RESET ALL"

# A pooler that goes away
kill "$(cat "$bouncer/6432.pid")"
sed -i '1i run: {retries: 0}' "$config"
gone() { [[ ! -S $bouncer/.s.PGSQL.6432 ]]; }
wait_until 10 gone || true
exits "a pooler that is gone" 3 collect
is "is told in one line" "$(grep -c ' error ' <<<"$stderr")" 1
