#!/usr/bin/env bash
# Events of a prepared transaction appear when it is committed, whoever commits it, and never when it is rolled back;
# a restart in between changes nothing.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

logged() {
  sql_on server postgres "SELECT coalesce(string_agg(object_identity || ' by ' || session_role, ' ' ORDER BY object_identity), 'none')
    FROM schema_audit.ddl_log WHERE role = 'target' AND kind = 'table'"
}

new_cluster server shared_preload_libraries=schema_audit max_prepared_transactions=10
psql_on server postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE ROLE maria LOGIN SUPERUSER" \
  --command "CREATE ROLE jan LOGIN SUPERUSER"
for name in kept gone; do
  PGUSER=maria psql --no-psqlrc --quiet --host "$(cluster_socket server)" --dbname postgres --set ON_ERROR_STOP=1 <<SQL
BEGIN;
CREATE TABLE $name (id int);
SAVEPOINT s;
CREATE TABLE ${name}_not (id int);
ROLLBACK TO s;
PREPARE TRANSACTION '$name';
SQL
done
prepared_until=$(sql_on server postgres "SELECT clock_timestamp()")
is "nothing is in the log while they are prepared" "$(logged)" none
stop_cluster server immediate
start_cluster server
is "nor after a crash" "$(logged)" none
PGUSER=jan psql --no-psqlrc --quiet --host "$(cluster_socket server)" --dbname postgres --set ON_ERROR_STOP=1 \
  --command "ROLLBACK PREPARED 'gone'" --command "COMMIT PREPARED 'kept'"
is "the committed one is, with its author" "$(logged)" "public.kept by maria"
is "and with the times of its commands, not of its commit" "$(sql_on server postgres "
  SELECT bool_and(transaction_at <= statement_at AND statement_at <= at AND at < '$prepared_until')
    FROM schema_audit.ddl_log WHERE object_identity = 'public.kept' AND role = 'target'")" t
is "and so is its root" "$(sql_on server postgres "SELECT count(*) FROM schema_audit.ddl_transaction t
  JOIN schema_audit.ddl_log l USING (incarnation, xid) WHERE l.object_identity = 'public.kept' AND l.role = 'target'")" 1
