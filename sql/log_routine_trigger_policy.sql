-- Functions, procedures, aggregates, operators, casts, triggers, policies, rules, publications.
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_routine_trigger_policy;
SET search_path = log_routine_trigger_policy;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

CREATE FUNCTION f(a int, b text DEFAULT 'x') RETURNS text LANGUAGE sql AS 'SELECT b';
CREATE OR REPLACE FUNCTION f(a int, b text DEFAULT 'y') RETURNS text LANGUAGE sql AS 'SELECT b';
CREATE FUNCTION f(VARIADIC int[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p(INOUT a int) LANGUAGE plpgsql AS 'BEGIN a := 1; END';
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
ALTER FUNCTION f(int, text) IMMUTABLE;
ALTER FUNCTION f(int, text) RENAME TO g;
ALTER FUNCTION g(int, text) SET search_path = pg_catalog;
ALTER AGGREGATE total(int) RENAME TO sum_of;
ALTER ROUTINE p(int) SECURITY DEFINER;
CREATE FUNCTION eq(text, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = text, RIGHTARG = text);
ALTER OPERATOR === (text, text) SET (RESTRICT = NONE);
CREATE OPERATOR FAMILY fam USING btree;
ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 3 = (int, int), FUNCTION 1 btint4cmp(int, int);
CREATE OPERATOR CLASS cls FOR TYPE int8 USING btree FAMILY fam AS OPERATOR 1 <, FUNCTION 1 btint8cmp(int8, int8);
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION to_text(pair) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE CAST (pair AS text) WITH FUNCTION to_text(pair);
CREATE TABLE t (id int, name text);
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER stamp BEFORE UPDATE OF name ON t FOR EACH ROW EXECUTE FUNCTION fire();
ALTER TRIGGER stamp ON t RENAME TO stamped;
CREATE POLICY own ON t FOR SELECT USING (id > 0);
ALTER POLICY own ON t USING (id > 1);
ALTER POLICY own ON t RENAME TO mine;
CREATE RULE quiet AS ON DELETE TO t DO INSTEAD NOTHING;
ALTER RULE quiet ON t RENAME TO silent;
CREATE PUBLICATION log_pub FOR TABLE t;
ALTER PUBLICATION log_pub DROP TABLE t;
CREATE COLLATION c (provider = libc, locale = 'C');
CREATE TEXT SEARCH CONFIGURATION ts (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION ts ALTER MAPPING FOR word WITH simple;
DROP TRIGGER stamped ON t;
DROP POLICY mine ON t;
DROP RULE silent ON t;
DROP FUNCTION g(int, text);
DROP PUBLICATION log_pub;
:log
-- Parts of a table tell its schema.
SELECT DISTINCT object_type, schema_name FROM schema_audit.ddl_log
 WHERE xid > :'start' AND object_type IN ('trigger', 'policy', 'rule') ORDER BY 1;

DROP SCHEMA log_routine_trigger_policy CASCADE;
