-- schema_history(): every event and version of one object, and how objects are named.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE SCHEMA h;
CREATE SCHEMA other;
SET search_path = h, other, public;
CREATE TABLE t (id serial PRIMARY KEY, name text, old int);
CREATE TABLE other.t (id int);
SELECT schema_snapshot();
ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int, ALTER COLUMN name SET NOT NULL;
ALTER TABLE t DROP COLUMN old;
CREATE INDEX t_name ON t (name);
COMMENT ON INDEX t_name IS 'fast';
COMMENT ON COLUMN t.name IS 'name';
GRANT SELECT ON t TO PUBLIC;
SELECT schema_snapshot();
ALTER TABLE t RENAME TO tt;
SELECT schema_snapshot();
DROP TABLE tt;
SELECT schema_snapshot();
SELECT schema_snapshot();
CREATE TABLE tt (id int);
SELECT schema_snapshot();
\set history 'SELECT what, snapshot, subject, command, subcommand, statement FROM schema_history'
:history('h.tt');
:history('h.t');
:history('other.t');
SELECT bool_and(at >= before) AS in_order FROM (SELECT at, lag(at) OVER () AS before FROM schema_history('h.tt')) x;
-- Dropped and never created again.
DROP TABLE tt;
SELECT schema_snapshot();
:history('h.tt');
:history('tt');
-- Routines: overloads, arguments, other names of types.
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(text, timestamptz) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE TABLE f (id int);
CREATE FUNCTION single() RETURNS int LANGUAGE sql AS 'SELECT 3';
:history('f');
:history('routine f');
:history('table f');
:history('f(int)');
:history('h.f( TEXT ,timestamptz )');
:history('h.f(text, timestamp with time zone)');
:history('single');
:history('routine h.single');
:history('single(int)');
-- Names as SQL has them: folded unless quoted.
CREATE TABLE "Mixed Case" ("Id" int, "a.b" int);
:history('h."Mixed Case"');
:history('"h"."Mixed Case"');
:history('"Mixed Case"."a.b"');
:history('H.F(INTEGER)');
:history('Mixed Case');
-- Parts lead to their root; the search_path decides between schemas, an address does not ask it.
CREATE TABLE other.f (id int);
CREATE TABLE part (id int CONSTRAINT part_pk PRIMARY KEY, v int);
CREATE INDEX part_v ON part (v);
:history('part_v');
:history('h.part.v');
:history('table other.f');
SET search_path = other, public;
:history('table f');
SET search_path = '';
SELECT public.schema_history('table f');
SELECT count(*) > 0 AS found FROM public.schema_history('h.part');
DROP SCHEMA h, other CASCADE;
