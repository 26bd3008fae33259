-- The text: one statement of a string alone, with its comments, without secrets.
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_statement;
SET search_path = log_statement;
SELECT pg_current_xact_id() AS start \gset
\pset format unaligned
\set log 'SELECT DISTINCT ON (xid, statement_number) command, top_level, statement_redacted, statement FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, statement_number, number;'
SELECT pg_current_xact_id() AS start \gset
CREATE TABLE alone (id int) ;
-- One string of several statements.
CREATE ROLE regress_sa_secret\; CREATE TABLE first (id int)\; ALTER ROLE regress_sa_secret PASSWORD 'hunter2'\; /* route=/api; */ COMMENT ON TABLE first IS 'a; b'\; -- last ;
  DROP TABLE first /* after */;
-- Statements run by others.
DO $do$
BEGIN
  CREATE TABLE inner_one (id int);
  EXECUTE 'CREATE TABLE inner_two (id int); COMMENT ON TABLE inner_two IS ''x''';
END $do$;
PREPARE made AS SELECT 1 AS one;
CREATE TABLE prepared AS EXECUTE made;
CREATE FUNCTION twice() RETURNS void LANGUAGE plpgsql AS 'BEGIN CREATE TABLE again (id int); DROP TABLE again; END';
SELECT twice();
SELECT twice();
:log

-- The elements of CREATE SCHEMA are objects of one statement, with its text.
SELECT pg_current_xact_id() AS start \gset
CREATE SCHEMA log_statement_parts /* both */
  CREATE TABLE part (id int) CREATE VIEW part_view AS SELECT id FROM part;
SELECT command, role, object_identity, statement_number - min(statement_number) OVER () AS statement, top_level, statement FROM schema_audit.ddl_log WHERE xid > :'start' ORDER BY xid, number;
DROP SCHEMA log_statement_parts CASCADE;

-- Secrets are cut out, the rest stays.
SELECT pg_current_xact_id() AS start \gset
CREATE FOREIGN DATA WRAPPER regress_sa_wrapper OPTIONS (api_token 'hunter2', region 'eu');
CREATE SERVER regress_sa_server FOREIGN DATA WRAPPER regress_sa_wrapper OPTIONS (host 'h', "Password" E'hun\'ter2', dbname 'd');
ALTER SERVER regress_sa_server OPTIONS (SET "Password" 'hunter2' /* new */, ADD url 'https://me:hunter2@example.com', DROP host);
CREATE USER MAPPING FOR CURRENT_USER SERVER regress_sa_server OPTIONS (user 'me', password 'hunt' -- joined
  'er2', other U&'hunter2');
ALTER USER MAPPING FOR CURRENT_USER SERVER regress_sa_server OPTIONS (SET password 'hunter2');
CREATE FOREIGN TABLE ft (id int OPTIONS (key 'hunter2', place '1')) SERVER regress_sa_server OPTIONS (secret_key 'hunter2', path '/x');
ALTER FOREIGN TABLE ft OPTIONS (SET secret_key 'hunter2'), ALTER id OPTIONS (SET key 'hunter2');
CREATE SUBSCRIPTION regress_sa_sub CONNECTION 'host=/nowhere password=hunter2' PUBLICATION p WITH (connect = false, slot_name = NONE);
ALTER SUBSCRIPTION regress_sa_sub CONNECTION 'host=/nowhere dbname=d';
ALTER SUBSCRIPTION regress_sa_sub CONNECTION /* here */ 'postgresql://me:hunter2@/nowhere';
DROP SUBSCRIPTION regress_sa_sub;
DROP FOREIGN DATA WRAPPER regress_sa_wrapper CASCADE;
:log
SELECT count(*) AS leaks FROM schema_audit.ddl_statement WHERE statement ILIKE '%hunter%' OR statement ILIKE '%er2%';

-- Long texts are cut between characters.
SELECT pg_current_xact_id() AS start \gset
SET schema_audit.max_statement_length = 256;
SELECT format('COMMENT ON TABLE alone IS %L', repeat('ü', 400)) \gexec
RESET schema_audit.max_statement_length;
SELECT left(statement, 30) AS beginning, right(statement, 30) AS ending, octet_length(statement) AS bytes
  FROM schema_audit.ddl_log WHERE xid > :'start';

DROP ROLE regress_sa_secret;

DROP SCHEMA log_statement CASCADE;
