#!/usr/bin/env bash
# Online plans: every statement by itself, none that blocks for long unless it says so, by squawk's rules where squawk is
# installed (pip install squawk-cli); they lead to the same schema as the others.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

new_cluster target
psql_on target postgres --quiet --command "CREATE DATABASE before" --command "CREATE DATABASE after"
psql_on target before --quiet <<'SQL'
CREATE TABLE parents (id bigint PRIMARY KEY, code text);
CREATE TABLE t (id bigint, parent bigint, name varchar(20), amount numeric(8,2), note text, gone text, kept text NOT NULL);
CREATE INDEX t_gone ON t (name);
CREATE TABLE dropped (id bigint);
CREATE TABLE parts (id bigint) PARTITION BY RANGE (id);
CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TYPE mood AS ENUM ('a');
INSERT INTO parents VALUES (1, 'a');
INSERT INTO t VALUES (1, 1, 'x', 1, 'n', 'g', 'k');
SQL
psql_on target after --quiet <<'SQL'
CREATE TABLE parents (id bigint PRIMARY KEY, code text UNIQUE);
CREATE TABLE t (id bigint PRIMARY KEY, parent bigint REFERENCES parents, name varchar(20), amount numeric(10,4) CHECK (amount > 0),
  note text NOT NULL, kept text, added integer DEFAULT 1, made uuid DEFAULT gen_random_uuid(),
  twice numeric GENERATED ALWAYS AS (id * 2) STORED);
CREATE INDEX t_amount ON t (amount);
CREATE UNIQUE INDEX t_note ON t (note) WHERE note <> '';
CREATE TABLE parts (id bigint) PARTITION BY RANGE (id);
CREATE TABLE part (id bigint);
CREATE TYPE mood AS ENUM ('a', 'b');
SQL
begin_config
for database in before after; do
  add_target "$database" "$database" "$(connection_string target "$database")"
done

exits "the plan" 0 plan before after --online --allow-hazard data_loss --format json
printf %s "$stdout" >"$work/plan.json"
ok "each step says its hazards, its lock and that it stands by itself" python3 -c '
import json, sys
steps = json.load(open(sys.argv[1]))["steps"]
assert len(steps) > 15
assert all(not step["in_transaction"] for step in steps)
for step in steps:
    if step["sql"].startswith(("ALTER TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX", "DROP TABLE")):
        assert step["lock"], step
    if "CONCURRENTLY" in step["sql"]:
        assert "outside_transaction" in step["hazards"] and step["lock"] == "SHARE UPDATE EXCLUSIVE", step
    if step.get("lock") in ("ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE") and "scans_table" in step["hazards"]:
        assert {"blocks_reads", "blocks_writes"} & set(step["hazards"]), step
' "$work/plan.json"
if command -v squawk >/dev/null; then
  ok "squawk finds nothing that is not said" python3 "$SCHEMA_AUDIT_ROOT/test/support/squawk_rules.py" "$work/plan.json"
fi
audit plan before after --online --allow-hazard data_loss >"$work/plan.sql"
ok "it runs" psql_on target before --quiet --file "$work/plan.sql"
is "nothing is left to do" "$(audit plan before after --allow-hazard data_loss)" ""
is "the rows are there" "$(sql_on target before "SELECT name, note, added, twice FROM t")" "x|n|1|2"
