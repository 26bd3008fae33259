-- schema_snapshot_json(): the interchange document.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE SCHEMA j;
CREATE TABLE j.t (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'x', CONSTRAINT positive CHECK (id > 0));
COMMENT ON TABLE j.t IS E'two\nlines, "quotes" and \\ backslash';
CREATE INDEX t_name ON j.t (lower(name)) WHERE id > 1;
CREATE FUNCTION j.f(a int, b text DEFAULT 'q') RETURNS int LANGUAGE sql AS 'SELECT a';
SELECT schema_snapshot();
CREATE TEMP TABLE doc AS SELECT schema_snapshot_json(1)::jsonb AS d;
SELECT pg_typeof(schema_snapshot_json(1));
SELECT d->>'format' AS format, d->>'version' AS version, d->>'database' = current_database() AS database,
       d->>'fingerprint' = (SELECT fingerprint FROM schema_audit.snapshots WHERE id = 1) AS fingerprint,
       (d->>'taken_at')::timestamptz = (SELECT taken_at FROM schema_audit.snapshots WHERE id = 1) AS taken_at,
       (SELECT string_agg(k, ' ' ORDER BY k) FROM jsonb_object_keys(d) k) AS keys FROM doc;
SELECT jsonb_array_length(d->'objects') = (SELECT objects FROM schema_audit.snapshots WHERE id = 1) AS complete FROM doc;
SELECT jsonb_pretty(regexp_replace(o::text, '"oid": [0-9]+', '"oid": 0', 'g')::jsonb) FROM doc, jsonb_array_elements(d->'objects') o
 WHERE o->>'schema' = 'j' ORDER BY o->>'kind';
-- The same bytes however often it is asked for, and for every snapshot of an unchanged schema but for its time.
SELECT schema_snapshot_json(1)::text = schema_snapshot_json(1)::text AS stable;
SELECT schema_snapshot();
SELECT schema_snapshot_json(1)::jsonb - 'taken_at' = schema_snapshot_json(2)::jsonb - 'taken_at' AS equal;
DROP TABLE j.t;
SELECT schema_snapshot();
-- The past stays as it was.
SELECT schema_snapshot_json(1)::jsonb = d AS unchanged FROM doc;
SELECT schema_snapshot_json(NULL);
SELECT schema_snapshot_json(99);
SET schema_audit.allow_log_changes = on;
UPDATE schema_audit.object_version SET last_snapshot = 1 WHERE identity = 'j.t';
SELECT schema_snapshot_json(2);
DROP TABLE doc;
DROP SCHEMA j CASCADE;
