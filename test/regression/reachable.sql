-- Which objects of this database can nobody find in the log: user objects whose (class, oid) has no row in
-- schema_audit.ddl_object and that do not follow from one that has.  The list must be empty.
--
-- An object follows from another when the server makes it as an inseparable part of that one and the log's
-- reader can look it up there: what pg_depend calls internal (row types, rules of views, triggers of
-- constraints), array types, labels of enums, TOAST tables with their indexes, and the
-- defaults of columns.
\set QUIET on
\pset footer off
CREATE TEMP TABLE surviving (class_id oid, object_id oid);
DO $$
DECLARE
  catalog regclass;
BEGIN
  FOR catalog IN
    SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND a.attname = 'oid' AND a.attnum > 0
      AND c.relname NOT IN ('pg_largeobject_metadata', 'pg_authid', 'pg_database', 'pg_tablespace', 'pg_parameter_acl',
        'pg_subscription')
  LOOP
    EXECUTE format('INSERT INTO surviving SELECT %s, oid FROM %s WHERE oid >= 16384', catalog::oid, catalog);
  END LOOP;
END $$;

-- Temporary objects, those of this script among them, and the schemas that hold them.
DELETE FROM surviving s USING pg_namespace n
WHERE (s.class_id, s.object_id) = ('pg_namespace'::regclass, n.oid) AND n.nspname ~ '^pg_(toast_)?temp_';
DELETE FROM surviving s USING pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE (s.class_id, s.object_id) = ('pg_class'::regclass, c.oid) AND n.nspname ~ '^pg_(toast_)?temp_';
DELETE FROM surviving s USING pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE (s.class_id, s.object_id) = ('pg_type'::regclass, t.oid) AND n.nspname ~ '^pg_(toast_)?temp_';

-- What belongs to the extension itself was there before it could record anything.
DELETE FROM surviving s USING (
  WITH RECURSIVE own AS (
    SELECT 'pg_extension'::regclass::oid AS class_id, oid AS object_id FROM pg_extension WHERE extname = 'schema_audit'
    UNION
    SELECT d.classid, d.objid FROM own JOIN pg_depend d ON d.refclassid = own.class_id AND d.refobjid = own.object_id
    WHERE d.deptype IN ('e', 'i', 'a'))
  SELECT * FROM own
  UNION SELECT 'pg_namespace'::regclass, 'schema_audit'::regnamespace) own
WHERE (s.class_id, s.object_id) = (own.class_id, own.object_id);

CREATE TEMP TABLE reached AS
WITH RECURSIVE parts AS (
    -- part, whole
    SELECT classid, objid, refclassid, refobjid FROM pg_depend WHERE deptype = 'i'
    UNION ALL
    SELECT 'pg_attrdef'::regclass, oid, 'pg_class'::regclass, adrelid FROM pg_attrdef
    UNION ALL
    SELECT 'pg_enum'::regclass, oid, 'pg_type'::regclass, enumtypid FROM pg_enum
    UNION ALL
    SELECT 'pg_type'::regclass, typarray, 'pg_type'::regclass, oid FROM pg_type WHERE typarray <> 0
    UNION ALL
    SELECT 'pg_type'::regclass, reltype, 'pg_class'::regclass, oid FROM pg_class WHERE reltype <> 0
    UNION ALL
    SELECT 'pg_class'::regclass, reltoastrelid, 'pg_class'::regclass, oid FROM pg_class WHERE reltoastrelid <> 0
    UNION ALL
    SELECT 'pg_class'::regclass, i.indexrelid, 'pg_class'::regclass, i.indrelid FROM pg_index i
      JOIN pg_class t ON t.oid = i.indrelid WHERE t.relkind = 't'
  ),
  reached AS (
    SELECT class_id, object_id FROM schema_audit.ddl_object WHERE class_id IS NOT NULL
    UNION
    SELECT parts.classid, parts.objid FROM reached JOIN parts ON parts.refclassid = class_id AND parts.refobjid = object_id
  )
SELECT DISTINCT class_id, object_id FROM reached;
CREATE INDEX ON reached (class_id, object_id);
ANALYZE reached;

\pset tuples_only on
\pset format unaligned
SELECT 'unreachable', class_id::regclass, coalesce(i.type, '?'), i.identity
FROM surviving s CROSS JOIN LATERAL pg_identify_object(s.class_id, s.object_id, 0) i
WHERE NOT EXISTS (SELECT FROM reached r WHERE (r.class_id, r.object_id) = (s.class_id, s.object_id))
ORDER BY 2, 3, 4;
SELECT format('objects %s, with a row of their own %s, reachable %s', count(*),
  count(*) FILTER (WHERE EXISTS (SELECT FROM schema_audit.ddl_object o
    WHERE (o.class_id, o.object_id) = (s.class_id, s.object_id))),
  count(*) FILTER (WHERE EXISTS (SELECT FROM reached r WHERE (r.class_id, r.object_id) = (s.class_id, s.object_id))))
FROM surviving s;
