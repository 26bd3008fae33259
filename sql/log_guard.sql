-- Rows of the log come from the extension alone: not from its owner, not from a superuser, unless he says so.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_guard;
SET search_path = log_guard;
CREATE TABLE t (id int);
SELECT pg_current_xact_id() AS start \gset
INSERT INTO schema_audit.ddl_statement SELECT * FROM schema_audit.ddl_statement;
UPDATE schema_audit.ddl_statement SET session_role = 'nobody';
UPDATE schema_audit.ddl_object SET kind = NULL WHERE false;
DELETE FROM schema_audit.ddl_object;
TRUNCATE schema_audit.ddl_statement, schema_audit.ddl_object;
TRUNCATE schema_audit.ddl_attempt;
DELETE FROM schema_audit.ddl_block;
DELETE FROM schema_audit.ddl_transaction;
DELETE FROM schema_audit.snapshot;
UPDATE schema_audit.object_version SET hash = '';
MERGE INTO schema_audit.ddl_object o USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE;
WITH gone AS (DELETE FROM schema_audit.ddl_object RETURNING 1) SELECT count(*) FROM gone;
-- Triggers that are skipped for replication are not skipped here.
SET session_replication_role = replica;
DELETE FROM schema_audit.ddl_object;
RESET session_replication_role;

-- The tables themselves.
ALTER TABLE schema_audit.ddl_object DISABLE TRIGGER ALL;
ALTER TABLE schema_audit.ddl_object DISABLE TRIGGER schema_audit_guard_rows;
ALTER TABLE schema_audit.ddl_object ALTER COLUMN kind TYPE varchar;
ALTER TABLE schema_audit.ddl_object ADD COLUMN more int;
ALTER TABLE schema_audit.ddl_object DROP COLUMN kind;
ALTER TABLE schema_audit.ddl_object RENAME TO hidden;
ALTER TABLE schema_audit.ddl_object RENAME COLUMN kind TO sort;
ALTER TABLE schema_audit.ddl_object SET SCHEMA log_guard;
ALTER TABLE schema_audit.ddl_object OWNER TO pg_monitor;
ALTER TABLE schema_audit.ddl_object ENABLE ROW LEVEL SECURITY;
ALTER TABLE schema_audit.ddl_object DROP CONSTRAINT ddl_object_pkey;
ALTER TABLE schema_audit.ddl_object SET UNLOGGED;
ALTER SCHEMA schema_audit RENAME TO elsewhere;
CREATE POLICY none ON schema_audit.ddl_object USING (false);
CREATE RULE nothing AS ON UPDATE TO schema_audit.ddl_object DO INSTEAD NOTHING;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER aaa BEFORE INSERT ON schema_audit.ddl_object FOR EACH ROW EXECUTE FUNCTION f();
CREATE OR REPLACE VIEW schema_audit.ddl_log AS SELECT * FROM schema_audit.ddl_log WHERE false;
CREATE OR REPLACE FUNCTION schema_audit.guard_log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE schema_audit.mine (id int);
CREATE TABLE child () INHERITS (schema_audit.ddl_object);
CREATE TABLE child (LIKE schema_audit.ddl_object);
ALTER TABLE child INHERIT schema_audit.ddl_object;
CREATE TABLE parent (LIKE schema_audit.ddl_object) PARTITION BY LIST (incarnation);
ALTER TABLE parent ATTACH PARTITION schema_audit.ddl_object DEFAULT;
-- What is not the extension's any more would not be kept: it stays the extension's.
ALTER EXTENSION schema_audit DROP TABLE schema_audit.ddl_object;
ALTER EXTENSION schema_audit DROP VIEW schema_audit.ddl_log;
ALTER EXTENSION schema_audit DROP FUNCTION schema_audit.guard_log();
ALTER EXTENSION schema_audit DROP SCHEMA schema_audit;
DROP TABLE schema_audit.ddl_object;
DROP SCHEMA schema_audit CASCADE;
-- An event trigger can be taken out and dropped: both are recorded, and seen ever after.
BEGIN;
ALTER EXTENSION schema_audit DROP EVENT TRIGGER schema_audit_sql_drop;
DROP EVENT TRIGGER schema_audit_sql_drop;
SELECT s.captured_by, o.command_tag, o.role, o.object_type, o.object_identity FROM schema_audit.ddl_statement s JOIN schema_audit.ddl_object o USING (incarnation, xid)
 WHERE xid = pg_current_xact_id() AND o.statement = s.number ORDER BY o.number;
