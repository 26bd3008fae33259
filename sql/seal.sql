-- Seals: blocks over committed transactions, and what schema_verify() finds when somebody has changed the log.
-- The background worker may seal at any moment, so numbers are masked.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA seal;
SET search_path = seal, public;
CREATE FUNCTION wait_for_block(t xid8) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..200 LOOP
    PERFORM schema_audit.seal();
    EXIT WHEN EXISTS (SELECT FROM schema_audit.ddl_block WHERE incarnation = schema_audit.incarnation() AND end_xid > t);
    PERFORM pg_sleep(0.05);
  END LOOP;
END $$;
CREATE VIEW findings AS
  SELECT "check", status, regexp_replace(regexp_replace(detail, '\m[0-9]+\M', 'N', 'g'), '[0-9a-f]{8}-[0-9a-f-]+', 'X', 'g') AS detail
    FROM schema_verify() WITH ORDINALITY AS v ("check", status, detail, place)
   WHERE "check" IN ('blocks', 'transactions', 'unsealed', 'history') ORDER BY place;

-- One row per transaction; what a savepoint took back is not in it.
BEGIN;
SELECT pg_current_xact_id() AS t \gset
CREATE TABLE a (id int PRIMARY KEY);
SAVEPOINT s;
CREATE TABLE b (id int);
SAVEPOINT inner_s;
CREATE TABLE c (id int);
RELEASE inner_s;
ROLLBACK TO s;
CREATE TABLE d (id int);
COMMENT ON TABLE d IS 'Tür';
GRANT SELECT (id) ON d TO pg_monitor;
COMMIT;
SELECT statements = (SELECT count(*) FROM schema_audit.ddl_statement s WHERE s.xid = t.xid AND s.incarnation = t.incarnation) AS statements,
       objects = (SELECT count(*) FROM schema_audit.ddl_object o WHERE o.xid = t.xid AND o.incarnation = t.incarnation) AS objects,
       length(leaves) / 8 = statements + objects AS leaves, length(root) AS root
  FROM schema_audit.ddl_transaction t WHERE xid = :'t';
-- A transaction that was rolled back leaves nothing, nor does one without DDL.
SELECT count(*) AS seals FROM schema_audit.ddl_transaction \gset
BEGIN; CREATE TABLE e (id int); ROLLBACK;
SELECT count(*) - :seals AS more FROM schema_audit.ddl_transaction;

-- Blocks.
SELECT wait_for_block(:'t');
SELECT algorithm, length(root) AS root, length(hash) AS hash, transactions > 0 AS transactions, rows >= transactions AS rows,
       first_xid <= :'t' AND end_xid > :'t' AS covers
  FROM schema_audit.ddl_block WHERE incarnation = schema_audit.incarnation() AND end_xid > :'t' ORDER BY number LIMIT 1;
SELECT count(*) FROM findings WHERE status = 'failed';
-- What the current transaction has written is not sealed yet, and no finding.
BEGIN; CREATE TABLE f (id int); SELECT count(*) FROM findings WHERE status = 'failed'; ROLLBACK;

-- Another block.
CREATE TABLE g (id int);
SELECT xid AS t FROM schema_audit.ddl_log WHERE object_identity = 'seal.g' AND role = 'target' \gset
SELECT wait_for_block(:'t');
SELECT number AS block FROM schema_audit.ddl_block WHERE incarnation = schema_audit.incarnation() AND first_xid <= :'t' AND end_xid > :'t' \gset
SELECT number - lag(number) OVER w AS step, previous = lag(hash) OVER w AS chained, first_xid = lag(end_xid) OVER w AS seamless
  FROM schema_audit.ddl_block WHERE incarnation = schema_audit.incarnation() WINDOW w AS (ORDER BY number)
 ORDER BY number DESC LIMIT 1;

-- Somebody who may do everything changes the log.
\set begin 'BEGIN; SET LOCAL schema_audit.allow_log_changes = on;'
-- an altered row
:begin
UPDATE schema_audit.ddl_statement SET session_role = 'nobody' WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- two of them: the first one is named
:begin
UPDATE schema_audit.ddl_statement SET session_role = 'nobody'
 WHERE xid = (SELECT max(xid) FROM schema_audit.ddl_log WHERE object_identity = 'seal.d') AND command_tag = 'COMMENT';
DELETE FROM schema_audit.ddl_object WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- by a microsecond
:begin
UPDATE schema_audit.ddl_statement SET logged_at = logged_at + interval '1 microsecond' WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- NULL is not the empty string
:begin
UPDATE schema_audit.ddl_statement SET reason = '' WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- each column in turn
CREATE PROCEDURE alter_columns(t xid8, block int8) LANGUAGE plpgsql AS $$
DECLARE
  c record;
  unnoticed text := '';
  altered int := 0;
