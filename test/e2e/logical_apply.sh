#!/usr/bin/env bash
# Logical replication carries no DDL, and not the log either, which a publication of all tables does not bring to
# subscribers that cannot take it.  What a trigger does in the apply worker (as replica, with an empty
# search_path) is recorded, and says that it was the worker.  Rows for the log itself are refused.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

arrived() { [[ $(sql_on subscriber postgres "SELECT count(*) FROM public.orders") == "$1" ]]; }

SETTINGS_OF[publisher]=wal_level=logical
SETTINGS_OF[subscriber]=shared_preload_libraries=schema_audit
new_clusters publisher subscriber
psql_on publisher postgres --quiet --command "CREATE DATABASE everything"
psql_on subscriber postgres --quiet --command "CREATE DATABASE bare"
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

# A publication of all tables on a server that gets the log afterwards.
psql_on publisher everything --quiet --output /dev/null --command "CREATE TABLE orders (id int PRIMARY KEY)" \
  --command "CREATE PUBLICATION p FOR ALL TABLES" --command "SELECT pg_create_logical_replication_slot('seen', 'test_decoding')"
psql_on subscriber bare --quiet --command "CREATE TABLE orders (id int PRIMARY KEY)" --command "CREATE SUBSCRIPTION all_of_it
  CONNECTION '$(connection_string publisher everything)' PUBLICATION p"
psql_on publisher everything --quiet --output /dev/null --command "CREATE EXTENSION schema_audit" \
  --command "CREATE TABLE other (id int PRIMARY KEY, v int)" --command "ALTER TABLE other ADD w int, DROP v" \
  --command "INSERT INTO orders VALUES (1)" --command "SELECT schema_audit.seal()" --command "INSERT INTO orders VALUES (2)"
is "the log is written" "$(sql_on publisher everything "SELECT count(*) > 2 FROM schema_audit.ddl_statement")" t
is "and not decoded" "$(sql_on publisher everything "SELECT count(*) FROM pg_logical_slot_peek_changes('seen', NULL, NULL) WHERE data ~ 'schema_audit\.'")" 0
arrived_there() { [[ $(sql_on subscriber bare "SELECT count(*) FROM orders") == 2 ]]; }
ok "a publication of all tables goes on after DDL" wait_until 30 arrived_there
psql_on subscriber bare --quiet --command "DROP SUBSCRIPTION all_of_it"
sql_on publisher everything "SELECT pg_drop_replication_slot('seen')" >/dev/null

# Somebody publishes tables that are called like those of the log.
refusals() { grep -c 'INSERT of "ddl_transaction" is refused' "$(cluster_log subscriber)" || true; }
refused_again() { (($(refusals) > before)); }
psql_on publisher postgres --quiet --command "CREATE SCHEMA schema_audit" --command "
  CREATE TABLE schema_audit.ddl_transaction (incarnation uuid, xid xid8, statements int, objects int, leaves bytea, root bytea)" \
  --command "INSERT INTO schema_audit.ddl_transaction VALUES ('00000000-0000-0000-0000-000000000001', '1', 1, 1, '', '')" \
  --command "CREATE PUBLICATION forged FOR TABLE schema_audit.ddl_transaction"
psql_on publisher postgres --quiet --command "ALTER TABLE schema_audit.ddl_transaction REPLICA IDENTITY FULL"
forged() { sql_on subscriber postgres "SELECT count(*) FROM schema_audit.ddl_transaction WHERE incarnation <> schema_audit.incarnation()"; }
before=$(refusals)
psql_on subscriber postgres --quiet --command "CREATE SUBSCRIPTION copied CONNECTION '$(connection_string publisher)' PUBLICATION forged"
ok "rows that are copied into the log are refused" wait_until 30 refused_again
is "none is there" "$(forged)" 0
psql_on subscriber postgres --quiet --command "DROP SUBSCRIPTION copied"
psql_on subscriber postgres --quiet --command "CREATE SUBSCRIPTION applied CONNECTION '$(connection_string publisher)'
  PUBLICATION forged WITH (copy_data = false)"
before=$(refusals)
psql_on publisher postgres --quiet --command "INSERT INTO schema_audit.ddl_transaction VALUES ('00000000-0000-0000-0000-000000000002', '1', 1, 1, '', '')"
ok "rows that are applied to it too" wait_until 30 refused_again
is "nor is one of these there" "$(forged)" 0
psql_on subscriber postgres --quiet --command "DROP SUBSCRIPTION applied"
