#!/usr/bin/env bash
# The background worker: it seals what was committed in every database, stands in nobody's way, and survives what happens to
# databases, logs and itself. Nothing is lost when the server dies between a commit and its seal.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

unsealed() {
  sql_on server "$1" "SELECT count(*) FROM schema_audit.ddl_transaction t WHERE NOT EXISTS (SELECT FROM schema_audit.ddl_block b
    WHERE b.incarnation = t.incarnation AND t.xid >= b.first_xid AND t.xid < b.end_xid)"
}
all_sealed() { [[ $(unsealed "$1") == 0 ]]; }
launcher() { sql_on server postgres "SELECT pid FROM pg_stat_activity WHERE backend_type = 'schema_audit launcher'"; }
runs() { [[ -n $(launcher) ]]; }
chains() { sql_on server "$1" "SELECT string_agg(status, ' ') FROM schema_verify() WHERE \"check\" IN ('blocks', 'transactions')"; }
told() { grep -c "$1" "$(cluster_log server)" || true; }

new_cluster server shared_preload_libraries=schema_audit schema_audit.seal_interval=200ms max_prepared_transactions=5
for name in one two; do
  psql_on server postgres --quiet --command "CREATE DATABASE $name"
  psql_on server "$name" --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE t (id int)"
done
ok "it runs" wait_until 10 runs
for name in one two; do ok "it seals database $name" wait_until 10 all_sealed "$name"; done
is "once there is nothing to do there is one block" "$(sql_on server one "SELECT count(*) FROM schema_audit.ddl_block")" 1

# Who listens is told, also of what cannot be sealed yet, and of attempts.
mkfifo "$(scratch_dir)/say"
psql_on server one --quiet --no-align --tuples-only <"$(scratch_dir)/say" >"$(scratch_dir)/heard" 2>&1 &
_started_processes+=("$!")
exec {say}>"$(scratch_dir)/say"
echo "LISTEN schema_audit;" >&"$say"
# heard: how many notifications until now.
heard() {
  echo "SELECT 'asked';" >&"$say"
  sleep 0.2
  grep -c 'Asynchronous notification "schema_audit" received' "$(scratch_dir)/heard" || true
}
listens() { heard >/dev/null && grep -q asked "$(scratch_dir)/heard"; }
more() { (($(heard) > before)); }
# tells NAME SQL: once.
tells() {
  before=$(heard)
  psql_on server one --quiet --command "$2"
  ok "$1" wait_until 20 more
  sleep 1
  is "$1: once" "$(($(heard) - before))" 1
}
ok "a session listens" wait_until 10 listens
sleep 1
tells "a commit is told" "CREATE TABLE heard (id int)"
tells "a rollback too: it left an attempt" "BEGIN; CREATE TABLE unheard (id int); ROLLBACK"
before=$(heard)
psql_on server one --quiet --command "SELECT count(*) FROM t" >/dev/null
sleep 1
is "nothing else is" "$(($(heard) - before))" 0
exec {say}>&-

# What a transaction that is still open keeps from being sealed is sealed when that is over.
psql_on server two --quiet --command "BEGIN; CREATE TABLE held (id int); SELECT pg_sleep(2); COMMIT" >"$(scratch_dir)/held" &
_started_processes+=("$!")
sleep 0.5
psql_on server one --quiet --command "CREATE TABLE u (id int)"
ok "what had to wait for an older transaction" wait_until 20 all_sealed one
psql_on server one --quiet --command "BEGIN; CREATE TABLE prepared (id int); PREPARE TRANSACTION 'p'"
sleep 0.5
psql_on server one --quiet --command "COMMIT PREPARED 'p'"
ok "what was prepared" wait_until 20 all_sealed one

# A crash between the commit and the seal.
psql_on server postgres --quiet --command "ALTER SYSTEM SET schema_audit.seal_interval = 0" --command "SELECT pg_reload_conf()" >"$(scratch_dir)/out"
wait_until 5 eval '[[ $(sql_on server one "SHOW schema_audit.seal_interval") == 0 ]]'
sleep 0.3
psql_on server one --quiet --command "CREATE TABLE before_snapshot (id int)"
is "with seal_interval 0 nothing is sealed" "$(unsealed one)" 1
contains "which schema_verify() says" "$(sql_on server one "SELECT detail FROM schema_verify() WHERE \"check\" = 'background worker'")" "seal_interval is 0"
sql_on server one "SELECT schema_snapshot()" >"$(scratch_dir)/out"
is "but by schema_snapshot()" "$(unsealed one)" 0
psql_on server one --quiet --command "CREATE TABLE before_crash (id int)"
is "what comes after it waits" "$(unsealed one)" 1
psql_on server postgres --quiet --command "ALTER SYSTEM RESET schema_audit.seal_interval" --command "CHECKPOINT"
stop_cluster server immediate
start_cluster server
ok "after a restart every database is looked at" wait_until 20 all_sealed one
is "and the chain goes on" "$(chains one)" "ok ok"

# Databases come and go.
psql_on server two --quiet --command "CREATE TABLE v (id int)"
ok "a database can be dropped right after its DDL" psql_on server postgres --quiet --command "DROP DATABASE two"
psql_on server one --quiet --command "CREATE TABLE w (id int)"
ok "and copied" psql_on server postgres --quiet --command "CREATE DATABASE copy TEMPLATE one"
ok "the next seal comes all the same" wait_until 20 all_sealed one

# The launcher comes back.
before=$(launcher)
sql_on server postgres "SELECT pg_terminate_backend($before)" >"$(scratch_dir)/out"
comes_back() { [[ -n $(launcher) && $(launcher) != "$before" ]]; }
ok "it is started again when somebody ends it" wait_until 20 comes_back

# A log that is broken: said once.
psql_on server copy --quiet --command "SET schema_audit.allow_log_changes = on" --command "SET schema_audit.enabled = off" \
  --command "ALTER TABLE schema_audit.ddl_transaction DROP CONSTRAINT ddl_transaction_pkey"
psql_on server copy --quiet --command "CREATE TABLE x (id int)"
complained() { (($(told "cannot seal the log of database") > 0)); }
ok "a log that cannot be sealed is reported" wait_until 20 complained
psql_on server copy --quiet --command "CREATE TABLE y (id int)"
sleep 3
is "once" "$(told "cannot seal the log of database")" 1
contains "schema_verify() says so too" "$(sql_on server copy "SELECT detail FROM schema_verify() WHERE status = 'failed'")" "lost its primary key"
psql_on server copy --quiet --command "SET schema_audit.allow_log_changes = on" --command "SET schema_audit.enabled = off" \
  --command "ALTER TABLE schema_audit.ddl_transaction ADD PRIMARY KEY (incarnation, xid)"
stop_cluster server fast
start_cluster server
sealed_again() { [[ $(sql_on server copy "SELECT max(end_xid) FROM schema_audit.ddl_block WHERE incarnation = schema_audit.incarnation()") != "" ]]; }
ok "repaired, it is sealed" wait_until 20 sealed_again
is "and fits" "$(sql_on server copy "SELECT count(*) FROM schema_verify() WHERE \"check\" IN ('blocks', 'transactions') AND status = 'failed'")" 0
is "no worker died of anything" "$(told "terminated by signal")" 0
