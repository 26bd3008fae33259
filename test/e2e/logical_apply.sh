#!/usr/bin/env bash
# Logical replication carries no DDL.  What a trigger does in the apply worker (as replica, with an empty
# search_path) is recorded, and says that it was the worker.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

arrived() { [[ $(sql_on subscriber postgres "SELECT count(*) FROM public.orders") == "$1" ]]; }

SETTINGS_OF[publisher]=wal_level=logical
SETTINGS_OF[subscriber]=shared_preload_libraries=schema_audit
new_clusters publisher subscriber
psql_on publisher postgres --quiet --command "CREATE TABLE orders (id int PRIMARY KEY)" \
  --command "INSERT INTO orders VALUES (1)" --command "CREATE PUBLICATION p FOR TABLE orders"
psql_on subscriber postgres --quiet --command "CREATE EXTENSION schema_audit" \
  --command "CREATE TABLE orders (id int PRIMARY KEY)" --command "
  CREATE FUNCTION make_table() RETURNS trigger LANGUAGE plpgsql AS \$\$
  BEGIN EXECUTE format('CREATE TABLE public.order_%s (id int)', NEW.id); RETURN NEW; END\$\$" --command "
  CREATE TRIGGER make_table AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION make_table()" \
  --command "ALTER TABLE orders ENABLE ALWAYS TRIGGER make_table"
psql_on subscriber postgres --quiet --command "CREATE SUBSCRIPTION s CONNECTION '$(connection_string publisher)' PUBLICATION p"
wait_until 30 arrived 1 || fail "the first row did not arrive"
psql_on publisher postgres --quiet --command "INSERT INTO orders VALUES (2), (3)"
wait_until 30 arrived 3 || fail "the rows did not arrive"

is "each table that the apply worker made is in the log" "$(sql_on subscriber postgres "
  SELECT string_agg(format('%s as %s by %s', object_identity, replication_role, backend_type), '; ' ORDER BY object_identity)
    FROM schema_audit.ddl_log WHERE role = 'target' AND command = 'CREATE TABLE' AND object_identity LIKE 'public.order\_%'
     AND object_identity <> 'public.order_1'")" \
  "public.order_2 as replica by logical replication worker; public.order_3 as replica by logical replication worker"
is "and so is the one made while the first rows were copied" "$(sql_on subscriber postgres "
  SELECT replication_role FROM schema_audit.ddl_log WHERE role = 'target' AND object_identity = 'public.order_1'")" replica
psql_on subscriber postgres --quiet --command "DROP SUBSCRIPTION s"
