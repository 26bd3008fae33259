-- Ordinary roles neither read nor write the log; pg_monitor reads it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_privileges;
SET search_path = log_privileges;
SELECT pg_current_xact_id() AS start \gset
CREATE ROLE regress_sa_plain;
CREATE ROLE regress_sa_monitor IN ROLE pg_monitor;
GRANT ALL ON SCHEMA log_privileges TO regress_sa_plain;
SET ROLE regress_sa_plain;
-- The DDL of a role without any privilege on the log is recorded all the same.
CREATE TABLE t (id int);
SELECT count(*) FROM schema_audit.ddl_log;
INSERT INTO schema_audit.ddl_object DEFAULT VALUES;
DELETE FROM schema_audit.ddl_statement;
SELECT schema_audit.on_sql_drop();
ALTER EVENT TRIGGER schema_audit_sql_drop DISABLE;
RESET ROLE;
SET ROLE regress_sa_monitor;
SELECT effective_role, object_identity FROM schema_audit.ddl_log WHERE xid > :'start' AND command = 'CREATE TABLE';
SELECT count(*) > 0 FROM schema_audit.ddl_statement;
SELECT count(*) > 0 FROM schema_audit.ddl_object;
UPDATE schema_audit.ddl_statement SET statement = '';
INSERT INTO schema_audit.ddl_object DEFAULT VALUES;
TRUNCATE schema_audit.ddl_statement;
RESET ROLE;
SELECT schema_audit.on_ddl_command_end();
-- Nothing for everybody, and everything says what it is.
SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a
 WHERE c.relnamespace = 'schema_audit'::regnamespace AND a.grantee = 0;
SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'schema_audit'::regnamespace
   AND has_function_privilege('regress_sa_plain', p.oid, 'EXECUTE');
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'schema_audit'::regnamespace AND c.relname LIKE 'ddl\_%' AND c.relkind IN ('r', 'v')
   AND a.attnum > 0 AND col_description(c.oid, a.attnum) IS NULL;
SELECT evtname, evtevent, evtenabled FROM pg_event_trigger WHERE evtname LIKE 'schema_audit%' ORDER BY 1;
SELECT c.relname FROM pg_extension e, unnest(e.extconfig) r JOIN pg_class c ON c.oid = r
 WHERE e.extname = 'schema_audit' AND c.relname LIKE 'ddl%' ORDER BY 1;

DROP SCHEMA log_privileges CASCADE;
DROP ROLE regress_sa_plain, regress_sa_monitor;
