#!/usr/bin/env bash
# Without preloading, a session loads the library while its first DDL command runs: which statement of the client's
# string that is stays unknown, so the whole string is kept, and no secret in it.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

new_cluster late
psql_on late postgres --quiet --command "CREATE EXTENSION schema_audit" \
  --command "CREATE EXTENSION postgres_fdw" --command "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw"

# is_kept NAME STRING EXPECTED: runs the string in a new session; what is kept of it with the first table.
is_kept() {
  psql_on late postgres --quiet --output /dev/null --command "$2"
  is "$1" "$(sql_on late postgres "SELECT statement_redacted, top_level IS NULL, statement FROM schema_audit.ddl_log
    WHERE object_type = 'table' AND role = 'target' AND top_level IS NULL ORDER BY xid DESC, number LIMIT 1")" "$3"
}

is_kept "one statement" "/* why */ CREATE TABLE a (password text) -- end" "f|t|/* why */ CREATE TABLE a (password text) -- end"
is_kept "the secrets of others are cut out" \
  "CREATE TABLE b (id int); ALTER ROLE postgres PASSWORD '$CANARY'; CREATE USER MAPPING FOR postgres SERVER s OPTIONS (user 'u', password '$CANARY'); COMMENT ON TABLE b IS 'x'" \
  "t|t|CREATE TABLE b (id int); ALTER ROLE postgres PASSWORD '<redacted>'; CREATE USER MAPPING FOR postgres SERVER s OPTIONS (user 'u', password '<redacted>'); COMMENT ON TABLE b IS 'x'"
is_kept "a block with a secret takes the text with it" \
  "DO \$\$ BEGIN CREATE TABLE c (id int); EXECUTE 'ALTER ROLE postgres PASSWORD ''$CANARY'''; END \$\$" "t|t|"
is_kept "a query with a secret too" "SELECT 'token $CANARY'; CREATE TABLE d (id int)" "t|t|"
is_kept "a block without" "DO \$\$ BEGIN CREATE TABLE e (id int); END \$\$" "f|t|DO \$\$ BEGIN CREATE TABLE e (id int); END \$\$"
export PGOPTIONS="-c standard_conforming_strings=off -c escape_string_warning=off"
is_kept "a string that changes how strings are written" \
  "SET standard_conforming_strings = on; CREATE TABLE f (id int); ALTER ROLE postgres PASSWORD 'can\\'ary'" "t|t|"
unset PGOPTIONS
is "functions on the way are known" "$(sql_on late postgres "SELECT call_stack FROM schema_audit.ddl_log
  WHERE object_identity = 'public.e' AND role = 'target'")" \
  "PL/pgSQL function inline_code_block line 1 at SQL statement"

# Before the library is there anybody can give a value to its settings; they count for nothing.
psql_on late postgres --quiet --command "CREATE ROLE app LOGIN" --command "GRANT CREATE ON SCHEMA public TO app"
PGOPTIONS="-c schema_audit.enabled=off -c schema_audit.on_failure=warning" psql_on late postgres --quiet --username app \
  --command "SET schema_audit.allow_log_changes = on; SET schema_audit.actor_key = 'x'; CREATE TABLE by_app (id int)" 2>/dev/null
is "settings made before the library was loaded switch nothing off" \
  "$(sql_on late postgres "SELECT DISTINCT session_role FROM schema_audit.ddl_log WHERE object_identity = 'public.by_app'")" app

is "no secret is in the log" "$(sql_on late postgres "SELECT count(*) FROM (
  SELECT s::text AS row FROM schema_audit.ddl_statement s UNION ALL SELECT o::text FROM schema_audit.ddl_object o) r
  WHERE row ~ 'canary|ary'")" 0

# Nor is there a worker.
is "nothing is sealed" "$(sql_on late postgres "SELECT count(*) FROM schema_audit.ddl_block")" 0
sql_on late postgres "SELECT schema_snapshot()" >/dev/null
is "schema_snapshot() seals" "$(sql_on late postgres "SELECT sum(b.transactions) = (SELECT count(*) FROM schema_audit.ddl_transaction),
  sum(b.rows) = (SELECT sum(statements + objects) FROM schema_audit.ddl_transaction) FROM schema_audit.ddl_block b")" "t|t"
is "and the seals fit" "$(sql_on late postgres "SELECT string_agg(status, ' ') FROM schema_verify() WHERE \"check\" IN ('blocks', 'transactions')")" "ok ok"

contains "what is lost with the log is said in a session that had not loaded the library" \
  "$(psql_on late postgres --command "DROP EXTENSION schema_audit" 2>&1)" "the DDL log is dropped with the extension schema_audit"
