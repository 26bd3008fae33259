#!/usr/bin/env bash
# Plans that are proved: on a server that is named, on a private one, and not shown when they do not do what they say.
# Plans from the log: what people ran between two snapshots, filled up from the difference.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

scratch_databases() { sql_on target postgres "SELECT count(*) FROM pg_database WHERE datname LIKE 'schema_audit_scratch%'"; }

new_cluster target shared_preload_libraries=schema_audit
for database in staging production shop; do
  psql_on target postgres --quiet --command "CREATE DATABASE $database"
done
psql_on target postgres --quiet --command "CREATE ROLE clerk" --command 'CREATE ROLE "odd ""role"'
psql_on target staging --quiet <<'SQL'
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('new', 'paid');
CREATE TABLE shop.customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(20) CHECK (name IN ('Ada', 'Bob')));
CREATE TABLE shop.orders (id serial PRIMARY KEY, customer bigint REFERENCES shop.customers, state shop.state DEFAULT 'new');
CREATE VIEW shop.open AS SELECT id, customer FROM shop.orders WHERE state = 'new';
ALTER VIEW shop.open OWNER TO clerk;
GRANT SELECT ON shop.open TO "odd ""role";
SQL
psql_on target production --quiet <<'SQL'
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('new', 'paid', 'lost');
CREATE TABLE shop.customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, nick text);
CREATE TABLE shop.orders (id serial PRIMARY KEY, customer int, state shop.state DEFAULT 'new');
CREATE VIEW shop.names AS SELECT nick FROM shop.customers;
SQL
begin_config
for database in staging production shop; do
  add_target "$database" "$database" "$(connection_string target "$database")"
done
server=$(connection_string target)
plan=(plan production staging --allow-hazard data_loss)

exits "proved on a server that is named" 0 "${plan[@]}" --prove "$server"
contains "it says so" "$stdout" "-- proved on PostgreSQL "
contains "with the plan" "$stdout" "CREATE VIEW shop.open"
is "nothing is left there" "$(scratch_databases)" 0
exits "as JSON" 0 "${plan[@]}" --prove "$server" --format json
ok "that says so, too" python3 -c 'import json, sys; assert json.load(sys.stdin)["proof"].startswith("on PostgreSQL ")' <<<"$stdout"
exits "without --prove" 0 "${plan[@]}"
lacks "it does not" "$stdout" "proved"
exits "online plans are proved, too" 0 "${plan[@]}" --online --prove "$server"
contains "with all that goes with them" "$stdout" "CALL pg_temp.patiently("
psql_on target postgres --quiet --command "CREATE DATABASE applied TEMPLATE production"
psql_on target applied --quiet <<<"$stdout"
add_target applied applied "$(connection_string target applied)"
exits "and do what they say" 0 plan applied staging
is "so nothing is left" "$stdout" ""

mkdir "$work/tmp"
TMPDIR=$work/tmp exits "proved on a private server" 0 "${plan[@]}" --prove
contains "it says so there" "$stdout" "-- proved on PostgreSQL "
is "which is gone" "$(ls -A "$work/tmp")" ""
exits "from nothing" 0 plan empty staging --prove
contains "proved as well" "$stdout" "-- proved on PostgreSQL "
exits "two equal sides need no proof" 0 plan staging staging --prove
is "there is nothing to do" "$stdout" ""

psql_on target staging --quiet <<'SQL'
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER away FOREIGN DATA WRAPPER far;
CREATE USER MAPPING FOR clerk SERVER away OPTIONS (password 'tiger');
SQL
exits "what a snapshot does not hold cannot be proved" 2 "${plan[@]}" --prove "$server"
is "so it is not shown" "$stdout" ""
contains "but why" "$stderr" "not proved: snapshots do not hold a value of user_mapping"
is "and nothing is left there, either" "$(scratch_databases)" 0
exits "a third side" 64 plan production staging shop
exits "no connection" 64 "${plan[@]}" --prove 'postgresql://[::1'
exits "nobody there" 69 plan empty production --prove "host=$work/tmp dbname=postgres"

psql_on target shop --quiet <<'SQL'
CREATE EXTENSION schema_audit;
CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, total text, note text);
CREATE TABLE app.gone (id int);
SQL
audit --log-level off collect shop >"$work/out" || true
psql_on target shop --quiet <<'SQL'
SET search_path = app;
ALTER TABLE orders RENAME COLUMN total TO amount;
ALTER TABLE orders ALTER COLUMN amount TYPE numeric(8, 2) USING replace(amount, ',', '.')::numeric;
CREATE TABLE customers (id int PRIMARY KEY);
DO $$ BEGIN EXECUTE 'CREATE INDEX orders_note ON orders (note)'; END $$;
CREATE INDEX CONCURRENTLY orders_amount ON orders (amount);
DROP TABLE gone;
BEGIN; CREATE TABLE never (id int); ROLLBACK;
SET schema_audit.enabled = off;
CREATE VIEW open AS SELECT id FROM orders;
SQL
audit --log-level off collect shop >"$work/out" || true
exits "what loses data in the log is not shown" 2 plan shop@1 shop@2 --replay
exits "the statements of the log" 0 plan shop@1 shop@2 --replay --allow-hazard data_loss
contains "are proved" "$stdout" "-- proved on PostgreSQL "
is "in their order" "$(grep -oE 'RENAME COLUMN|USING replace|TABLE customers|INDEX orders_note|CONCURRENTLY orders_amount|TABLE gone|CREATE VIEW app.open' <<<"$stdout" | paste -sd' ')" \
  "RENAME COLUMN USING replace TABLE customers INDEX orders_note CONCURRENTLY orders_amount TABLE gone CREATE VIEW app.open"
