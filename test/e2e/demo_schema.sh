#!/usr/bin/env bash
# The application schema of the demo loads, twice, on a server that has never heard of schema_audit, and the
# three changes apply to it.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
cd "$SCHEMA_AUDIT_ROOT/demo"

load() { psql_on plain postgres --quiet --file roles.sql && psql_on plain postgres --quiet --file schema.sql; }
change() { PGUSER=$1 psql -X -q -v ON_ERROR_STOP=1 -h "$(cluster_socket plain)" -d postgres -f "changes/$2"; }
# Tables, views, sequences, types, routines and schemas; what belongs to one of these is not counted.
objects() {
  sql_on plain postgres "
    WITH spaces AS (SELECT oid FROM pg_namespace WHERE nspname IN ('app', 'billing'))
    SELECT (SELECT count(*) FROM spaces)
      + (SELECT count(*) FROM pg_class WHERE relnamespace IN (TABLE spaces) AND relkind IN ('r', 'p', 'v', 'm', 'c')
           AND NOT EXISTS (SELECT FROM pg_type WHERE typrelid = pg_class.oid AND typtype <> 'c'))
      + (SELECT count(*) FROM pg_sequence JOIN pg_class ON oid = seqrelid WHERE relnamespace IN (TABLE spaces)
           AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = seqrelid AND deptype = 'i'))
      + (SELECT count(*) FROM pg_type WHERE typnamespace IN (TABLE spaces) AND typtype IN ('e', 'd'))
      + (SELECT count(*) FROM pg_proc WHERE pronamespace IN (TABLE spaces))"
}

new_cluster plain
ok "the schema loads" load
count=$(objects)
ok "it has 30 to 60 objects ($count)" test "$count" -ge 30 -a "$count" -le 60
ok "it loads again" load
is "and is the same size" "$(objects)" "$count"
ok "the release applies" change deploy 1_release.sql
ok "the hotfix applies" change dba_anna 2_hotfix.sql
ok "the hurried change applies" change bob 3_hurry.sql