BEGIN
  PERFORM set_config('schema_audit.allow_log_changes', 'on', true);
  FOR c IN SELECT attrelid::regclass::text AS name, quote_ident(attname) AS attribute, atttypid::regtype::text AS type
             FROM pg_attribute
            WHERE attrelid IN ('schema_audit.ddl_statement'::regclass, 'schema_audit.ddl_object'::regclass,
                               'schema_audit.ddl_transaction'::regclass, 'schema_audit.ddl_block'::regclass)
              AND attnum > 0 AND attname NOT LIKE 'pruned%' ORDER BY attrelid, attnum LOOP
    BEGIN
      EXECUTE format('UPDATE %s SET %s = %s WHERE %s', c.name, c.attribute, replace(CASE c.type
        WHEN 'text' THEN 'coalesce(@ || ''x'', ''x'')' WHEN 'bytea' THEN 'coalesce(@ || ''\x00'', ''\x00'')'
        WHEN 'boolean' THEN 'coalesce(NOT @, true)' WHEN 'uuid' THEN 'gen_random_uuid()' WHEN 'text[]' THEN 'array_append(@, NULL)'
        WHEN 'timestamp with time zone' THEN '@ + interval ''1 day''' WHEN 'xid8' THEN '(@::text::int8 + 1000000)::text::xid8'
        WHEN 'oid' THEN 'coalesce((@::int8 + 1)::oid, 1)' ELSE 'coalesce(@ + 1000000, 1)' END, '@', c.attribute),
        CASE c.name WHEN 'schema_audit.ddl_block' THEN format('number = %s AND incarnation = schema_audit.incarnation()', block)
                    ELSE format('xid = %L', t) END);
      altered := altered + 1;
      IF NOT EXISTS (SELECT FROM findings WHERE status = 'failed') THEN unnoticed := unnoticed || ' ' || c.attribute; END IF;
      RAISE EXCEPTION USING ERRCODE = 'ZZ000';
    EXCEPTION WHEN SQLSTATE 'ZZ000' THEN NULL;
    END;
  END LOOP;
  RAISE WARNING '% columns altered, unnoticed:%', altered, unnoticed;
END $$;
BEGIN;
CALL alter_columns(:'t', :block);
ROLLBACK;
-- an altered array
:begin
UPDATE schema_audit.ddl_object SET address_names = '{seal,h}' WHERE xid = :'t' AND role = 'target';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- a missing row
:begin
DELETE FROM schema_audit.ddl_object WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- a missing row in the middle
:begin
DELETE FROM schema_audit.ddl_statement WHERE xid = (SELECT max(xid) FROM schema_audit.ddl_log WHERE object_identity = 'seal.d')
   AND command_tag = 'COMMENT';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- a surplus row
:begin
INSERT INTO schema_audit.ddl_object (incarnation, xid, number, statement, role, command_tag, address_names, address_args, class_id, object_id, sub_id)
SELECT incarnation, xid, number + 100, statement, role, command_tag, address_names, address_args, class_id, object_id, sub_id
  FROM schema_audit.ddl_object WHERE xid = :'t' AND role = 'target';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- a whole transaction, with and without its seal
:begin
DELETE FROM schema_audit.ddl_object WHERE xid = :'t';
DELETE FROM schema_audit.ddl_statement WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
DELETE FROM schema_audit.ddl_transaction WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- rows whose seal was removed
:begin
DELETE FROM schema_audit.ddl_transaction WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- an altered root
:begin
UPDATE schema_audit.ddl_transaction SET root = sha256('x') WHERE xid = :'t';
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- a block
:begin
UPDATE schema_audit.ddl_block SET sealed_at = sealed_at - interval '1 day' WHERE number = :block AND incarnation = schema_audit.incarnation();
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- a cut chain
:begin
UPDATE schema_audit.ddl_block SET hash = sha256('x') WHERE number = :block - 1 AND incarnation = schema_audit.incarnation();
SELECT * FROM findings WHERE status = 'failed';
ROLLBACK;
-- a block that is gone
:begin
DELETE FROM schema_audit.ddl_block WHERE number = :block - 1 AND incarnation = schema_audit.incarnation();
SELECT * FROM findings WHERE status = 'failed' AND detail LIKE '%missing%';
ROLLBACK;
-- Nothing of that was committed.
SELECT * FROM findings WHERE status = 'failed';
-- From one block on.
SELECT "check", status FROM schema_verify(:block) WHERE "check" IN ('blocks', 'transactions');

