-- What somebody who may do everything in the database can do to its log: alter a row and compute every seal anew, so
-- that the log agrees with itself. The encoding is that of docs/seals.md. To be run in one session as a superuser.
SET schema_audit.enabled = off;
SET schema_audit.allow_log_changes = on;
SET session_replication_role = replica;

CREATE FUNCTION pg_temp.size(size int) RETURNS bytea LANGUAGE sql AS
  $$ SELECT CASE WHEN size < 255 THEN set_byte('\x00', 0, size) ELSE '\xff'::bytea || int4send(size) END $$;

CREATE FUNCTION pg_temp.sized(bytes bytea) RETURNS bytea LANGUAGE sql AS
  $$ SELECT pg_temp.size(length(bytes)) || bytes $$;

CREATE FUNCTION pg_temp.list(items text[]) RETURNS bytea LANGUAGE sql AS
  $$ SELECT pg_temp.size(cardinality(items)) || coalesce(string_agg(
       CASE WHEN item IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || pg_temp.sized(textsend(item)) END, ''::bytea ORDER BY place), '')
     FROM unnest(items) WITH ORDINALITY AS u (item, place) $$;

-- The leaf of the row of a table that a condition finds.
CREATE FUNCTION pg_temp.leaf(name text, condition text) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  columns text;
  leaf bytea;
BEGIN
  SELECT string_agg(format('coalesce(set_byte(''\x00'', 0, %s) || %s, ''''::bytea)', attnum, replace(
           CASE atttypid::regtype::text
             WHEN 'text' THEN 'pg_temp.sized(textsend(@))' WHEN 'bytea' THEN 'pg_temp.sized(@)' WHEN 'boolean' THEN 'boolsend(@)'
             WHEN 'uuid' THEN 'uuid_send(@)' WHEN 'timestamp with time zone' THEN 'timestamptz_send(@)' WHEN 'integer' THEN 'int4send(@)'
             WHEN 'oid' THEN 'oidsend(@)' WHEN 'text[]' THEN 'CASE WHEN @ IS NOT NULL THEN pg_temp.list(@) END'
             ELSE 'int8send(@::text::int8)'
           END, '@', 'r.' || quote_ident(attname))), ' || ' ORDER BY attnum)
    INTO columns
    FROM pg_attribute
   WHERE attrelid = ('schema_audit.' || name)::regclass AND attnum > 0 AND NOT attisdropped
     AND NOT (name = 'ddl_block' AND attname IN ('hash', 'pruned_at', 'pruned_by'));
  EXECUTE format('SELECT sha256(''\x00''::bytea || set_byte(''\x00'', 0, %s) || %s) FROM schema_audit.%I r WHERE %s',
                 array_position('{ddl_statement,ddl_object,ddl_transaction,ddl_block}', name), columns, name, condition) INTO leaf;
  RETURN leaf;
END $$;

CREATE FUNCTION pg_temp.merkle(leaves bytea[]) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  level bytea[] := leaves;
  above bytea[];
BEGIN
  IF cardinality(level) IS NULL THEN RETURN sha256(''); END IF;
  WHILE cardinality(level) > 1 LOOP
    above := '{}';
    FOR i IN 1 .. cardinality(level) BY 16 LOOP
      above := above || CASE WHEN i = cardinality(level) THEN level[i]
        ELSE sha256('\x01'::bytea || (SELECT string_agg(l, ''::bytea ORDER BY place) FROM unnest(level[i:i + 15]) WITH ORDINALITY AS u (l, place))) END;
    END LOOP;
    level := above;
  END LOOP;
  RETURN level[1];
END $$;

CREATE FUNCTION pg_temp.seal_transactions() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  t record;
  hashes bytea[];
BEGIN
  FOR t IN SELECT incarnation, xid FROM schema_audit.ddl_transaction LOOP
    SELECT array_agg(pg_temp.leaf(name, format('incarnation = %L AND xid = %L::xid8 AND number = %s', t.incarnation, t.xid, number))
                     ORDER BY number) INTO hashes
      FROM (SELECT 'ddl_statement' AS name, number FROM schema_audit.ddl_statement WHERE incarnation = t.incarnation AND xid = t.xid
            UNION ALL SELECT 'ddl_object', number FROM schema_audit.ddl_object WHERE incarnation = t.incarnation AND xid = t.xid) r;
    IF hashes IS NULL THEN
      DELETE FROM schema_audit.ddl_transaction WHERE incarnation = t.incarnation AND xid = t.xid;
      CONTINUE;
    END IF;
    UPDATE schema_audit.ddl_transaction d
       SET leaves = (SELECT string_agg(substr(l, 1, 8), ''::bytea ORDER BY place) FROM unnest(hashes) WITH ORDINALITY AS u (l, place)),
           root = pg_temp.merkle(hashes),
           statements = (SELECT count(*) FROM schema_audit.ddl_statement WHERE incarnation = t.incarnation AND xid = t.xid),
           objects = (SELECT count(*) FROM schema_audit.ddl_object WHERE incarnation = t.incarnation AND xid = t.xid)
     WHERE d.incarnation = t.incarnation AND d.xid = t.xid;
  END LOOP;
END $$;

-- Block by block: each holds the hash of the one before.
CREATE FUNCTION pg_temp.seal_blocks() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b record;
  before bytea;
BEGIN
  FOR b IN SELECT * FROM schema_audit.ddl_block ORDER BY incarnation, number LOOP
    UPDATE schema_audit.ddl_block d
       SET root = (SELECT pg_temp.merkle(array_agg(pg_temp.leaf('ddl_transaction', format('incarnation = %L AND xid = %L::xid8', t.incarnation, t.xid))
                                                   ORDER BY t.xid))
                     FROM schema_audit.ddl_transaction t
                    WHERE t.incarnation = b.incarnation AND t.xid >= b.first_xid AND t.xid < b.end_xid),
           previous = CASE WHEN b.number = 1 THEN b.previous ELSE before END
     WHERE d.incarnation = b.incarnation AND d.number = b.number;
    UPDATE schema_audit.ddl_block d
       SET hash = pg_temp.leaf('ddl_block', format('incarnation = %L AND number = %s', b.incarnation, b.number))
     WHERE d.incarnation = b.incarnation AND d.number = b.number RETURNING d.hash INTO before;
  END LOOP;
END $$;
