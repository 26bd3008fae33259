-- What a session knows of the log's tables follows them: through versions, renames, rollbacks and indexes of any kind.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit CASCADE;
CREATE SCHEMA log_tables_change;
SET search_path = log_tables_change;

-- The tables of 0.1.0 have fewer columns; the update gives them more, in the same session, and rolled back.
CREATE EXTENSION schema_audit VERSION '0.1.0' SCHEMA public;
CREATE TABLE old_version (id int);
BEGIN;
ALTER EXTENSION schema_audit UPDATE;
CREATE TABLE rolled_back (id int);
SELECT command_tag, captured_by FROM schema_audit.ddl_statement ORDER BY xid, number;
ROLLBACK;
CREATE TABLE old_again (id int);
SELECT command_tag, to_jsonb(s) ? 'captured_by' AS has_column FROM schema_audit.ddl_statement s ORDER BY xid, number;
ALTER EXTENSION schema_audit UPDATE;
CREATE TABLE new_version (id int);
SELECT s.command_tag, s.captured_by, o.object_identity FROM schema_audit.ddl_statement s
  JOIN schema_audit.ddl_object o ON o.xid = s.xid AND o.statement = s.number AND o.role = 'target' ORDER BY s.xid, s.number;

-- A savepoint that made, altered and dropped it all is undone.
BEGIN;
CREATE TABLE before_savepoint (id int);
SAVEPOINT one;
DROP EXTENSION schema_audit;
CREATE TABLE unseen (id int);
ROLLBACK TO one;
CREATE TABLE after_savepoint (id int);
COMMIT;
SELECT object_identity FROM schema_audit.ddl_object WHERE role = 'target' AND object_identity LIKE '%savepoint' ORDER BY xid, number;

-- Another name of their schema.
SET schema_audit.allow_log_changes = on;
ALTER SCHEMA schema_audit RENAME TO audit_elsewhere;
CREATE TABLE elsewhere (id int);
SELECT object_identity FROM audit_elsewhere.ddl_object WHERE role = 'target' AND command_tag = 'CREATE TABLE' AND object_identity LIKE '%elsewhere' ORDER BY xid, number;
ALTER SCHEMA audit_elsewhere RENAME TO schema_audit;

-- Indexes that need an expression or a predicate, made and dropped while the session knows the tables.
CREATE INDEX of_expression ON schema_audit.ddl_object (lower(object_identity));
CREATE INDEX of_some ON schema_audit.ddl_statement (command_tag) WHERE command_tag = 'CREATE TABLE';
CREATE INDEX of_hash ON schema_audit.ddl_object USING hash (object_identity);
CREATE TABLE indexed (id int PRIMARY KEY, t text);
SET enable_seqscan = off;
SELECT role, object_identity FROM schema_audit.ddl_object WHERE lower(object_identity) = 'log_tables_change.indexed' ORDER BY xid, number;
SELECT role, object_identity FROM schema_audit.ddl_object WHERE object_identity = 'log_tables_change.indexed' ORDER BY xid, number;
SELECT count(*) > 0 AS found FROM schema_audit.ddl_statement WHERE command_tag = 'CREATE TABLE';
DROP INDEX schema_audit.of_expression, schema_audit.of_some, schema_audit.of_hash;
CREATE TABLE plain_again (id int PRIMARY KEY);
REINDEX TABLE schema_audit.ddl_object;
CREATE TABLE after_reindex (id int PRIMARY KEY);
SELECT role, object_identity FROM schema_audit.ddl_object WHERE object_identity IN ('log_tables_change.plain_again', 'log_tables_change.after_reindex')
 ORDER BY xid, number;
RESET schema_audit.allow_log_changes;
RESET enable_seqscan;

DROP SCHEMA log_tables_change CASCADE;
DROP EXTENSION schema_audit;
RESET search_path;
CREATE EXTENSION schema_audit;
