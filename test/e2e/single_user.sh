#!/usr/bin/env bash
# In single-user mode the server calls no event trigger.  With the library preloaded the change is in the log all
# the same; without it, the next comparison shows the change with no event to explain it.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

single() {
  postgres --single -D "$(cluster_dir server)/data" "$@" postgres
}
in_log() { sql_on server postgres "SELECT count(*) FROM schema_audit.ddl_log WHERE object_identity = 'public.$1'"; }

new_cluster server
psql_on server postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE seen (id int)"
sql_on server postgres "SELECT schema_snapshot()" >"$(scratch_dir)/snapshot"
stop_cluster server

ok "a command without the library" single <<<"CREATE TABLE unseen (id int)"
ok "a command with the library" single -c shared_preload_libraries=schema_audit <<<"CREATE TABLE noticed (id int)"
start_cluster server

is "the first is not in the log" "$(in_log unseen)" 0
is "the second is" "$(sql_on server postgres "SELECT s.captured_by || ', ' || s.command_tag FROM schema_audit.ddl_log l
  JOIN schema_audit.ddl_statement s ON s.incarnation = l.incarnation AND s.xid = l.xid AND s.number = l.statement_number
  WHERE object_identity = 'public.noticed'")" "tripwire, CREATE TABLE"
is "the comparison shows both" "$(sql_on server postgres "SELECT string_agg(format('%s by %s',
  object, split_part(who, ' in ', 1)), '; ' ORDER BY object) FROM schema_diff()")" "public.noticed by postgres; public.unseen by no event"
