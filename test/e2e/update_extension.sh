#!/usr/bin/env bash
# Every released version can be installed, goes on recording under the newest library, and is brought up to date
# by ALTER EXTENSION UPDATE with its log whole.  A new installation is the same as an updated one.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

scripts=$(pg_config --sharedir)/extension
newest=$(sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" "$scripts/schema_audit.control")
released=()
for script in "$scripts"/schema_audit--*--*.sql; do
  from=${script##*/schema_audit--}
  released+=("${from%%--*}")
done

# What CREATE EXTENSION leaves behind, without OIDs.
shape() {
  psql_on server "$1" --quiet --no-align --tuples-only --command "
    SELECT pg_describe_object(d.classid, d.objid, d.objsubid)
      FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
     WHERE e.extname = 'schema_audit' AND d.deptype = 'e' ORDER BY 1" --command "
    SELECT attrelid::regclass, attname, atttypid::regtype, attnotnull, col_description(attrelid, attnum)
      FROM pg_attribute WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'schema_audit'::regnamespace)
       AND attnum > 0 ORDER BY attrelid::regclass::text, attnum" --command "
    SELECT evtname, evtevent, evtenabled FROM pg_event_trigger ORDER BY 1" --command "
    SELECT relname, relacl FROM pg_class WHERE relnamespace = 'schema_audit'::regnamespace ORDER BY 1" --command "
    SELECT c::regclass FROM pg_extension, unnest(extconfig) c WHERE extname = 'schema_audit' ORDER BY c::regclass::text"
}
logged() {
  sql_on server "$1" "SELECT string_agg(command || ' ' || object_identity, ', ' ORDER BY xid, number)
                        FROM schema_audit.ddl_log WHERE role IN ('target', 'dropped') AND object_type = 'table'"
}

# old_rows XID: what both tables hold up to a transaction, in the columns that every version has.
old_rows() {
  sql_on server old "
    SELECT md5(string_agg(o::text || s::text, '' ORDER BY o.xid, o.number)) FROM (
      SELECT incarnation, xid, number, statement, role, object_identity, class_id, object_id FROM schema_audit.ddl_object) o
      JOIN (SELECT xid, number AS statement, command_tag, statement AS text, session_role, logged_at FROM schema_audit.ddl_statement) s
        USING (xid, statement)
     WHERE xid::text::bigint <= $1"
}

new_cluster server shared_preload_libraries=schema_audit
psql_on server postgres --quiet --command "CREATE DATABASE fresh"
psql_on server fresh --quiet --command "CREATE EXTENSION schema_audit"
is "a new installation has the newest version" \
  "$(sql_on server fresh "SELECT extversion FROM pg_extension WHERE extname = 'schema_audit'")" "$newest"
is "and nothing in its log of its own making" \
  "$(sql_on server fresh "SELECT count(*) FROM schema_audit.ddl_log WHERE in_extension = 'schema_audit'")" 0
ok "there is a version to update from" test "${#released[@]}" -gt 0

for version in "${released[@]}"; do
  psql_on server postgres --quiet --command "DROP DATABASE IF EXISTS old" --command "CREATE DATABASE old"
  psql_on server old --quiet --command "CREATE EXTENSION schema_audit VERSION '$version'" \
    --command "CREATE TABLE before_update (id int)"
  is "$version records under the newest library" "$(logged old)" "CREATE TABLE public.before_update"
  last=$(sql_on server old "SELECT max(xid::text::bigint) FROM schema_audit.ddl_statement")
  kept=$(old_rows "$last")
  ok "$version is updated" psql_on server old --quiet --command "ALTER EXTENSION schema_audit UPDATE"
  psql_on server old --quiet --command "CREATE TABLE after_update (id int)" --command "DROP TABLE before_update"
  is "its log goes on" "$(logged old)" \
    "CREATE TABLE public.before_update, CREATE TABLE public.after_update, DROP TABLE public.before_update"
  is "the old rows are as they were" "$(old_rows "$last")" "$kept"
  is "the update itself is an event" "$(sql_on server old "SELECT count(*) FROM schema_audit.ddl_log
    WHERE command = 'ALTER EXTENSION' AND object_identity = 'schema_audit'")" 1
  is "an updated $version is the same as a new installation" "$(shape old)" "$(shape fresh)"
  is "nothing is amiss with it" "$(sql_on server old "SELECT string_agg(\"check\" || ': ' || detail, '; ') FROM schema_verify() WHERE status <> 'ok' AND \"check\" <> 'history'")" ""
  is "its version is the library's" "$(sql_on server old "SELECT status, detail FROM schema_verify() WHERE \"check\" = 'version'")" \
    "ok|library and extension are $newest"
  ok "the updated one takes snapshots" sql_on server old "SELECT schema_snapshot()"
done