SELECT status, detail FROM public.schema_verify() WHERE "check" = 'event triggers';
ROLLBACK;
-- An administrator's business.
BEGIN;
COMMENT ON COLUMN schema_audit.ddl_object.kind IS 'x';
ROLLBACK;
CREATE ROLE regress_sa_reader;
GRANT SELECT ON schema_audit.ddl_log TO regress_sa_reader;
CREATE INDEX of_mine ON schema_audit.ddl_object (object_identity);
DROP INDEX schema_audit.of_mine;
ANALYZE schema_audit.ddl_object;

-- An owner who is no superuser.
SET schema_audit.allow_log_changes = on;
ALTER TABLE schema_audit.ddl_attempt OWNER TO regress_sa_reader;
GRANT USAGE ON SCHEMA schema_audit TO regress_sa_reader;
SET ROLE regress_sa_reader;
INSERT INTO schema_audit.ddl_attempt SELECT * FROM schema_audit.ddl_attempt;
UPDATE schema_audit.ddl_attempt SET message = '';
TRUNCATE schema_audit.ddl_attempt;
DELETE FROM schema_audit.ddl_attempt;
ALTER TABLE schema_audit.ddl_attempt DISABLE TRIGGER USER;
COPY schema_audit.ddl_attempt FROM stdin;
\.
SET schema_audit.allow_log_changes = on;
RESET ROLE;
ALTER TABLE schema_audit.ddl_attempt OWNER TO CURRENT_USER;
RESET schema_audit.allow_log_changes;

-- COPY: what a dump holds, and nothing of the present. Each load is recorded.
COPY schema_audit.ddl_transaction FROM stdin;
00000000-0000-0000-0000-000000000001	18446744073709551615	1	1	\\x00	\\x00
00000000-0000-0000-0000-000000000001	7	1	1	\\x00	\\x00
\.
SELECT format('COPY schema_audit.ddl_transaction FROM PROGRAM $$printf ''%s\t3\t1\t1\t\\\\x00\t\\\\x00\n''$$', schema_audit.incarnation()) AS past,
  format('COPY schema_audit.ddl_transaction FROM PROGRAM $$printf ''%s\t%s\t1\t1\t\\\\x00\t\\\\x00\n''$$', schema_audit.incarnation(), '9223372036854775807') AS future \gset
:past;
\set VERBOSITY terse
:future;
\set VERBOSITY default
SELECT count(*) AS loaded FROM schema_audit.ddl_transaction WHERE incarnation = '00000000-0000-0000-0000-000000000001' OR xid = '3';
-- A repair by hand is possible, and recorded.
SET schema_audit.allow_log_changes = on;
DELETE FROM schema_audit.ddl_transaction WHERE incarnation = '00000000-0000-0000-0000-000000000001' OR xid = '3';
RESET schema_audit.allow_log_changes;
SELECT s.command_tag, s.captured_by, o.object_identity, o.subcommand FROM schema_audit.ddl_statement s JOIN schema_audit.ddl_object o USING (incarnation, xid)
 WHERE xid > :'start' AND o.statement = s.number AND s.captured_by = 'guard' ORDER BY xid, s.number;
-- What was refused is kept.
SELECT count(*) > 0 OR true AS stored FROM schema_audit.store_attempts();
SELECT command_tag, sqlstate, statement FROM schema_audit.ddl_attempt WHERE outcome = 'refused' AND statement LIKE '%ddl\_object SET SCHEMA%';

SET client_min_messages = error;
DROP SCHEMA log_guard CASCADE;
REVOKE ALL ON SCHEMA schema_audit FROM regress_sa_reader;
REVOKE ALL ON schema_audit.ddl_log FROM regress_sa_reader;
DROP ROLE regress_sa_reader;
