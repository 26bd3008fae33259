-- What is seldom used: access methods, the reasons of rewrites, versions of collations, large objects, foreign schemas.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_other;
SET search_path = log_other;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT captured_by, command, role, subcommand, object_type, replace(object_identity, current_database(), ''DATABASE'') AS object_identity, rewrite_reason FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

-- A rewrite, and why: 1 persistence, 2 a default for the old rows, 4 a new type, 8 an access method.
CREATE ACCESS METHOD regress_sa_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE a (id int);
ALTER TABLE a SET UNLOGGED;
ALTER TABLE a ADD COLUMN at timestamptz DEFAULT clock_timestamp();
ALTER TABLE a ALTER COLUMN id TYPE bigint;
ALTER TABLE a SET ACCESS METHOD regress_sa_heap;
ALTER TABLE a SET ACCESS METHOD heap, ALTER COLUMN id TYPE int;
-- No rewrite.
ALTER TABLE a ADD COLUMN plain int DEFAULT 5;
CREATE TABLE b USING regress_sa_heap AS SELECT 1 AS one;
DROP ACCESS METHOD regress_sa_heap CASCADE;
:log

SELECT pg_current_xact_id() AS start \gset
CREATE COLLATION own (provider = libc, locale = 'C');
ALTER COLLATION own REFRESH VERSION;
DO $$BEGIN EXECUTE format('ALTER DATABASE %I REFRESH COLLATION VERSION', current_database()); END$$;
DROP COLLATION own;
:log

-- Functions make and unlink them, as if they were data; whose they are and who may read them is DDL.
SELECT pg_current_xact_id() AS start \gset
SELECT lo_create(424242) AS made \gset
CREATE ROLE regress_sa_owner;
GRANT SELECT ON LARGE OBJECT 424242 TO regress_sa_owner;
COMMENT ON LARGE OBJECT 424242 IS 'a large object';
ALTER LARGE OBJECT 424242 OWNER TO regress_sa_owner;
REVOKE ALL ON LARGE OBJECT 424242 FROM PUBLIC;
SELECT lo_unlink(424242) AS gone;
:log

-- Each table of a foreign schema, from a server that is this one.
CREATE EXTENSION postgres_fdw;
CREATE SCHEMA log_other_far;
CREATE TABLE log_other_far.one (id int);
CREATE TABLE log_other_far.two (id int, name text);
CREATE TABLE log_other_far.not_this (id int);
DO $$BEGIN
  EXECUTE format('CREATE SERVER regress_sa_far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)',
    split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database());
  EXECUTE format('CREATE USER MAPPING FOR CURRENT_USER SERVER regress_sa_far OPTIONS (user %L)', current_user);
END$$;
SELECT pg_current_xact_id() AS start \gset
IMPORT FOREIGN SCHEMA log_other_far LIMIT TO (one, two) FROM SERVER regress_sa_far INTO log_other;
:log
SELECT DISTINCT statement FROM schema_audit.ddl_log WHERE xid > :'start';

RESET search_path;
DROP SCHEMA log_other, log_other_far CASCADE;
DROP ROLE regress_sa_owner;
