-- What nobody recorded is noticed all the same.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
SELECT pg_current_xact_id() AS start \gset
CREATE SCHEMA tripwire;
SET search_path = tripwire;
CREATE TABLE t (id int PRIMARY KEY, name text);
CREATE VIEW log AS
SELECT s.captured_by, s.command_tag AS statement_command, o.command_tag AS command, o.role, o.object_type, o.object_identity,
       CASE WHEN o.role = 'unattributed' THEN s.statement END AS statement, o.xid, o.number
  FROM schema_audit.ddl_object AS o JOIN schema_audit.ddl_statement AS s ON s.xid = o.xid AND s.number = o.statement;
CREATE TABLE seen AS SELECT max(xid) AS xid FROM log;

-- Event triggers switched off.
ALTER EVENT TRIGGER schema_audit_ddl_command_end DISABLE;
ALTER EVENT TRIGGER schema_audit_sql_drop DISABLE;
CREATE TABLE quiet (id serial PRIMARY KEY, name text UNIQUE CHECK (name <> ''));
CREATE INDEX ON quiet (name, id);
CREATE VIEW quiet_view AS SELECT id FROM quiet;
CREATE FUNCTION quiet_function() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE quiet_range AS RANGE (subtype = float8);
CREATE TYPE quiet_pair AS (a int, b text);
DROP TYPE quiet_pair;
ALTER TABLE quiet ADD COLUMN more int, ALTER COLUMN name SET NOT NULL;
ALTER TABLE quiet ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE quiet IS 'quiet';
GRANT SELECT ON quiet TO PUBLIC;
CREATE TABLE IF NOT EXISTS quiet (id int);
CREATE TEMPORARY TABLE quiet_temporary (id serial PRIMARY KEY);
DROP TABLE quiet_temporary;
DROP INDEX quiet_name_id_idx;
ALTER TABLE quiet DROP COLUMN more;
DROP TABLE quiet CASCADE;
BEGIN;
SAVEPOINT a;
CREATE TABLE undone (id int);
ROLLBACK TO a;
COMMIT;
ALTER EVENT TRIGGER schema_audit_ddl_command_end ENABLE ALWAYS;
ALTER EVENT TRIGGER schema_audit_sql_drop ENABLE ALWAYS;
-- NOT NULL has no constraint of its own before 18.
SELECT captured_by, statement_command, command, role, object_type, object_identity, statement
  FROM log WHERE xid > (SELECT xid FROM seen) AND object_identity !~ '_not_null on ' ORDER BY xid, number;

-- Catalogs changed by hand.
UPDATE seen SET xid = (SELECT max(xid) FROM log);
UPDATE pg_catalog.pg_class SET reltuples = 5 WHERE oid = 'tripwire.t'::regclass;
BEGIN;
UPDATE pg_catalog.pg_attribute SET attstattarget = 10 WHERE attrelid = 'tripwire.t'::regclass AND attname = 'id';
DELETE FROM pg_catalog.pg_description WHERE objoid = 'tripwire.t'::regclass;
COMMIT;
UPDATE pg_catalog.pg_event_trigger SET evttags = NULL WHERE evtname = 'schema_audit_sql_drop';
INSERT INTO pg_catalog.pg_description VALUES (1, 'pg_class'::regclass, 0, 'by hand');
COPY pg_catalog.pg_description FROM stdin;
2	1259	0	by hand
\.
MERGE INTO pg_catalog.pg_description AS d USING (VALUES (1), (2)) AS v (id) ON d.objoid = v.id AND d.classoid = 'pg_class'::regclass WHEN MATCHED THEN DELETE;
DO $$BEGIN UPDATE pg_catalog.pg_class SET reltuples = 6 WHERE oid = 'tripwire.t'::regclass; END$$;
CREATE FUNCTION by_hand() RETURNS void LANGUAGE sql AS 'UPDATE pg_catalog.pg_class SET reltuples = 7 WHERE oid = ''tripwire.t''::regclass';
SELECT by_hand();
-- Only looked at, locked, explained or undone.
EXPLAIN (COSTS off) DELETE FROM pg_catalog.pg_description WHERE objoid = 0;
SELECT relname FROM pg_catalog.pg_class WHERE oid = 'tripwire.t'::regclass FOR UPDATE;
BEGIN;
UPDATE pg_catalog.pg_class SET reltuples = 8 WHERE oid = 'tripwire.t'::regclass;
ROLLBACK;
SELECT captured_by, statement_command, command, role, object_type, object_identity, statement
  FROM log WHERE xid > (SELECT xid FROM seen) ORDER BY xid, number;

-- Changed in C, outside of every command.
UPDATE seen SET xid = (SELECT max(xid) FROM log);
CREATE SCHEMA collations;
SELECT pg_catalog.pg_import_system_collations('collations') > 0 AS imported;
SELECT captured_by, statement_command, command, role, object_type, statement, count(*) > 0 AS some
  FROM log WHERE xid > (SELECT xid FROM seen) GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 2;

-- What commands do in passing, or in several transactions, is no alarm.
UPDATE seen SET xid = (SELECT max(xid) FROM log);
CREATE TABLE parent (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE child PARTITION OF parent FOR VALUES FROM (0) TO (10);
ALTER TABLE parent ADD COLUMN name text DEFAULT 'x' CHECK (name <> '');
CREATE INDEX ON parent (name);
CREATE INDEX CONCURRENTLY t_name ON t (name);
REINDEX INDEX CONCURRENTLY t_name;
DROP INDEX CONCURRENTLY t_name;
CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
CREATE UNIQUE INDEX ON m (id);
REFRESH MATERIALIZED VIEW CONCURRENTLY m;
ALTER TABLE t ALTER COLUMN name TYPE varchar(20);
CLUSTER t USING t_pkey;
VACUUM FULL t;
ANALYZE t;
SELECT lo_unlink(lo_create(0)) AS unlinked;
SELECT captured_by, statement_command, role, object_type, object_identity
  FROM log WHERE xid > (SELECT xid FROM seen) AND role IN ('unattributed', 'unfinished') ORDER BY xid, number;

RESET search_path;
DROP SCHEMA tripwire CASCADE;
DROP SCHEMA collations CASCADE;
