-- Numbering within transactions, savepoints, errors, locks, and the application's own state.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_transaction;
SET search_path = log_transaction;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT dense_rank() OVER (ORDER BY xid) AS transaction, number, statement_number, command, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'
BEGIN;
CREATE TABLE one (id int);
SAVEPOINT a;
CREATE TABLE undone (id int);
ROLLBACK TO a;
CREATE TABLE two (id int PRIMARY KEY);
SAVEPOINT b;
CREATE TABLE three (id int);
RELEASE b;
DROP TABLE one;
COMMIT;
BEGIN;
CREATE TABLE rolled_back (id int);
ROLLBACK;
CREATE TABLE broken (id int, id int);
ALTER TABLE two ADD CHECK (id > 0), ADD CHECK (no_such_column > 0);
DO $$
BEGIN
  CREATE TABLE caught (id int);
  PERFORM 1 / 0;
EXCEPTION WHEN division_by_zero THEN
  CREATE TABLE instead (id int);
END $$;
CREATE PROCEDURE commits() LANGUAGE plpgsql AS
  'BEGIN CREATE TABLE before_commit (id int); COMMIT; CREATE TABLE after_commit (id int); END';
CALL commits();
CREATE TABLE after_errors (id int);
-- All that one command does is one statement.
ALTER TABLE two ADD COLUMN c int DEFAULT 1;
ALTER TABLE two ALTER c TYPE bigint, DROP CONSTRAINT two_pkey;
:log
SELECT count(*) FROM schema_audit.ddl_statement s WHERE xid > :'start'
   AND NOT EXISTS (SELECT FROM schema_audit.ddl_object o WHERE (o.incarnation, o.xid, o.statement) = (s.incarnation, s.xid, s.number));

-- An error after the log was written undoes both, and the session goes on.
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
  'BEGIN IF tg_tag = ''CREATE SEQUENCE'' THEN RAISE ''refused''; END IF; END';
CREATE EVENT TRIGGER zz_refuse ON ddl_command_end EXECUTE FUNCTION refuse();
SELECT pg_current_xact_id() AS start \gset
CREATE SEQUENCE refused;
CREATE TABLE accepted (id int);
:log
DROP EVENT TRIGGER zz_refuse;

-- The application's lastval() is not disturbed.
CREATE SEQUENCE s START 42;
SELECT nextval('s');
CREATE TABLE disturbing (id int);
SELECT lastval();

-- No lock on the log outlives the command.
BEGIN;
CREATE TABLE locking (id int);
SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
 WHERE l.pid = pg_backend_pid() AND c.relnamespace = 'schema_audit'::regnamespace;
COMMIT;

-- What cannot be recorded is not run, unless a superuser says so.
ALTER TABLE schema_audit.ddl_object RENAME TO hidden;
SET schema_audit.enabled = off;
ALTER TABLE schema_audit.ddl_object RENAME TO hidden;
RESET schema_audit.enabled;
CREATE TABLE unrecorded (id int);
SELECT to_regclass('unrecorded');
SET schema_audit.enabled = off;
ALTER TABLE schema_audit.hidden RENAME TO ddl_object;
RESET schema_audit.enabled;
CREATE TABLE recorded (id int);

DROP SCHEMA log_transaction CASCADE;
