#!/usr/bin/env bash
# pg_upgrade carries the log: the old rows stay under the old incarnation, new ones are of the new cluster.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

rows() {
  sql_on "$1" shop "SELECT string_agg(md5(t::text), ' ' ORDER BY xid, number) FROM schema_audit.$2 t
    WHERE incarnation = '$incarnation'"
}

new_clusters before after
for name in before after; do
  psql_on "$name" postgres --quiet --command "ALTER SYSTEM SET shared_preload_libraries = 'schema_audit'"
  stop_cluster "$name"
done
start_cluster before
psql_on before postgres --quiet --command "CREATE DATABASE shop"
psql_on before shop --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE orders (id int)" \
  --command "ALTER TABLE orders ADD COLUMN note text" --command "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"
sql_on before shop "SELECT schema_snapshot('before the upgrade')" >"$(scratch_dir)/snapshot"
incarnation=$(sql_on before shop "SELECT schema_audit.incarnation()")
statements=$(rows before ddl_statement)
objects=$(rows before ddl_object)
stop_cluster before

bin=$(dirname "$(command -v psql)")
upgrade() {
  cd "$(scratch_dir)"
  pg_upgrade --old-bindir "$bin" --new-bindir "$bin" --old-datadir "$(cluster_dir before)/data" \
    --new-datadir "$(cluster_dir after)/data" --username postgres --socketdir "$(scratch_dir)" --jobs 2
}
ok "pg_upgrade runs" upgrade
start_cluster after

is "statements are as they were" "$(rows after ddl_statement)" "$statements"
is "objects are as they were" "$(rows after ddl_object)" "$objects"
is "the upgrade itself leaves no events" "$(sql_on after shop "
  SELECT count(*) FROM schema_audit.ddl_statement WHERE incarnation <> '$incarnation'")" 0
psql_on after shop --quiet --command "CREATE TABLE later (id int)"
is "new events are of a new incarnation" "$(sql_on after shop "SELECT string_agg(object_identity, ' ') FROM schema_audit.ddl_log
  WHERE incarnation = schema_audit.incarnation() AND incarnation <> '$incarnation' AND role = 'target'")" "public.later"
is "nothing else differs from the snapshot before" "$(sql_on after shop "SELECT string_agg(finding, '; ') FROM schema_diff()
  WHERE object NOT LIKE '%later%'")" ""
is "blame still knows who made the table" "$(sql_on after shop "SELECT command FROM schema_blame('public.orders')
  WHERE kind = 'table' LIMIT 1")" "ALTER TABLE"
