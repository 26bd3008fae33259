#!/usr/bin/env bash
# pg_upgrade carries the log: the old rows stay under the old incarnation, new ones are of the new cluster. OIDs of functions
# and constraints change, and what has an old one then is somebody else.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

# rows CLUSTER: every table of the log, the number and the hash of the rows of the old history in each.
rows() {
  local table
  for table in ddl_statement ddl_object ddl_attempt ddl_transaction ddl_block; do
    sql_on "$1" shop "SELECT '$table', count(*), md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM schema_audit.$table t
      WHERE incarnation = '$incarnation'"
  done
}
# oid_of CLUSTER FUNCTION
oid_of() { sql_on "$1" shop "SELECT '$2'::regprocedure::oid"; }
# told_of CLUSTER OBJECT: what history and blame say of it.
told_of() {
  sql_on "$1" shop "SELECT what, subject, command, subcommand, statement FROM schema_history('$2')"
  sql_on "$1" shop "SELECT kind, part, state, command, statement FROM schema_blame('$2')"
}

new_clusters before after
for name in before after; do
  psql_on "$name" postgres --quiet --command "ALTER SYSTEM SET shared_preload_libraries = 'schema_audit'"
  stop_cluster "$name"
done
start_cluster before
psql_on before postgres --quiet --command "CREATE DATABASE shop"
psql_on before shop --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE orders (id int)" \
  --command "ALTER TABLE orders ADD COLUMN note text" --command "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'" \
  --command "ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0)" --command "ALTER FUNCTION f() STABLE"
sql_on before shop "SELECT schema_snapshot('before the upgrade')" >"$(scratch_dir)/snapshot"
psql --no-psqlrc --quiet --host "$(cluster_socket before)" --username postgres --dbname shop --command "DROP TABLE nowhere" 2>/dev/null || true
sql_on before shop "SELECT schema_audit.store_attempts()" >"$(scratch_dir)/out"
sealed() {
  sql_on before shop "SELECT schema_audit.seal()" >/dev/null
  [[ $(sql_on before shop "SELECT sum(transactions) = (SELECT count(*) FROM schema_audit.ddl_transaction) FROM schema_audit.ddl_block") == t ]]
}
ok "what was done before is sealed" wait_until 10 sealed
incarnation=$(sql_on before shop "SELECT schema_audit.incarnation()")
log=$(rows before)
is "each table has rows" "$(grep -c '|[1-9][0-9]*|' <<<"$log")" 5
function=$(told_of before "public.f()")
table=$(told_of before public.orders)
contains "history tells of the function" "$function" "ALTER FUNCTION f() STABLE"
contains "and of the constraint" "$table" "positive"
old_oid=$(oid_of before "public.f()")
stop_cluster before

bin=$(dirname "$(command -v psql)")
upgrade() {
  cd "$(scratch_dir)"
  pg_upgrade --old-bindir "$bin" --new-bindir "$bin" --old-datadir "$(cluster_dir before)/data" \
    --new-datadir "$(cluster_dir after)/data" --username postgres --socketdir "$(scratch_dir)" --jobs 2
}
ok "pg_upgrade runs" upgrade
# The next object gets the OID that the function had.
pg_resetwal --next-oid "$old_oid" "$(cluster_dir after)/data" >"$(scratch_dir)/out"
start_cluster after

is "the log is as it was" "$(rows after)" "$log"
ok "the function has another OID" test "$(oid_of after "public.f()")" != "$old_oid"
is "what is told of it is the same" "$(told_of after "public.f()")" "$function"
is "and of the table and its constraint" "$(told_of after public.orders)" "$table"
is "the upgrade itself leaves no events" "$(sql_on after shop "
  SELECT count(*) FROM schema_audit.ddl_statement WHERE incarnation <> '$incarnation'")" 0
psql_on after shop --quiet --command "CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 2'"
is "another function has its old OID" "$(oid_of after "public.later()")" "$old_oid"
lacks "of which nothing is told that the first one had" "$(told_of after "public.later()")" "f()"
contains "but its own" "$(told_of after "public.later()")" "CREATE FUNCTION later()"
is "nor does the first one get its events" "$(told_of after "public.f()")" "$function"
psql_on after shop --quiet --command "CREATE TABLE later (id int)"
is "new events are of a new incarnation" "$(sql_on after shop "SELECT string_agg(object_identity, ' ' ORDER BY xid, number) FROM schema_audit.ddl_log
  WHERE incarnation = schema_audit.incarnation() AND incarnation <> '$incarnation' AND role = 'target'")" "public.later() public.later"
is "nothing else differs from the snapshot before" "$(sql_on after shop "SELECT string_agg(finding, '; ') FROM schema_diff()
  WHERE object NOT LIKE '%later%'")" ""
is "blame still knows who made the table" "$(sql_on after shop "SELECT command FROM schema_blame('public.orders')
  WHERE kind = 'table' LIMIT 1")" "ALTER TABLE"
is "nothing is amiss" "$(sql_on after shop "SELECT string_agg(\"check\" || ': ' || detail, '; ') FROM schema_verify() WHERE status <> 'ok'")" ""
