#!/usr/bin/env bash
# Many sessions run long transactions of DDL at once while blocks are made all the time: nobody waits for anybody because of
# the audit, nothing is lost, and the seals fit.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

sessions=8
rounds=4
work=$(scratch_dir)

new_cluster server shared_preload_libraries=schema_audit schema_audit.seal_interval=50ms
psql_on server postgres --quiet --command "CREATE EXTENSION schema_audit"
for ((i = 1; i <= sessions; i++)); do echo "CREATE SCHEMA s$i;"; done | psql_on server postgres --quiet

session() {
  local round
  for ((round = 1; round <= rounds; round++)); do
    cat <<SQL
BEGIN;
CREATE TABLE s$1.t$round (id int PRIMARY KEY);
SELECT pg_sleep(0.1);
SAVEPOINT s;
CREATE TABLE s$1.not$round (id int);
ROLLBACK TO s;
COMMENT ON TABLE s$1.t$round IS 'round $round';
SELECT pg_sleep(0.1);
ALTER TABLE s$1.t$round ADD COLUMN v text;
COMMIT;
DROP TABLE s$1.t$round;
SQL
  done | PGAPPNAME=ddl psql_on server postgres --quiet --output /dev/null
}

# One session seals by hand, one looks whether anybody waits: every sample is a line.
while :; do echo "SELECT schema_audit.seal(); SELECT pg_sleep(0.02);"; done 2>/dev/null |
  psql_on server postgres --quiet --output /dev/null 2>"$work/seal" &
_started_processes+=("$!")
sealing=$!
while :; do
  echo "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND l.locktype <> 'extend'
    AND a.application_name = 'ddl'; SELECT pg_sleep(0.01);"
done 2>/dev/null | psql_on server postgres --quiet --no-align --tuples-only >"$work/waits" 2>/dev/null &
_started_processes+=("$!")
watching=$!

pids=()
for ((i = 1; i <= sessions; i++)); do
  session "$i" 2>"$work/session$i" &
  pids+=("$!")
done
failed=0
for pid in "${pids[@]}"; do wait "$pid" || failed=$((failed + 1)); done
pkill --parent "$sealing" 2>/dev/null || true
pkill --parent "$watching" 2>/dev/null || true
kill "$sealing" "$watching" 2>/dev/null || true

is "no session failed" "$failed$(cat "$work"/session*)" 0
ok "somebody looked ($(grep -c . "$work/waits") times)" test "$(grep -c . "$work/waits")" -gt 10
is "nobody waited for a lock" "$(grep -vc '^0*$' "$work/waits" || true)" 0
is "there was no deadlock" "$(sql_on server postgres "SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'")" 0
is "every statement is in the log" "$(sql_on server postgres "SELECT string_agg(command_tag || ' ' || n, ', ' ORDER BY command_tag) FROM
  (SELECT command_tag, count(*) AS n FROM schema_audit.ddl_statement WHERE application_name = 'ddl' GROUP BY 1) AS t")" \
  "ALTER TABLE $((sessions * rounds)), COMMENT $((sessions * rounds)), CREATE TABLE $((sessions * rounds)), DROP TABLE $((sessions * rounds))"
is "and each transaction has its seal" "$(sql_on server postgres "SELECT count(*) FROM schema_audit.ddl_transaction t WHERE EXISTS
  (SELECT FROM schema_audit.ddl_statement s WHERE s.xid = t.xid AND s.application_name = 'ddl')")" $((2 * sessions * rounds))
all_sealed() {
  [[ $(sql_on server postgres "SELECT (SELECT sum(transactions) FROM schema_audit.ddl_block) = (SELECT count(*) FROM schema_audit.ddl_transaction)") == t ]]
}
ok "all are in blocks" wait_until 20 all_sealed
is "the seals fit" "$(sql_on server postgres "SELECT \"check\", status FROM schema_verify() WHERE \"check\" IN ('blocks', 'transactions')")" \
  $'blocks|ok\ntransactions|ok'
