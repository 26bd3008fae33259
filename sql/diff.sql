-- schema_diff(): stored and live, both directions, within transactions, and what it refuses.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE SCHEMA d;
SET search_path = d, public;
CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, n numeric(8, 2) DEFAULT 0);
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
SELECT schema_snapshot();
SELECT count(*) FROM schema_diff();
SET application_name = 'release 7';
ALTER TABLE t ALTER COLUMN name DROP NOT NULL, ADD COLUMN extra jsonb;
ALTER TABLE t ALTER COLUMN n TYPE numeric(10, 2);
CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1 + 1';
CREATE INDEX t_name ON t (name);
RESET application_name;
SELECT schema_snapshot();
SELECT severity, finding, who, application, statement FROM schema_diff(1, 2);
SELECT kind, object, attribute, from_value, to_value FROM schema_diff(1, 2);
SELECT severity, finding, who IS NOT NULL AS who FROM schema_diff(2, 1);
SELECT count(*) FROM schema_diff(2, 2);
SELECT count(*) FROM schema_diff();
SELECT finding, jsonb_typeof(events), jsonb_array_length(events), at IS NOT NULL AS at FROM schema_diff(1, 2) ORDER BY finding;
-- Before commit, after a savepoint was rolled back, and across snapshots of one transaction.
BEGIN;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
SELECT finding, statement FROM schema_diff();
SAVEPOINT a;
ALTER TABLE t ADD COLUMN undone int;
SELECT finding, statement FROM schema_diff() ORDER BY 1;
ROLLBACK TO a;
SELECT finding, statement FROM schema_diff();
SELECT schema_snapshot();
ALTER TABLE t FORCE ROW LEVEL SECURITY;
SELECT finding, statement FROM schema_diff();
SELECT schema_snapshot();
SELECT finding, statement FROM schema_diff(2, 3);
SELECT finding, statement FROM schema_diff(3, 4);
COMMIT;
SELECT finding, statement FROM schema_diff(2, 4) ORDER BY 1;
-- Each attribute of a table is explained by its own statement, and only by it.
ALTER TABLE t DISABLE ROW LEVEL SECURITY;
ALTER TABLE t SET (fillfactor = 70);
ALTER TABLE t OWNER TO pg_monitor;
COMMENT ON TABLE t IS 'one';
GRANT SELECT ON t TO PUBLIC;
ALTER TABLE t ADD COLUMN other int;
ALTER TABLE t OWNER TO CURRENT_USER;
ALTER TABLE t REPLICA IDENTITY FULL;
SELECT finding, statement, jsonb_array_length(events) AS events FROM schema_diff() ORDER BY 1;
-- Several events for one object: the last one is who.
SELECT schema_snapshot() AS here \gset
SET application_name = 'one';
ALTER TABLE t ALTER COLUMN n SET DEFAULT 1;
SET application_name = 'two';
ALTER TABLE t ALTER COLUMN n SET DEFAULT 2;
SET application_name = 'three';
ALTER TABLE t ALTER COLUMN name SET DEFAULT 'x';
RESET application_name;
SELECT finding, application, statement, jsonb_array_length(events) AS events FROM schema_diff() ORDER BY 1;
-- Not logged: said so.
SET schema_audit.enabled = off;
CREATE TABLE silent (id int);
RESET schema_audit.enabled;
SELECT finding, who, at, statement FROM schema_diff() WHERE object = 'd.silent';
-- What only follows from another finding stands below it, and says so.
SELECT schema_snapshot() AS here \gset
CREATE TABLE whole (id int PRIMARY KEY, v int CONSTRAINT whole_v CHECK (v > 0));
CREATE TABLE part (id int CONSTRAINT part_whole REFERENCES whole, note text);
CREATE INDEX whole_index ON whole (v);
CREATE VIEW all_parts AS SELECT p.id, p.note FROM part p;
SELECT schema_snapshot() AS there \gset
ALTER TABLE part RENAME COLUMN note TO remark;
ALTER TABLE whole DROP COLUMN v;
DROP TABLE whole CASCADE;
SELECT finding, follows, statement FROM schema_diff();
SELECT finding, follows FROM schema_diff(:there, :here) WHERE follows IS NOT NULL;
SELECT schema_snapshot() AS here \gset
ALTER TABLE part RENAME TO piece;
SELECT finding, follows, statement FROM schema_diff();
DROP VIEW all_parts;
DROP TABLE piece;
-- Rows can be joined, limited, ordered and counted; NULL gives nothing.
SELECT count(*) FROM schema_diff(1, NULL);
SELECT d.code, a.n FROM (VALUES (1, 2), (2, 1)) v (x, y), LATERAL (SELECT code FROM schema_diff(v.x, v.y) LIMIT 1) d,
  LATERAL (SELECT count(*) AS n FROM schema_diff(v.x, v.y)) a ORDER BY 1;
SELECT schema_diff(1, 99);
SELECT schema_diff(-1, 1);
SELECT schema_diff(1, 2147483647);
SET schema_audit.allow_log_changes = on;
UPDATE schema_audit.snapshot SET format_version = 99 WHERE id = 1;
SELECT schema_diff(1, 2);
UPDATE schema_audit.object_version SET body = '\x00' WHERE identity = 'd.t' AND first_snapshot = 2;
SELECT schema_diff(2, 3);
SELECT schema_snapshot_json(2);
DROP SCHEMA d CASCADE;
DROP EXTENSION schema_audit;
