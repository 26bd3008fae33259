#!/usr/bin/env bash
# A snapshot taken in the database and one crawled from outside, by a role with nothing but CONNECT, are the same.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

export PGOPTIONS="-c client_min_messages=warning"

# Without the time, and in one form: what is left has to be equal byte for byte.
compact() {
  python3 -c 'import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8"))
del document["taken_at"]
print(json.dumps(document, ensure_ascii=False))' "$1"
}
fingerprint_of() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["fingerprint"])' "$1"; }

# same WHAT DATABASE: takes a snapshot through both doors.
same() {
  local inside=$work/inside.json outside=$work/outside.json
  sql_on target "$2" "SELECT public.schema_snapshot_json(public.schema_snapshot())" >"$inside"
  ok "$1: collected" test "$(audit --log-level off collect "$2" >"$work/out"; echo $?)" -le 2
  audit snapshots "$2@latest" >"$outside"
  ok "$1: the same bytes" cmp <(compact "$inside") <(compact "$outside")
  is "$1: the same fingerprint" "$(fingerprint_of "$outside")" "$(fingerprint_of "$inside")"
  exits "$1: the document from inside is the database" 0 diff "$inside" "$2"
  contains "$1: to the last attribute" "$stdout" "No changes detected"
}
# load DATABASE FILE...: in the sequence of the files.
load() {
  local database=$1 file
  shift
  for file; do
    psql_on target "$database" --quiet --set "tablespace=$work/space" --file "$SCHEMA_AUDIT_ROOT/$file" >"$work/out"
  done
}
load_kitchen() {
  local version file files=(test/sql/kitchen_sink.sql)
  version=$(sql_on target postgres "SHOW server_version_num")
  for file in 14 15 16 17 18; do
    if ((version >= file * 10000)); then files+=("test/sql/kitchen_sink_$file.sql"); fi
  done
  load "$1" "${files[@]}" test/sql/kitchen_sink_database.sql
}

new_cluster target shared_preload_libraries=schema_audit
mkdir "$work/space"
load postgres test/sql/kitchen_sink_roles.sql
psql_on target postgres --quiet --command "CREATE ROLE stranger LOGIN"
begin_config
for database in shop kitchen twin_shop twin_kitchen; do
  psql_on target postgres --quiet --command "CREATE DATABASE $database"
  add_target "$database" test "$(connection_string target "$database" stranger)"
done
for database in shop kitchen; do
  psql_on target "$database" --quiet --command "CREATE EXTENSION schema_audit"
done
is "the role has nothing but CONNECT" "$(sql_on target shop "
  SELECT has_schema_privilege('stranger', 'schema_audit', 'USAGE') OR pg_has_role('stranger', 'pg_monitor', 'MEMBER')")" f

same "an empty database" shop
load shop demo/roles.sql demo/schema.sql
same "the demo's schema" shop
PGOPTIONS="$PGOPTIONS -c role=app_owner" load shop demo/changes/2_hotfix.sql demo/changes/3_hurry.sql
same "after three changes" shop
ok "the kitchen sink loads" load_kitchen kitchen
same "the kitchen sink" kitchen
psql_on target shop --quiet --command "CREATE SCHEMA shared" --command "CREATE TABLE shared.t (id int)"
for seed in 1 2 3; do
  python3 "$SCHEMA_AUDIT_ROOT/test/support/ddl_writer.py" "$seed" 8 0 | sed '/pg_sleep/d' |
    psql_on target shop --quiet --output /dev/null
done
same "random changes" shop

# The same script in two databases that know nothing of schema_audit
psql_on target kitchen --quiet --command "DROP EXTENSION schema_audit"
load twin_shop demo/roles.sql demo/schema.sql
load_kitchen twin_kitchen
psql_on target shop --quiet --command "DROP EXTENSION schema_audit" --command "DROP SCHEMA shared, w1, w2, w3 CASCADE"
load shop demo/roles.sql demo/schema.sql
for database in shop kitchen; do
  exits "$database and its twin" 0 diff "$database" "twin_$database"
  contains "$database and its twin: no difference" "$stdout" "No changes detected"
  ok "$database and its twin: collected" \
    test "$(audit --log-level off collect "$database" "twin_$database" >"$work/out"; echo $?)" -le 2
  is "$database and its twin: the same fingerprint" \
    "$(audit snapshots "$database@latest" | sed -n 's/.*"fingerprint": //p')" \
    "$(audit snapshots "twin_$database@latest" | sed -n 's/.*"fingerprint": //p')"
done