lacks "without what was rolled back" "$stdout" never
contains "and what the log does not have" "$stderr" "the log does not give all"
psql_on target postgres --quiet --command "CREATE DATABASE replayed"
psql_on target replayed --quiet <<'SQL'
CREATE EXTENSION schema_audit;
CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, total text, note text);
CREATE TABLE app.gone (id int);
INSERT INTO app.orders VALUES (1, '12,5');
SQL
psql_on target replayed --quiet <<<"$stdout"
add_target replayed replayed "$(connection_string target replayed)"
exits "which lead to the same" 0 plan replayed shop
is "with nothing left" "$stdout" ""
is "with the values that were meant" "$(sql_on target replayed "SELECT amount FROM app.orders")" 12.50
exits "the log is one of snapshots" 64 plan shop shop@2 --replay
exits "of one target" 64 plan shop@1 staging@1 --replay

# Owners with privileges on columns, bounds that no old value fits, names as long as names can be.
x=$(printf 'x%.0s' {1..59})
accented=$(printf 'a%.0s' {1..58})ébcd
for database in owned wanted; do
  psql_on target postgres --quiet --command "CREATE DATABASE $database"
  add_target "$database" "$database" "$(connection_string target "$database")"
done
psql_on target owned --quiet <<SQL
CREATE TABLE granted (a int); ALTER TABLE granted OWNER TO clerk;
GRANT SELECT (a) ON granted TO "odd ""role";
CREATE TABLE passed (a int); ALTER TABLE passed OWNER TO clerk;
REVOKE ALL ON passed FROM clerk; GRANT SELECT ON passed TO clerk; GRANT UPDATE (a) ON passed TO clerk;
CREATE TABLE numbers (up bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 100), x int);
CREATE SEQUENCE turned INCREMENT BY -1; CREATE SEQUENCE raised; CREATE SEQUENCE lowered INCREMENT BY -1;
CREATE TABLE plain (down bigint NOT NULL);
CREATE TABLE p (${x}aaaa int, ${x}bbbb int, "$accented" int);
SET client_min_messages = warning; CREATE TABLE c (${x}aaaa int, ${x}bbbb int, "$accented" int) INHERITS (p);
CREATE FOREIGN DATA WRAPPER far; CREATE SERVER here FOREIGN DATA WRAPPER far;
CREATE TABLE q (); CREATE TABLE r (); CREATE FOREIGN TABLE f () INHERITS (q) SERVER here;
INSERT INTO numbers (x) VALUES (1); INSERT INTO plain VALUES (-7); INSERT INTO c VALUES (1, 2, 3);
SQL
psql_on target wanted --quiet <<SQL
CREATE TABLE granted (a int); ALTER TABLE granted OWNER TO "odd ""role";
CREATE TABLE passed (a int); ALTER TABLE passed OWNER TO "odd ""role";
REVOKE ALL ON passed FROM "odd ""role"; GRANT INSERT ON passed TO "odd ""role"; GRANT UPDATE (a) ON passed TO "odd ""role";
CREATE TABLE numbers (up bigint GENERATED ALWAYS AS IDENTITY (MINVALUE 1000 MAXVALUE 2000), x int);
CREATE SEQUENCE turned; CREATE SEQUENCE raised MINVALUE 10; CREATE SEQUENCE lowered INCREMENT BY -1 MAXVALUE -10;
CREATE TABLE plain (down bigint NOT NULL GENERATED ALWAYS AS IDENTITY (INCREMENT BY -1));
CREATE TABLE p (${x}aaaa int, ${x}bbbb int, "$accented" int);
CREATE TABLE c () INHERITS (p);
CREATE FOREIGN DATA WRAPPER far; CREATE SERVER here FOREIGN DATA WRAPPER far;
CREATE TABLE q (); CREATE TABLE r (); CREATE FOREIGN TABLE f () INHERITS (r) SERVER here;
SQL
exits "all of that is proved" 0 plan owned wanted --prove "$server"
contains "it says so" "$stdout" "-- proved on PostgreSQL "
ok "and done" psql_on target owned --quiet --set ON_ERROR_STOP=1 <<<"$stdout"
exits "so that nothing is left" 0 plan owned wanted
is "of it" "$stdout" ""
is "each value is in its column" "$(sql_on target owned "SELECT c FROM c")" "(1,2,3)"
is "numbers go on" "$(sql_on target owned "INSERT INTO numbers (x) VALUES (2) RETURNING up" | head -1)" 1000
is "in both directions" "$(sql_on target owned "INSERT INTO plain DEFAULT VALUES RETURNING down" | head -1)" -8
