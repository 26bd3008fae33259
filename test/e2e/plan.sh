#!/usr/bin/env bash
# Plans: from one live database to another and back, from nothing, from documents; what is dangerous is not shown
# unless it was allowed; a plan that was applied leaves nothing to do.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

apply() { psql_on target "$1" --quiet --set ON_ERROR_STOP=1 <"$work/plan.sql"; }
plan_into() {
  audit plan "${@:2}" --allow-hazard data_loss >"$work/plan.sql" && apply "$1"
}
same() {
  local left
  left=$(audit plan "$1" "$2" --allow-hazard data_loss) && [[ -z $left ]]
}

new_cluster target
for database in staging production scratch; do
  psql_on target postgres --quiet --command "CREATE DATABASE $database"
done
psql_on target postgres --quiet --command "CREATE ROLE clerk"
psql_on target staging --quiet <<'SQL'
CREATE SCHEMA shop;
CREATE TABLE shop.customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
CREATE TABLE shop.orders (id serial PRIMARY KEY, customer bigint REFERENCES shop.customers, "a ""b"" -- c" text);
CREATE INDEX ON shop.orders (customer);
CREATE VIEW shop.open AS SELECT id, customer FROM shop.orders;
GRANT SELECT ON shop.open TO clerk;
SQL
psql_on target production --quiet <<'SQL'
CREATE SCHEMA shop;
CREATE TABLE shop.customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, nick text);
CREATE VIEW shop.names AS SELECT nick FROM shop.customers;
INSERT INTO shop.customers (name) VALUES ('Ada');
SQL
begin_config
for database in staging production scratch; do
  add_target "$database" "$database" "$(connection_string target "$database")"
done

exits "a plan that loses data is not shown" 2 plan production staging
is "nothing of it" "$stdout" ""
contains "but what it would do" "$stderr" "ALTER TABLE shop.customers DROP COLUMN nick;"
contains "and how to allow it" "$stderr" "--allow-hazard NAME"
exits "a hazard nobody knows" 64 plan production staging --allow-hazard luck
contains "which there are" "$stderr" "data_loss"
exits "allowed" 0 plan production staging --allow-hazard data_loss
contains "shown" "$stdout" "ALTER TABLE shop.customers DROP COLUMN nick;"
exits "as JSON" 0 plan production staging --allow-hazard data_loss --format json
ok "with hazards of each step" python3 -c '
import json, sys
plan = json.load(open(sys.argv[1]))
assert plan["format"] == "schema_audit/plan" and plan["version"] == 1
assert [s for s in plan["steps"] if s["object"] == "shop.customers.nick"][0]["hazards"] == ["data_loss"]
' <(printf %s "$stdout")
exits "not as Markdown" 64 plan production staging --format markdown
exits "and what has no SQL is not printed as such" 64 check --format sql

audit plan production staging --allow-hazard data_loss >"$work/first.sql"
audit plan production staging --allow-hazard data_loss >"$work/second.sql"
ok "the same plan twice" cmp "$work/first.sql" "$work/second.sql"
audit plan staging production --reverse --allow-hazard data_loss | tail -n +2 >"$work/reverse.sql"
ok "--reverse is the plan of the other direction" cmp <(tail -n +2 "$work/first.sql") "$work/reverse.sql"

psql_on target postgres --quiet --command "CREATE DATABASE before TEMPLATE production"
add_target before before "$(connection_string target before)"
ok "there" plan_into production production staging
ok "nothing is left to do" same production staging
is "rows stay" "$(sql_on target production "SELECT name FROM shop.customers")" Ada
ok "back" plan_into production production before
ok "nothing is left to do there either" same production before
ok "from nothing" plan_into scratch empty staging
ok "is all of it" same scratch staging
ok "to nothing" plan_into scratch scratch empty
ok "is nothing" same scratch empty

audit --log-level off collect staging >"$work/out" || true
audit snapshots staging@latest >"$work/staging.json"
ok "a stored snapshot is as good as the target" same staging@latest staging
ok "and so is a document" same "$work/staging.json" staging
ok "from a document into a new database" plan_into scratch empty "$work/staging.json"
ok "is all of it, too" same scratch "$work/staging.json"

exits "online" 0 plan before staging --online --allow-hazard data_loss
contains "indexes are built beside the application" "$stdout" "CREATE INDEX CONCURRENTLY"
