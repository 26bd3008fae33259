#!/usr/bin/env bash
# A collection of a catalog that has not changed reads none of it, one of a catalog in which something has, what may
# have. The mark by which it knows is another one after each command that changes the schema, or the cluster; what is
# stored is the same as from nothing.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

export PGOPTIONS="-c client_min_messages=warning"
new_cluster target shared_preload_libraries=schema_audit
mkdir "$work/space"
psql_on target postgres --quiet --command "CREATE ROLE stranger LOGIN" --command "CREATE DATABASE shop" \
  --command "CREATE DATABASE kitchen"
psql_on target shop --quiet --file "$SCHEMA_AUDIT_ROOT/demo/roles.sql" --file "$SCHEMA_AUDIT_ROOT/demo/schema.sql"
begin_config
add_target shop test "$(connection_string target shop stranger)"

# looked: collects, and says how much of the catalog was read.
looked() {
  local status=0
  audit --log-level debug collect >"$work/out" 2>"$work/err" || status=$?
  ((status <= 2)) || fail "collect exited with $status: $(<"$work/err")"
  if grep -q "the catalog is as it was" "$work/err"; then
    echo unread
  elif grep -q "objects read that may have changed" "$work/err"; then
    echo "a part"
  else
    echo read
  fi
}
fingerprint() { stored "SELECT hex(fingerprint) || objects || skipped FROM snapshot ORDER BY id DESC LIMIT 1"; }

is "the first time it is read" "$(looked)" read
first=$(fingerprint)
is "again it is not" "$(looked)" unread
is "and not once more" "$(looked)" unread
is "the snapshot is the same" "$(fingerprint)" "$first"
is "each has its row" "$(stored "SELECT count(*) FROM snapshot")" 3
exits "and no difference" 0 diff shop@1 shop@3
psql_on target shop --quiet --command "CREATE TEMP TABLE passing (i int, t text DEFAULT 'x')" --command "ANALYZE" \
  --command "VACUUM" --command "CREATE TEMP TABLE other (s serial PRIMARY KEY)"
is "what passes is no change" "$(looked)" unread

# Of the cluster, and what nobody hears of by an event trigger.
while read -r command; do
  psql_on target shop --quiet --command "$command"
  is "read after: $command" "$(looked)" read
done <<'SQL'
CREATE ROLE seen
ALTER ROLE seen CREATEDB
ALTER ROLE seen SET work_mem = '8MB'
GRANT seen TO stranger
COMMENT ON ROLE seen IS 'of the cluster'
CREATE DATABASE beside
COMMENT ON DATABASE shop IS 'shop'
ALTER DATABASE shop SET statement_timeout = '1min'
ALTER DATABASE shop CONNECTION LIMIT 50
REVOKE ALL ON FUNCTION pg_catalog.pg_sleep(float8) FROM PUBLIC
GRANT SELECT ON pg_catalog.pg_authid TO seen
COMMENT ON SCHEMA public IS 'ours'
CREATE SCHEMA further
SQL
is "then it is not again" "$(looked)" unread
while read -r command; do
  psql_on target shop --quiet --command "$command"
  is "a part of it after: $command" "$(looked)" "a part"
done <<'SQL'
ALTER TABLE app.orders ADD added int
CREATE TABLE further.one (id int PRIMARY KEY)
COMMENT ON COLUMN further.one.id IS 'number'
COMMENT ON COLUMN further.one.id IS NULL
DROP TABLE further.one
CREATE FUNCTION further.two() RETURNS int LANGUAGE sql AS 'SELECT 2'
CREATE TYPE further.three AS ENUM ('a', 'b')
SQL
stop_cluster target
start_cluster target
is "another start of the server, another look" "$(looked)" read

