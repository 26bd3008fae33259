#!/usr/bin/env bash
# Commands fail, are refused and are rolled back in several sessions while attempts are stored and pulled again and again: in
# the end the store has exactly the rows of the server, and shows them.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

sessions=4
rounds=15
most_rounds=1500
columns="incarnation, id, outcome, command_tag, statement, sqlstate, message, session_role, effective_role, backend_pid, xid, number, repeated"

try() {
  local i
  # Until they were pulled often enough, however slow this machine is.
  for ((i = 0; i < most_rounds; ++i)); do
    ((i < rounds)) || [[ ! -e $work/enough ]] || break
    echo "CREATE TABLE t (a$1_$i int, a$1_$i int);"
    echo "BEGIN; CREATE TABLE s$1_$i (); ROLLBACK;"
    echo "DROP TABLE missing_$1_$i;"
    echo "SELECT pg_sleep(0.05);"
    # As fast as they are run, not as fast as they are written.
    sleep 0.05
  done | psql --no-psqlrc --quiet --output /dev/null "$(connection_string target postgres "writer$1")" 2>/dev/null
}
running() { [[ -n $(jobs -pr) ]]; }

new_cluster target shared_preload_libraries=schema_audit
psql_on target postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE ROLE reader LOGIN" \
  --command "GRANT pg_monitor TO reader" --command "GRANT CREATE ON SCHEMA public TO public"
for ((i = 1; i <= sessions; ++i)); do sql_on target postgres "CREATE ROLE writer$i LOGIN" >/dev/null; done
begin_config
add_target target test "$(connection_string target postgres reader)"

for ((i = 1; i <= sessions; ++i)); do try "$i" & done
fruitful=0
known=0
while running; do
  sql_on target postgres "SELECT schema_audit.store_attempts()" >/dev/null
  audit --log-level off collect >/dev/null || true
  now=$(stored "SELECT count(*) FROM ddl_attempt")
  if ((now > known)); then fruitful=$((fruitful + 1)); fi
  known=$now
  if ((fruitful >= 2)); then touch "$work/enough"; fi
done
wait
echo "# $fruitful collections with new attempts"
ok "attempts were pulled while others were made" test "$fruitful" -ge 2
sql_on target postgres "SELECT schema_audit.store_attempts()" >/dev/null
exits "the last collection" 0 collect
is "none lost, none twice, none altered" "$(stored "SELECT $columns FROM ddl_attempt ORDER BY id")" \
  "$(sql_on target postgres "SELECT $columns FROM schema_audit.ddl_attempt ORDER BY id")"
ok "there were enough of them" test "$(stored "SELECT count(*) FROM ddl_attempt")" -ge $((sessions * rounds * 2))
exits "and one more collection" 0 collect
lacks "finds nothing new" "$stdout" "new attempt"

exits "what failed is shown" 0 log --attempts target --who writer1
contains "with its outcome" "$stdout" "CREATE TABLE: failed (42701)"
contains "with its text" "$stdout" "> CREATE TABLE t (a1_0 int, a1_0 int)"
contains "what was rolled back too" "$stdout" "CREATE TABLE: rolled back"
lacks "of one role alone" "$stdout" "writer2"
exits "for programs" 0 log --attempts target --limit 1 --format json
is "as many as asked for" "$(python3 -c 'import json, sys; print(len(json.load(sys.stdin)["attempts"]))' <<<"$stdout")" 1
exits "attempts know no objects" 64 log --attempts --object public.t

# The extension is made anew, and numbers its attempts from 1.
before=$(stored "SELECT count(*) FROM ddl_attempt")
psql_on target postgres --quiet --command "DROP EXTENSION schema_audit" --command "CREATE EXTENSION schema_audit"
sql_on target postgres "DROP TABLE missing" >/dev/null 2>&1 || true
sql_on target postgres "SELECT schema_audit.store_attempts()" >/dev/null
audit --log-level off collect >/dev/null || true
is "attempts of an extension made anew are not taken for known ones" "$(($(stored "SELECT count(*) FROM ddl_attempt") - before))" \
  "$(sql_on target postgres "SELECT count(*) FROM schema_audit.ddl_attempt")"
