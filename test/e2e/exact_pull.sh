#!/usr/bin/env bash
# The log is pulled again and again while eight writers commit in another order than they began: in the end the
# store has exactly the rows of the server. That holds for a collection which finds the catalog too busy, too.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

writers=8
transactions=12
most_rounds=15

statements="SELECT incarnation, xid, number, command_tag, statement_redacted, session_role, backend_pid, statement FROM"
objects="SELECT incarnation, xid, number, statement, role, subcommand, kind, object_type, object_identity, object_id FROM"
on_server() { sql_on target postgres "$1 schema_audit.$2" | LC_ALL=C sort; }
# SQLite writes booleans as it stores them.
in_store() { stored "${1/statement_redacted/iif(statement_redacted, \'t\', \'f\')} $2" | LC_ALL=C sort; }

# Goes on until the log has been pulled often enough, however slow this machine is.
write() {
  local round
  for ((round = 0; round < most_rounds; ++round)); do
    python3 "$SCHEMA_AUDIT_ROOT/test/support/ddl_writer.py" $(($1 + writers * round)) "$transactions" 1 |
      psql_on target postgres --quiet --output /dev/null || return
    [[ ! -e $work/enough ]] || return 0
  done
}
writing() { [[ -n $(jobs -pr) ]]; }

new_cluster target shared_preload_libraries=schema_audit max_prepared_transactions=20
psql_on target postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE SCHEMA shared" \
  --command "CREATE TABLE shared.t (id int)" \
  --command "CREATE ROLE reader LOGIN" --command "GRANT pg_monitor TO reader"
begin_config
add_target target test "$(connection_string target postgres reader)"

pids=()
for ((i = 1; i <= writers; ++i)); do
  write "$i" &
  pids+=("$!")
done

runs=0
fruitful=0
incomplete=0
known=0
while writing; do
  status=0
  audit --log-level off collect >"$work/out" || status=$?
  runs=$((runs + 1))
  if ((status == 3)); then incomplete=$((incomplete + 1)); fi
  if ((status > 3)); then
    echo "not ok a collection while others write (exit code $status)"
    cat "$work/out"
  fi
  now=$(stored "SELECT count(*) FROM ddl_statement")
  if ((now > known)); then fruitful=$((fruitful + 1)); fi
  known=$now
  if ((fruitful >= 3)); then touch "$work/enough"; fi
done
failed=0
for pid in "${pids[@]}"; do wait "$pid" || failed=$((failed + 1)); done
is "every writer comes to its end" "$failed" 0
echo "# $runs collections, $fruitful with new events, $incomplete without one instant; $known statements before the last"
ok "the log was pulled while others wrote ($fruitful times)" test "$fruitful" -ge 3

ok "the last collection" test "$(audit --log-level off collect >"$work/out"; echo $?)" -le 2
is "statements: none lost, none twice, none altered" "$(in_store "$statements" ddl_statement)" \
  "$(on_server "$statements" ddl_statement)"
is "objects: none lost, none twice, none altered" "$(in_store "$objects" ddl_object)" \
  "$(on_server "$objects" ddl_object)"
ok "there were enough of them" test "$(stored "SELECT count(*) FROM ddl_object")" -gt $((writers * transactions))
# Without commits in another order than the numbers', nothing was tested.
ok "some committed after the next had begun" test "$(stored "
  SELECT count(*) FROM ddl_statement a JOIN ddl_statement b ON b.xid > a.xid AND b.logged_at < a.logged_at")" -gt 0
exits "and one more collection" 0 collect
contains "finds nothing new" "$stdout" "0 new statements in the log"

# A migration that keeps a table locked for long: the views above it cannot be read, but who is at work can.
psql_on target postgres --quiet --command "CREATE VIEW shared.v AS SELECT id FROM shared.t" \
  --command "BEGIN" --command "LOCK TABLE shared.t" --command "SELECT pg_catalog.pg_sleep(600)" &
is_locked() {
  [[ $(sql_on target postgres "SELECT count(*) FROM pg_catalog.pg_locks
    WHERE relation = 'shared.t'::regclass AND mode = 'AccessExclusiveLock' AND granted") == 1 ]]
}
ok "a table is locked" wait_until 20 is_locked
exits "its view cannot be read" 3 collect
contains "the log is kept all the same" "$stdout" "its log is kept (new statements: 1)"
is "with all that was done" "$(in_store "$statements" ddl_statement)" "$(on_server "$statements" ddl_statement)"
sql_on target postgres "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
  WHERE query LIKE '%pg_sleep(600)' AND pid <> pg_catalog.pg_backend_pid()" >/dev/null
exits "when the table is free, the view is collected" 0 collect
contains "by whom it was made is known" "$stdout" "postgres"