# The mark as the collector asks for it, after each command.
begin_config
add_target kitchen test "$(connection_string target kitchen stranger)"
psql_on target kitchen --quiet --command "ALTER DATABASE kitchen SET log_min_duration_statement = 0"
is "the kitchen is read" "$(looked)" read
psql_on target kitchen --quiet --command "ALTER DATABASE kitchen RESET ALL"
query=$(python3 - "$(cluster_log target)" <<'PYTHON'
import re, sys
log = open(sys.argv[1], encoding="utf-8").read()
print(next(text for text in re.findall(r"execute <unnamed>: *((?:\n\t.*)+)", log) if "pg_postmaster_start_time" in text))
PYTHON
)
psql_on target kitchen --quiet --file - <<SQL
CREATE EXTENSION schema_audit;
CREATE SCHEMA judge;
CREATE FUNCTION judge.mark() RETURNS text LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
  \$mark\$SELECT m.elsewhere || m.places || m.cluster FROM ($query) AS m\$mark\$;
CREATE TABLE judge.verdict (number serial, mark text, fingerprint text, command text);
CREATE FUNCTION judge.judge() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS \$\$
BEGIN
  INSERT INTO judge.verdict (mark, fingerprint, command)
    SELECT judge.mark(), public.schema_fingerprint(), current_query();
END \$\$;
CREATE EVENT TRIGGER judge ON ddl_command_end EXECUTE FUNCTION judge.judge();
SQL
version=$(sql_on target postgres "SHOW server_version_num")
files=(test/sql/kitchen_sink.sql)
for major in 14 15 16 17 18; do
  if ((version >= major * 10000)); then files+=("test/sql/kitchen_sink_$major.sql"); fi
done
psql_on target postgres --quiet --set "tablespace=$work/space" \
  --file "$SCHEMA_AUDIT_ROOT/test/sql/kitchen_sink_roles.sql" >"$work/out"
for file in "${files[@]}"; do
  psql_on target kitchen --quiet --set "tablespace=$work/space" --file "$SCHEMA_AUDIT_ROOT/$file" >"$work/out"
done
psql_on target kitchen --quiet --command "DROP SCHEMA app CASCADE" >"$work/out" 2>&1
count=$(sql_on target kitchen "SELECT count(DISTINCT fingerprint) FROM judge.verdict WHERE mark IS NOT NULL")
ok "the kitchen sink: $count schemas" test "$count" -ge 200
is "another schema has another mark" "$(sql_on target kitchen "
  SELECT left(command, 200) FROM (
    SELECT *, lag(mark) OVER (ORDER BY number) AS former_mark, lag(fingerprint) OVER (ORDER BY number) AS former FROM judge.verdict) AS v
  WHERE fingerprint <> former AND mark = former_mark ORDER BY number LIMIT 5")" ""

# What is stored when only a part is read, and from nothing.
psql_on target postgres --quiet --command "CREATE DATABASE cellar" --command "CREATE DATABASE attic" \
  --command "CREATE ROLE walker_a" --command 'CREATE ROLE "walker B"'
# alike NAME LEAST ARGUMENT...: no difference, and of at least so many collections only a part was read.
alike() {
  local name=$1 least=$2 said
  shift 2
  said=$(python3 "$SCHEMA_AUDIT_ROOT/test/support/collected_alike.py" --set "tablespace=$work/space" "$@")
  is "$name: the same as from nothing" "$(head -n -1 <<<"$said")" ""
  ok "$name: $(tail -n 1 <<<"$said")" test "$(sed -n 's/.* \([0-9]*\) of a part$/\1/p' <<<"$said")" -ge "$least"
}
sql=$SCHEMA_AUDIT_ROOT/test/sql
cellar=$(connection_string target cellar stranger)
alike "what depends on others" 70 "$work/alike" "$cellar" "$sql/dependents.sql"
alike "the kitchen sink" 100 --every 12 "$work/alike" "$cellar" "$sql/kitchen_sink.sql"
alike "random changes" 20 --every 3 --walk 3 120 "$work/alike" \
  "$(connection_string target attic stranger)"