-- Health.
:begin
SET LOCAL schema_audit.enabled = off;
SET LOCAL schema_audit.on_failure = warning;
SELECT * FROM schema_verify() WHERE "check" = 'settings' AND detail NOT LIKE '%allow_log_changes%';
ALTER EVENT TRIGGER schema_audit_sql_drop DISABLE;
ALTER EVENT TRIGGER schema_audit_table_rewrite ENABLE;
ALTER EVENT TRIGGER schema_audit_ddl_command_start DISABLE;
SELECT * FROM schema_verify() WHERE "check" = 'event triggers';
ROLLBACK;
:begin
GRANT INSERT, UPDATE ON schema_audit.ddl_block TO pg_monitor;
SELECT * FROM schema_verify() WHERE "check" = 'log tables';
ROLLBACK;
-- Triggers that protect the log, and functions that are no longer the extension's.
:begin
DROP TRIGGER schema_audit_guard_report ON schema_audit.ddl_object;
ALTER TABLE schema_audit.ddl_block DISABLE TRIGGER schema_audit_guard_rows;
SELECT * FROM schema_verify() WHERE "check" = 'guards';
CREATE OR REPLACE FUNCTION schema_audit.guard_log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
SELECT status, count(*) FROM schema_verify() WHERE "check" = 'guards' GROUP BY 1;
CREATE OR REPLACE FUNCTION schema_audit.on_sql_drop() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
SELECT * FROM schema_verify() WHERE "check" = 'event triggers';
ROLLBACK;
SELECT * FROM schema_verify() WHERE "check" IN ('guards', 'event triggers');
-- Signs of a managed service.
BEGIN;
CREATE ROLE rds_superuser;
SELECT * FROM schema_verify() WHERE "check" = 'managed service';
ROLLBACK;
BEGIN;
CREATE ROLE regress_sa_verify;
ALTER ROLE regress_sa_verify SET schema_audit.enabled = off;
SELECT * FROM schema_verify() WHERE "check" = 'settings of others';
SET LOCAL ROLE regress_sa_verify;
SELECT count(*) FROM public.schema_verify();
ROLLBACK;
BEGIN;
CREATE ROLE regress_sa_verify IN ROLE pg_monitor;
SET LOCAL ROLE regress_sa_verify;
SELECT count(*) > 5 AS monitor_may_verify FROM public.schema_verify();
SELECT schema_audit.seal();
ROLLBACK;
BEGIN READ ONLY;
SELECT count(*) FROM findings WHERE status = 'failed';
SELECT schema_audit.seal();
ROLLBACK;

-- Retention: whole blocks, oldest first; the chain stays.
SELECT schema_audit.prune_log('-infinity');
CREATE TABLE h (id int);
SELECT clock_timestamp() AS now \gset
CREATE TABLE i (id int);
SELECT xid AS t FROM schema_audit.ddl_log WHERE object_identity = 'seal.i' AND role = 'target' \gset
SELECT wait_for_block(:'t');
SELECT schema_audit.prune_log(:'now') > 0 AS pruned;
SELECT s.command_tag, s.statement LIKE 'SELECT schema_audit.prune_log%' AS statement, o.object_identity,
       regexp_replace(regexp_replace(o.subcommand, ' OF [0-9a-f-]+', ' OF X'), '[0-9]+', 'N', 'g') AS subcommand
  FROM schema_audit.ddl_statement s JOIN schema_audit.ddl_object o ON o.xid = s.xid AND o.incarnation = s.incarnation AND o.statement = s.number
 WHERE s.command_tag = 'PRUNE LOG' AND o.subcommand LIKE '%' || schema_audit.incarnation() || '%';
SELECT count(*) FROM schema_audit.ddl_log WHERE object_identity = 'seal.g' AND role = 'target';
SELECT count(*) FROM schema_audit.ddl_log WHERE object_identity = 'seal.i' AND role = 'target';
SELECT count(*) FILTER (WHERE pruned_at IS NOT NULL) > 0 AS pruned, count(*) FILTER (WHERE pruned_at IS NULL) > 0 AS kept,
       bool_and(pruned_by = session_user) AS by FROM schema_audit.ddl_block WHERE incarnation = schema_audit.incarnation();
SELECT "check", status FROM findings WHERE status <> 'ok' AND "check" <> 'history';

-- What no block covers stays, whatever is asked: what was committed after the last block, here what this transaction holds up; and
-- rows that came from elsewhere without their blocks.
BEGIN;
CREATE TABLE j (id int);
SELECT schema_audit.prune_log('infinity') >= 0 AS pruned;
SELECT count(*) FROM schema_audit.ddl_log WHERE object_identity = 'seal.j' AND role = 'target';
COMMIT;
:begin
CREATE TEMP TABLE elsewhere AS SELECT * FROM schema_audit.ddl_statement WHERE statement = 'CREATE TABLE j (id int)';
UPDATE elsewhere SET incarnation = '00000000-0000-0000-0000-000000000001';
INSERT INTO schema_audit.ddl_statement SELECT * FROM elsewhere;
SELECT schema_audit.prune_log('infinity') >= 0 AS pruned;
SELECT count(*) FROM schema_audit.ddl_statement WHERE incarnation = '00000000-0000-0000-0000-000000000001';
ROLLBACK;

DROP SCHEMA seal CASCADE;
