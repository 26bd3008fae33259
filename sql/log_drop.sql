-- DROP: what was named, and what went with it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_drop;
SET search_path = log_drop;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

\set log 'SELECT command, object_type, object_identity, kind, original, normal FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, object_identity, object_type, number;'
CREATE TABLE base (id serial PRIMARY KEY, name text DEFAULT 'x', other int UNIQUE);
CREATE TABLE depending (base_id int REFERENCES base);
CREATE VIEW seen AS SELECT id, name FROM base;
CREATE MATERIALIZED VIEW kept AS SELECT count(*) AS n FROM seen;
CREATE TYPE pair AS (a int, b int);
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE FUNCTION f(pair, mood DEFAULT 'good') RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE counter;
CREATE SCHEMA log_drop_two;
CREATE TABLE log_drop_two.t (a int, b positive);
CREATE TYPE log_drop_two.c AS (x int);

SELECT pg_current_xact_id() AS start \gset
ALTER TABLE base DROP COLUMN other;
DROP TABLE base CASCADE;
DROP FUNCTION f;
DROP TYPE pair, mood;
DROP DOMAIN positive CASCADE;
DROP SEQUENCE counter;
DROP SCHEMA log_drop_two CASCADE;
:log

-- Nothing happens, nothing is recorded.
SELECT pg_current_xact_id() AS start \gset
DROP TABLE IF EXISTS missing;
DROP SCHEMA IF EXISTS missing;
:log

-- Very many at once: one statement, its text once, and a row for each object.
CREATE SCHEMA log_drop_many;
DO $$ BEGIN FOR i IN 1..200 LOOP EXECUTE format('CREATE TABLE log_drop_many.t%s (id int UNIQUE)', i); END LOOP; END $$;
SELECT pg_current_xact_id() AS start \gset
DROP SCHEMA log_drop_many CASCADE;
SELECT (SELECT count(*) FROM schema_audit.ddl_statement WHERE xid > :'start') AS statements,
       (SELECT count(*) FROM schema_audit.ddl_statement WHERE xid > :'start' AND statement = 'DROP SCHEMA log_drop_many CASCADE') AS texts;
SELECT object_type, count(*), count(DISTINCT object_identity) AS identities, count(DISTINCT number) AS numbers
  FROM schema_audit.ddl_log WHERE xid > :'start' AND role = 'dropped' GROUP BY 1 ORDER BY 1;
-- So many objects that the server keeps the list of them on disk.
CREATE SCHEMA log_drop_many;
DO $$BEGIN FOR i IN 1..200 LOOP EXECUTE format('CREATE TABLE log_drop_many.t%s (a int UNIQUE, b int CHECK (b > 0))', i); END LOOP; END$$;
SELECT pg_current_xact_id() AS start \gset
SET work_mem = '64kB';
DROP SCHEMA log_drop_many CASCADE;
RESET work_mem;
SELECT count(*) AS objects, count(DISTINCT (class_id, object_id, sub_id)) AS different,
       count(*) FILTER (WHERE object_type = 'table') AS tables
  FROM schema_audit.ddl_log WHERE command = 'DROP SCHEMA' AND xid >= :'start';

DROP SCHEMA log_drop CASCADE;
