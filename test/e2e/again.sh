#!/usr/bin/env bash
# A snapshot after a change reads only what may have changed. After each command of the kitchen sink, of the demo and of
# random DDL it is the same as one that reads everything.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
work=$(scratch_dir)

export PGOPTIONS="-c client_min_messages=warning"
new_cluster target shared_preload_libraries=schema_audit max_locks_per_transaction=256

# judged_database NAME: one in which each command is followed by a snapshot and by a full reading.
judged_database() {
  psql_on target postgres --quiet --command "CREATE DATABASE $1" \
    --command "ALTER DATABASE $1 SET log_min_messages = debug1"
  psql_on target "$1" --quiet --command "CREATE EXTENSION schema_audit" --file - <<'SQL'
CREATE SCHEMA judge;
CREATE TABLE judge.verdict (number serial, tag text, same boolean, command text);
CREATE FUNCTION judge.judge() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM public.schema_snapshot();
  INSERT INTO judge.verdict (tag, same, command)
    SELECT tg_tag, fingerprint = public.schema_fingerprint(), current_query()
    FROM schema_audit.snapshots ORDER BY id DESC LIMIT 1;
END $$;
CREATE EVENT TRIGGER judge ON ddl_command_end EXECUTE FUNCTION judge.judge();
SQL
}
# judged NAME DATABASE LEAST: every command was judged well, and at least so many.
judged() {
  is "$1: no snapshot differs from a full reading" \
    "$(sql_on target "$2" "SELECT tag, left(command, 200) FROM judge.verdict WHERE NOT same ORDER BY number LIMIT 5")" ""
  local count
  count=$(sql_on target "$2" "SELECT count(*) FROM judge.verdict")
  ok "$1: $count commands" test "$count" -ge "$3"
}
load() {
  local database=$1 file
  shift
  for file; do
    psql_on target "$database" --quiet --set "tablespace=$work/space" --file "$SCHEMA_AUDIT_ROOT/$file" >"$work/out"
  done
}

mkdir "$work/space"
version=$(sql_on target postgres "SHOW server_version_num")
load postgres test/sql/kitchen_sink_roles.sql
judged_database kitchen
files=(test/sql/kitchen_sink.sql)
for major in 14 15 16 17 18; do
  if ((version >= major * 10000)); then files+=("test/sql/kitchen_sink_$major.sql"); fi
done
ok "the kitchen sink loads" load kitchen "${files[@]}" test/sql/kitchen_sink_database.sql
judged "the kitchen sink" kitchen 250
psql_on target kitchen --quiet --command "DROP SCHEMA app CASCADE" >"$work/out" 2>&1
judged "and without its largest schema" kitchen 251

judged_database shop
load shop demo/roles.sql demo/schema.sql
PGOPTIONS="$PGOPTIONS -c role=app_owner" load shop demo/changes/2_hotfix.sql demo/changes/3_hurry.sql
judged "the demo" shop 20
psql_on target shop --quiet --command "CREATE SCHEMA shared" --command "CREATE TABLE shared.t (id int)"
for seed in 1 2; do
  python3 "$SCHEMA_AUDIT_ROOT/test/support/ddl_writer.py" "$seed" 8 0 | sed '/pg_sleep/d' |
    psql_on target shop --quiet --output /dev/null
done
judged "random changes" shop 60

quick=$(grep -c "objects read that may have changed" "$(cluster_log target)" || true)
all=$(sql_on target kitchen "SELECT count(*) FROM judge.verdict")
all=$((all + $(sql_on target shop "SELECT count(*) FROM judge.verdict")))
ok "most of them read a part only: $quick of $all" test $((2 * quick)) -gt "$all"
