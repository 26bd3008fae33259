-- Names that bite, as every kind of object: nothing breaks, nothing runs.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE TABLE canary (id int);
CREATE TEMP TABLE name (n int, name text);
INSERT INTO name VALUES
  (1, $q$it's; DROP TABLE canary; --$q$),
  (2, $q$say "hi"$q$),
  (3, E'two\nlines\tand a tab'),
  (4, '$$ $body$ $1'),
  (5, E'back\\slash\\'),
  (6, U&'\+01F4A5 boom'),
  (7, U&'right\202Eto left'),
  (8, repeat('x', 63)),
  (9, repeat(U&'\00FC', 31)),
  (10, 'a.b on c(d, e)'),
  (11, ' leading and trailing '),
  (12, '%s %I \x41 {"a": [1]}, NULL, {}'),
  (13, 'select');
-- From 19 on a role's name is one line.
ALTER TABLE name ADD COLUMN role text;
UPDATE name SET role = CASE WHEN current_setting('server_version_num')::int < 190000 THEN name ELSE translate(name, E'\n', ' ') END;
DO $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT * FROM name ORDER BY n LOOP
    EXECUTE format('CREATE ROLE %I', r.role);
    EXECUTE format('CREATE SCHEMA %I AUTHORIZATION %I', r.name, r.role);
    EXECUTE format('CREATE TYPE %1$I.%1$I AS ENUM (%1$L, ''other'')', r.name);
    EXECUTE format('CREATE TABLE %1$I.%2$I (%1$I text COLLATE "C" DEFAULT %1$L, e %1$I.%1$I,
      CONSTRAINT %1$I CHECK (%1$I <> %1$L), id int PRIMARY KEY)', r.name, left(r.name, 14) || ' t');
    EXECUTE format('CREATE INDEX %3$I ON %1$I.%2$I (%1$I) WHERE %1$I <> %1$L', r.name, left(r.name, 14) || ' t',
      left(r.name, 14) || ' i');
    EXECUTE format('CREATE VIEW %1$I.%3$I AS SELECT %1$I AS %1$I, %1$L::text AS c FROM %1$I.%2$I', r.name,
      left(r.name, 14) || ' t', left(r.name, 14) || ' v');
    EXECUTE format('CREATE FUNCTION %1$I.%1$I(%1$I text DEFAULT %1$L, e %1$I.%1$I DEFAULT NULL) RETURNS text LANGUAGE sql AS %2$L',
      r.name, 'SELECT $1');
    EXECUTE format('COMMENT ON TABLE %1$I.%2$I IS %1$L', r.name, left(r.name, 14) || ' t');
    EXECUTE format('GRANT SELECT ON %I.%I TO %I', r.name, left(r.name, 14) || ' t', r.role);
    EXECUTE format('CREATE POLICY %1$I ON %1$I.%2$I TO %3$I USING (%1$I = %1$L)', r.name, left(r.name, 14) || ' t', r.role);
  END LOOP;
END $$;
SELECT schema_snapshot(name) FROM name ORDER BY n;
SELECT id, label = name AS label FROM schema_audit.snapshots JOIN name ON n = id ORDER BY id;
SELECT count(*) FROM schema_diff();
SELECT count(*) FROM schema_diff(1, 13);
-- The document is valid and holds every name as it is.
SELECT n, bool_or(o->>'schema' = name) AS as_schema, bool_or(o->>'name' = name) AS as_name,
       bool_or(o->'attributes'->>'comment' = name) AS as_comment, bool_or(o->'attributes'->>'owner' = role) AS as_owner
  FROM name, jsonb_array_elements(schema_snapshot_json(1)::jsonb->'objects') o GROUP BY n ORDER BY n;
-- Every address that is shown leads back to its object.
SELECT v.kind, count(*) AS objects, count(*) FILTER (WHERE found) AS found
  FROM schema_audit.object_version v,
       LATERAL (SELECT count(*) > 0 AS found FROM schema_blame(v.kind || ' ' || v.identity)) b
 WHERE v.identity <> 'public' AND v.kind NOT IN ('database_setting', 'database', 'parameter', 'role', 'tablespace') GROUP BY v.kind ORDER BY v.kind;
SELECT n, (SELECT count(*) FROM schema_history(format('table %I.%I', name, left(name, 14) || ' t')) WHERE what = 'event') AS events
  FROM name ORDER BY n;
DO $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT * FROM name ORDER BY n LOOP
    EXECUTE format('ALTER TABLE %1$I.%2$I RENAME COLUMN %1$I TO plain', r.name, left(r.name, 14) || ' t');
    EXECUTE format('DROP FUNCTION %1$I.%1$I', r.name);
  END LOOP;
END $$;
-- How wide a terminal shows such names is not the same for every psql.
\pset format unaligned
SELECT n, finding, who = session_user AS who FROM schema_diff() d JOIN name ON d.object = format('%I.%I.plain', name, left(name, 14) || ' t')
 WHERE code LIKE 'column%' ORDER BY n;
\pset format aligned
SELECT count(*) FROM canary;
SELECT schema_blame($q$x'; DROP TABLE canary; --$q$);
SELECT schema_history(E'"unclosed');
SELECT schema_history(repeat('"', 11));
SELECT schema_history(repeat('x', 5000)) LIMIT 0;
SELECT count(*) FROM canary;
DO $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT * FROM name LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', r.name);
    EXECUTE format('DROP ROLE %I', r.role);
  END LOOP;
END $$;
SELECT schema_snapshot();
SELECT count(*) > 13 AS gone FROM schema_diff(13, 14);
DROP TABLE canary, name;
