-- Temporary objects leave nothing in the log, neither made nor dropped.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_temp;
SET search_path = log_temp;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

CREATE TEMP TABLE tt (id serial PRIMARY KEY, name text DEFAULT 'x' CHECK (name <> ''), at date);
CREATE INDEX tt_at ON tt (at);
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON tt FOR EACH ROW EXECUTE FUNCTION fire();
CREATE POLICY pol ON tt;
CREATE RULE quiet AS ON DELETE TO tt DO INSTEAD NOTHING;
COMMENT ON TABLE tt IS 'x';
COMMENT ON COLUMN tt.id IS 'x';
COMMENT ON TRIGGER tr ON tt IS 'x';
GRANT SELECT ON tt TO PUBLIC;
ALTER TABLE tt ADD COLUMN extra int DEFAULT 1, ALTER at TYPE timestamp;
ALTER TABLE tt RENAME TO tt2;
ALTER TABLE tt2 RENAME COLUMN extra TO more;
ALTER TABLE tt2 DROP COLUMN more, DROP CONSTRAINT tt_name_check;
CREATE TEMP VIEW tv AS SELECT id FROM tt2;
CREATE TEMP SEQUENCE ts;
CREATE FUNCTION pg_temp.tf() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE pg_temp.pair AS (a int);
DROP FUNCTION pg_temp.tf();
DROP TYPE pg_temp.pair;
DROP TRIGGER tr ON tt2;
DROP POLICY pol ON tt2;
DROP RULE quiet ON tt2;
DROP SEQUENCE ts;
DROP TABLE tt2 CASCADE;
CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT 1 AS one;
DISCARD TEMP;
:log
-- Only what is not temporary of a command that touches both.
CREATE TABLE kept (id int);
CREATE TEMP TABLE passing (id int);
SELECT pg_current_xact_id() AS start \gset
DROP TABLE kept, passing;
:log
CREATE TABLE kept (id int);
CREATE TEMP TABLE passing (id int);
SELECT pg_current_xact_id() AS start \gset
DROP TABLE passing, kept;
:log
-- Asked for, they are recorded from beginning to end.
SELECT pg_current_xact_id() AS start \gset
SET schema_audit.log_temporary = on;
CREATE TEMP TABLE wanted (id int, UNIQUE (id));
ALTER TABLE wanted RENAME id TO number;
DROP TABLE wanted;
RESET schema_audit.log_temporary;
:log

DROP SCHEMA log_temp CASCADE;
