-- Extensions: their scripts name them; our own comes and goes without a trace of trouble.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_extension;
SET search_path = log_extension;
SELECT pg_current_xact_id() AS start \gset
CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1';
SELECT pg_current_xact_id() AS start \gset
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE EXTENSION tcn SCHEMA log_extension;
CREATE EXTENSION IF NOT EXISTS tcn;
COMMENT ON EXTENSION tcn IS 'x';
ALTER EXTENSION tcn ADD FUNCTION mine();
ALTER EXTENSION tcn DROP FUNCTION mine();
ALTER FUNCTION mine() DEPENDS ON EXTENSION tcn;
SELECT statement_command, command, role, subcommand, object_type, object_identity, in_extension, top_level
  FROM schema_audit.ddl_log WHERE xid > :'start' AND command <> 'DROP EXTENSION' ORDER BY xid, number;
SELECT pg_current_xact_id() AS start \gset
DROP EXTENSION tcn;
SELECT command, object_type, object_identity, original, normal FROM schema_audit.ddl_log WHERE xid > :'start' ORDER BY object_identity;

-- Dropped and made again, in one transaction too.
DROP EXTENSION schema_audit;
CREATE TABLE unseen (id int);
CREATE EXTENSION schema_audit;
CREATE TABLE seen (id int);
SELECT command, object_identity FROM schema_audit.ddl_log ORDER BY xid, number;
BEGIN;
DROP EXTENSION schema_audit;
CREATE EXTENSION schema_audit;
CREATE TABLE seen_too (id int);
SELECT command, object_identity FROM schema_audit.ddl_log ORDER BY xid, number;
ROLLBACK;
SELECT command, object_identity FROM schema_audit.ddl_log ORDER BY xid, number;
-- Its parts cannot be dropped alone.
DROP SCHEMA schema_audit CASCADE;
DROP TABLE schema_audit.ddl_object;
DROP EVENT TRIGGER schema_audit_sql_drop;
-- A database with other event triggers notices nothing.
DROP EXTENSION schema_audit;
CREATE FUNCTION look() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM * FROM pg_event_trigger_ddl_commands(); END';
CREATE EVENT TRIGGER aa_look ON ddl_command_end EXECUTE FUNCTION look();
CREATE EXTENSION schema_audit;
SELECT command, object_identity FROM schema_audit.ddl_log ORDER BY xid, number;
DROP EXTENSION schema_audit;
DROP EVENT TRIGGER aa_look;
CREATE EXTENSION schema_audit;

DROP SCHEMA log_extension CASCADE;
