-- COMMENT ON each kind of object.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_comment;
SET search_path = log_comment;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

CREATE TABLE t (id int PRIMARY KEY);
CREATE INDEX t_idx ON t (id);
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
CREATE POLICY pol ON t;
CREATE TYPE mood AS ENUM ('good');
CREATE ROLE regress_sa_commented;
SELECT pg_current_xact_id() AS start \gset
COMMENT ON TABLE t IS 'a table';
COMMENT ON COLUMN t.id IS 'a column';
COMMENT ON CONSTRAINT t_pkey ON t IS 'a constraint';
COMMENT ON INDEX t_idx IS 'an index';
COMMENT ON FUNCTION f(int) IS 'a function';
COMMENT ON TRIGGER tr ON t IS 'a trigger';
COMMENT ON POLICY pol ON t IS 'a policy';
COMMENT ON TYPE mood IS 'a type';
COMMENT ON SCHEMA log_comment IS NULL;
-- Roles have no event triggers.
COMMENT ON ROLE regress_sa_commented IS 'a role';
:log

DROP ROLE regress_sa_commented;

DROP SCHEMA log_comment CASCADE;
