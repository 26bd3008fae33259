-- Transaction modes, callers and settings: the result is the same, and what the caller had set stays.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE SCHEMA m;
CREATE TYPE m.mood AS ENUM ('sad');
CREATE TABLE m.t (id int PRIMARY KEY, at timestamptz DEFAULT '2024-03-01 12:00+00', d date DEFAULT '2024-03-01',
  i interval DEFAULT '1 day 02:03', f float8 DEFAULT 0.1 + 0.2, b bytea DEFAULT '\x00ff', "select" text DEFAULT 'a\b',
  e m.mood DEFAULT 'sad', c money DEFAULT 1.5::money, CHECK (at > '2020-01-01 00:00+00'));
CREATE INDEX ON m.t (("select" || 'x'));
CREATE VIEW m.v AS SELECT id, 'it''s' AS q, at + interval '1 month' AS later FROM m.t WHERE d > '2024-01-01';
SELECT schema_snapshot();
\set same 'SELECT count(DISTINCT fingerprint) = 1 AS same, count(*) FROM schema_audit.snapshots;'
-- Settings of the caller.
SET DateStyle = 'German, DMY';
SET IntervalStyle = iso_8601;
SET TimeZone = 'Asia/Kathmandu';
SET bytea_output = escape;
SET extra_float_digits = -15;
SET quote_all_identifiers = on;
SELECT current_setting('server_version_num')::int < 190000 AS can_be_off \gset
\if :can_be_off
SET standard_conforming_strings = off;
SET escape_string_warning = off;
\endif
SET backslash_quote = on;
SET search_path = m, pg_catalog;
SET transform_null_equals = on;
SET array_nulls = off;
SET lc_monetary = 'C';
SET lock_timeout = '3s';
-- Its name has changed.
SELECT set_config(name, 'on', false) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SET enable_indexscan = off;
SET enable_hashjoin = off;
SET work_mem = '64kB';
SET default_transaction_isolation = serializable;
SET row_security = off;
SET jit = on;
SET jit_above_cost = 0;
SELECT public.schema_snapshot();
SELECT count(*) FROM public.schema_diff();
SELECT part, state FROM public.schema_blame('t');
SELECT public.schema_diff(1, 99);
SELECT name, setting FROM pg_settings WHERE name IN ('DateStyle', 'IntervalStyle', 'TimeZone', 'bytea_output',
  'extra_float_digits', 'quote_all_identifiers', 'search_path', 'lock_timeout', 'enable_nestloop', 'jit',
  'cursor_tuple_fraction') ORDER BY name COLLATE "C";
RESET ALL;
SET client_min_messages = warning;
:same
-- Isolation levels: a snapshot is of now, not of when the transaction began, and numbers are never given twice.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM schema_audit.snapshots;
SELECT schema_snapshot();
SELECT schema_snapshot();
SELECT count(*) FROM schema_diff(3, 4);
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT schema_snapshot();
SELECT count(*) FROM schema_diff();
COMMIT;
:same
-- Read only: reading works, storing is refused.
BEGIN READ ONLY;
SELECT count(*) FROM schema_diff();
SELECT count(*) FROM schema_diff(1, 2);
SELECT count(*) > 0 AS rows FROM schema_blame('m.t');
SELECT count(*) > 0 AS rows FROM schema_history('m.t');
SELECT length(schema_snapshot_json(1)::text) > 0 AS document;
SELECT schema_snapshot();
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE;
SELECT count(*) FROM schema_diff();
COMMIT;
-- plpgsql: exception blocks, cursors, loops.
DO $$
DECLARE
  id int;
  r record;
  c refcursor;
BEGIN
  BEGIN
    id := schema_snapshot('undone');
    RAISE EXCEPTION 'undo';
  EXCEPTION WHEN OTHERS THEN
    RAISE WARNING '%, undone: %', SQLERRM, id;
  END;
  BEGIN
    PERFORM schema_diff(1, 99);
  EXCEPTION WHEN undefined_object THEN
    RAISE WARNING '% (%)', SQLERRM, SQLSTATE;
  END;
  CREATE TABLE m.loop (id int);
  FOR r IN SELECT finding FROM schema_diff() LOOP
    RAISE WARNING 'loop: %', r.finding;
    id := schema_snapshot();
  END LOOP;
  OPEN c FOR SELECT part FROM schema_blame('m.loop');
  FETCH c INTO r;
  RAISE WARNING 'cursor: %', r.part;
  DROP TABLE m.loop;
  FETCH c INTO r;
  RAISE WARNING 'cursor: %', r.part;
  CLOSE c;
  RAISE WARNING 'snapshot %', schema_snapshot();
END $$;
CREATE FUNCTION m.take() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN schema_snapshot();
EXCEPTION WHEN OTHERS THEN
  RETURN -1;
END $$;
CREATE PROCEDURE m.take_and_commit() LANGUAGE plpgsql AS $$
BEGIN
  PERFORM schema_snapshot();
  COMMIT;
  PERFORM schema_snapshot();
  ROLLBACK;
END $$;
SELECT m.take();
CALL m.take_and_commit();
SELECT max(id) FROM schema_audit.snapshots;
DROP FUNCTION m.take();
DROP PROCEDURE m.take_and_commit();
BEGIN;
DECLARE c CURSOR WITH HOLD FOR SELECT finding FROM schema_diff(6, 7);
COMMIT;
FETCH ALL FROM c;
CLOSE c;
PREPARE p(int, int) AS SELECT finding FROM schema_diff($1, $2);
EXECUTE p(6, 7);
CREATE TABLE m.more (id int);
EXECUTE p(7, 6);
DEALLOCATE p;
-- Locks: none is left behind on what was read.
BEGIN;
SELECT schema_snapshot() > 0 AS taken;
SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation IN ('m.t'::regclass, 'm.v'::regclass);
COMMIT;
SELECT schema_snapshot('not a set'), x FROM generate_series(1, 2) x;
-- Nothing here is left for the application: its sequence values, last notices, prepared statements.
SELECT lastval();
SELECT count(*) FROM pg_prepared_statements;
SELECT count(*) FROM pg_cursors WHERE name <> '';
DROP SCHEMA m CASCADE;
