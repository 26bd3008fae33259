#!/usr/bin/env bash
# A server that has never heard of schema_audit, and a role that has nothing but CONNECT: all but the names.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

export PGOPTIONS="-c client_min_messages=warning"
reason="the extension schema_audit is not installed there"

new_cluster plain
# Privileges on nothing: not even on the schema public.
psql_on plain postgres --quiet --command "CREATE DATABASE shop" --command "CREATE DATABASE copy" \
  --command "CREATE ROLE stranger LOGIN"
for database in shop copy; do
  psql_on plain "$database" --quiet --command "REVOKE ALL ON SCHEMA public FROM PUBLIC" \
    --file "$SCHEMA_AUDIT_ROOT/demo/roles.sql" --file "$SCHEMA_AUDIT_ROOT/demo/schema.sql"
done
is "the role may read no table" "$(sql_on plain shop "
  SELECT count(*) FROM pg_tables WHERE schemaname IN ('app', 'billing')
    AND has_table_privilege('stranger', format('%I.%I', schemaname, tablename), 'SELECT')")" 0
begin_config
add_target copy test "$(connection_string plain copy stranger)"
add_target shop production "$(connection_string plain shop stranger)" copy

exits "check" 0 check
contains "check says what is missing" "$stdout" "$reason"
exits "the first collection" 0 collect
contains "it says why there are no names" "$stdout" "without names (agentless: $reason)"
contains "it took a snapshot" "$stdout" "shop: first snapshot, "
is "no drift yet" "$(stored "SELECT digest FROM drift")" ""
for change in 1_release 2_hotfix 3_hurry; do
  psql_on plain shop --quiet --file "$SCHEMA_AUDIT_ROOT/demo/changes/$change.sql"
done
exits "a collection after the changes" 2 collect
contains "it finds the changes" "$stdout" "column app.customers.phone was dropped"
contains "it finds the drift" "$stdout" "shop has drifted from copy"
contains "each finding says why it has no name" "$stdout" "who: shop@2 and shop@1: agentless: $reason"
exits "nothing more" 0 collect
contains "nothing more is found" "$stdout" "shop: No changes detected"
exits "diff of snapshots" 2 diff shop@1 shop@2
contains "it finds the same" "$stdout" "column app.customers.phone was dropped"
exits "diff of live databases" 2 diff copy shop
exits "drift from the configured reference" 2 drift shop
contains "it is found live" "$stdout" "shop has drifted from copy"
exits "drift of the copy from itself" 0 drift copy copy
exits "snapshots" 0 snapshots shop
is "snapshots: one line for each" "$(grep -c '^shop ' <<<"$stdout")" 3
exits "a snapshot as a document" 0 snapshots shop@2
exits "the log is empty" 0 log shop
exits "blame" 0 blame shop app.orders
contains "blame says why it has no names" "$stdout" "no names: agentless: $reason"
psql_on plain shop --quiet --command "ALTER SCHEMA billing RENAME TO accounts"
exits "a schema is called differently" 2 collect
contains "it is told" "$stdout" "schema billing was renamed to accounts"
lacks "its tables are not" "$stdout" "table billing.invoices was renamed"
exits "as one finding, and what follows from it" 2 diff shop@2 shop --format json
is "nothing stands by itself but the schema" "$(python3 -c '
import json, sys
print(*(f["sentence"] for f in json.load(sys.stdin)["findings"] if "follows" not in f), sep="\n")' <<<"$stdout")" \
  "schema billing was renamed to accounts"
psql_on plain shop --quiet --command "ALTER SCHEMA accounts RENAME TO billing"
is "nothing was written on the server" "$(sql_on plain shop "
  SELECT count(*) FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%'
    AND nspname NOT IN ('information_schema', 'public', 'app', 'billing')")" 0
