-- Renames and changes of schema: the old name beside the new one.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_rename;
SET search_path = log_rename;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

\set log 'SELECT command, subcommand, object_type, object_identity, old_name, old_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'
CREATE TABLE t (id int PRIMARY KEY, name text CONSTRAINT filled CHECK (name <> ''));
CREATE VIEW v AS SELECT id FROM t;
CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
CREATE SEQUENCE s;
CREATE FUNCTION f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
CREATE POLICY pol ON t;
CREATE TYPE mood AS ENUM ('good');
CREATE TYPE pair AS (a int);
CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);
CREATE SCHEMA log_rename_one;
CREATE OPERATOR FAMILY fam USING btree;
CREATE COLLATION coll (provider = libc, locale = 'C');
SELECT pg_current_xact_id() AS start \gset

ALTER TABLE t RENAME TO "T.2";
ALTER TABLE "T.2" RENAME COLUMN name TO "full ""name";
ALTER TABLE "T.2" RENAME CONSTRAINT filled TO "not empty";
ALTER INDEX t_pkey RENAME TO t2_pkey;
ALTER VIEW v RENAME TO v2;
ALTER VIEW v2 RENAME COLUMN id TO id2;
ALTER MATERIALIZED VIEW m RENAME TO m2;
ALTER SEQUENCE s RENAME TO s2;
ALTER FUNCTION f(int, text) RENAME TO f2;
ALTER TRIGGER tr ON "T.2" RENAME TO tr2;
ALTER POLICY pol ON "T.2" RENAME TO pol2;
ALTER TYPE mood RENAME TO "Mood";
ALTER TYPE pair RENAME TO couple;
ALTER TYPE couple RENAME ATTRIBUTE a TO b;
ALTER DOMAIN d RENAME TO d2;
ALTER DOMAIN d2 RENAME CONSTRAINT c TO c2;
ALTER SCHEMA log_rename_one RENAME TO "log_rename Two";
ALTER OPERATOR FAMILY fam USING btree RENAME TO fam2;
ALTER COLLATION coll RENAME TO coll2;
ALTER TABLE "T.2" SET SCHEMA "log_rename Two";
ALTER FUNCTION f2(int, text) SET SCHEMA "log_rename Two";
ALTER TYPE "Mood" SET SCHEMA "log_rename Two";
:log

DROP SCHEMA "log_rename Two" CASCADE;

DROP SCHEMA log_rename CASCADE;
