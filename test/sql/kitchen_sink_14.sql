-- After kitchen_sink.sql, on 14 and later.
CREATE FUNCTION app.atomic(a int, b text DEFAULT 'x') RETURNS text LANGUAGE sql
BEGIN ATOMIC
  SELECT a::text || b || c.name FROM app.customer c LIMIT 1;
END;
CREATE FUNCTION app.returned(a int) RETURNS int LANGUAGE sql RETURN a + 1;
CREATE PROCEDURE app.out_only(OUT a int, b int) LANGUAGE sql AS 'SELECT 1';
ALTER TABLE app.scratch ALTER COLUMN b SET COMPRESSION pglz;
CREATE TYPE app.many AS RANGE (SUBTYPE = int8, MULTIRANGE_TYPE_NAME = ext.manifold);
CREATE STATISTICS app.expression_stats ON (a + 1), lower(b), a FROM app.scratch;
CREATE STATISTICS app.expression_alone ON (a * 2) FROM app.scratch;
ALTER SUBSCRIPTION ks_subscription SET (binary = true, streaming = true);
ALTER TYPE app.by_value SET (SUBSCRIPT = jsonb_subscript_handler);
