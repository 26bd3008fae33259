-- What becomes of DDL that fails, that is rolled back, and that cannot be recorded.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_failure;
SET search_path = log_failure;
CREATE VIEW fresh AS SELECT outcome, command_tag, sqlstate, message, repeated, statement_redacted AS redacted, statement, id
  FROM schema_audit.ddl_attempt WHERE backend_pid = pg_backend_pid();
SELECT FROM schema_audit.store_attempts();
SELECT coalesce(max(id), 0) AS start FROM schema_audit.ddl_attempt \gset
\pset format unaligned
CREATE ROLE regress_sa_failing;
CREATE TABLE t (id int);

-- Failed and refused.
CREATE TABLE t (id int);
DROP TABLE nowhere;
CREATE ROLE regress_sa_failing PASSWORD 'hunter2';
ALTER TABLE t ADD COLUMN id int;
DO $$ BEGIN CREATE TABLE t (other int); EXCEPTION WHEN duplicate_table THEN NULL; END $$;
SELECT 1 / 0;
CREATE TEMPORARY TABLE IF NOT EXISTS t (id nothing);
SET ROLE regress_sa_failing;
DROP TABLE log_failure.t;
RESET ROLE;
-- The same again is counted.
\set VERBOSITY sqlstate
DROP TABLE nowhere;
DROP TABLE nowhere;
\set VERBOSITY default
-- Rolled back.
BEGIN;
CREATE TABLE gone (id int);
SAVEPOINT a;
CREATE TABLE gone_too (id int);
CREATE ROLE regress_sa_gone;
ROLLBACK TO a;
CREATE TABLE kept_not (id int);
RELEASE a;
ROLLBACK;
BEGIN;
CREATE TABLE stays (id int);
SAVEPOINT a;
CREATE TABLE goes (id int);
ROLLBACK TO a;
COMMIT;
SELECT count(*) >= 0 AS stored FROM schema_audit.store_attempts();
SELECT outcome, command_tag, sqlstate, message, redacted, statement FROM fresh WHERE id > :start AND (command_tag NOT LIKE '%ROLE%' OR statement LIKE '%PASSWORD%') AND statement <> 'DROP TABLE nowhere' ORDER BY statement, outcome, message;
SELECT sum(repeated) FROM fresh WHERE id > :start AND statement LIKE 'DROP TABLE nowhere';
SELECT count(*) AS leaks FROM schema_audit.ddl_attempt WHERE statement LIKE '%hunter%' OR message LIKE '%hunter%';
-- Switched off.
SELECT FROM schema_audit.store_attempts();
SELECT coalesce(max(id), 0) AS start FROM schema_audit.ddl_attempt \gset
SET schema_audit.log_attempts = off;
DROP TABLE nowhere;
RESET schema_audit.log_attempts;
SELECT FROM schema_audit.store_attempts();
SELECT count(*) FROM fresh WHERE id > :start;

-- A broken log: no record, no DDL.
SET schema_audit.allow_log_changes = on;
ALTER TABLE schema_audit.ddl_object RENAME TO hidden;
RESET schema_audit.allow_log_changes;
CREATE TABLE refused (id int);
CREATE INDEX CONCURRENTLY refused_index ON t (id);
SELECT to_regclass('refused') AS refused, to_regclass('refused_index') AS refused_index;
-- Unless the policy says otherwise.
SET schema_audit.on_failure = warning;
CREATE TABLE unrecorded (id int);
ALTER TABLE t ADD COLUMN unrecorded int;
CREATE INDEX CONCURRENTLY unrecorded_index ON t (id);
BEGIN;
CREATE TABLE never (id int);
ROLLBACK;
RESET schema_audit.on_failure;
SELECT to_regclass('unrecorded') AS unrecorded, indisvalid FROM pg_index WHERE indexrelid = to_regclass('unrecorded_index');
SET schema_audit.allow_log_changes = on;
ALTER TABLE schema_audit.hidden RENAME TO ddl_object;
RESET schema_audit.allow_log_changes;
CREATE TABLE recorded (id int);
SELECT FROM schema_audit.store_attempts();
SELECT outcome, command_tag, sqlstate, message, statement FROM fresh WHERE id > :start AND outcome = 'unrecorded' ORDER BY id;
SELECT count(*) AS recorded FROM schema_audit.ddl_log WHERE object_identity IN ('log_failure.unrecorded', 'log_failure.recorded') AND role = 'target';

SET client_min_messages = error;
DROP SCHEMA log_failure CASCADE;
DROP ROLE regress_sa_failing;
