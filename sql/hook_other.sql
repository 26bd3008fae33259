-- Commands that change objects in passing, and that no event trigger is called for.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
SELECT pg_current_xact_id() AS start \gset
CREATE SCHEMA hook_other;
SET search_path = hook_other;
CREATE ROLE regress_hook_one;
CREATE ROLE regress_hook_two;
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (a_id int REFERENCES a);
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER TABLE a OWNER TO regress_hook_one;
ALTER FUNCTION f() OWNER TO regress_hook_one;
CREATE TEMPORARY TABLE t (id int);
CREATE MATERIALIZED VIEW before AS SELECT 1 AS one;
SELECT pg_current_xact_id() AS start \gset

-- EXPLAIN ANALYZE really creates it; plans look different on each version.
\o /dev/null
EXPLAIN ANALYZE CREATE TABLE explained AS SELECT 1 AS one;
EXPLAIN ANALYZE CREATE MATERIALIZED VIEW explained_view AS SELECT 1 AS one;
EXPLAIN ANALYZE CREATE TABLE IF NOT EXISTS explained AS SELECT 1 AS one;
EXPLAIN CREATE TABLE never AS SELECT 1 AS one;
PREPARE q AS SELECT 1 AS one;
EXPLAIN ANALYZE CREATE TABLE prepared AS EXECUTE q;
\o
-- What EXECUTE creates is an ordinary command.
CREATE TABLE executed AS EXECUTE q;

TRUNCATE a CASCADE;
TRUNCATE p;
TRUNCATE t;
REINDEX TABLE a;
REINDEX INDEX a_pkey;
REINDEX SCHEMA hook_other;
REINDEX INDEX CONCURRENTLY a_pkey;
CLUSTER a USING a_pkey;
REASSIGN OWNED BY regress_hook_one TO regress_hook_two;

SELECT s.captured_by, s.command_tag, o.command_tag AS command, o.role, o.object_type, o.object_identity, o.subcommand, o.old_owner
  FROM schema_audit.ddl_object AS o JOIN schema_audit.ddl_statement AS s ON s.xid = o.xid AND s.number = o.statement
 WHERE o.xid > :'start' AND s.command_tag <> 'REINDEX' ORDER BY o.xid, o.number;
-- Before 17 the record names what was asked for, since then each index.
SELECT s.statement FROM schema_audit.ddl_statement AS s
 WHERE s.xid > :'start' AND s.command_tag = 'REINDEX' AND EXISTS (SELECT FROM schema_audit.ddl_object AS o
         WHERE o.xid = s.xid AND o.statement = s.number AND o.role = 'target' AND o.object_identity ~ '^hook_other')
 ORDER BY s.xid, s.number;

RESET search_path;
DROP SCHEMA hook_other CASCADE;
DROP ROLE regress_hook_one, regress_hook_two;
