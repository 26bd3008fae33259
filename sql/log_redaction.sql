-- Secrets never enter the log, everything around them does.
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_redaction;
SET search_path = log_redaction;
\pset format unaligned
\set log 'SELECT DISTINCT ON (xid, statement_number) statement_command, statement_redacted, statement FROM schema_audit.ddl_log WHERE xid > :''start'' AND statement_command !~ ''ROLE'' ORDER BY xid, statement_number, number;'
SELECT pg_current_xact_id() AS start \gset
-- Foreign data.
CREATE FOREIGN DATA WRAPPER regress_sa_wrapper OPTIONS (api_token 'canary1', region 'eu');
CREATE SERVER regress_sa_server FOREIGN DATA WRAPPER regress_sa_wrapper OPTIONS (host 'h', "Pass""word" E'can\'ary1', dbname 'd', fallback 'postgres://me:canary1@h');
ALTER SERVER regress_sa_server OPTIONS (SET "Pass""word" $$canary1$$ /* new */, ADD u&"\0070wd" U&'!0063anary1' UESCAPE '!', DROP host);
CREATE USER MAPPING FOR CURRENT_USER SERVER regress_sa_server OPTIONS (user 'me', password 'can' -- joined
  'ary1', "select" $tag$canary1$$ $tag$, other U&'\0063anary1', "q""q" 'can''ary1');
ALTER USER MAPPING FOR CURRENT_USER SERVER regress_sa_server OPTIONS (SET password /* ' */ 'canary1');
CREATE FOREIGN TABLE ft (id int OPTIONS (key 'canary1', place '1')) SERVER regress_sa_server OPTIONS (secret_key 'canary1', path '/x');
ALTER FOREIGN TABLE ft OPTIONS (SET secret_key 'canary1'), ALTER id OPTIONS (SET key 'canary1'), ADD b int OPTIONS (token 'canary1');
-- Subscriptions.
CREATE SUBSCRIPTION connection CONNECTION 'host=/nowhere password=canary1' PUBLICATION p WITH (connect = false, slot_name = NONE);
ALTER SUBSCRIPTION connection CONNECTION /* CONNECTION '' */ $$postgresql://me:canary1@/nowhere$$;
ALTER SUBSCRIPTION connection CONNECTION 'host=/nowhere dbname=d';
DROP SUBSCRIPTION connection;
-- The secret of another statement of the same string.
CREATE ROLE regress_sa_secret PASSWORD 'canary1'\; CREATE TABLE t (id int)\; ALTER ROLE regress_sa_secret PASSWORD 'canary1' /* it''s; */ \; COMMENT ON TABLE t IS 'x'\; ALTER ROLE regress_sa_secret SET my.secret = 'canary1'\; -- end
;
-- In a DO block: each statement for itself, and the text of the block is nowhere.
DO $do$ BEGIN
  PERFORM 'canary1';
  EXECUTE $e$ALTER USER MAPPING FOR CURRENT_USER SERVER regress_sa_server OPTIONS (SET password 'canary1')$e$;
  EXECUTE format('ALTER SERVER regress_sa_server OPTIONS (ADD token %L, ADD place %L)', 'canary1', 'visible');
END $do$;
-- Settings of functions.
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET my.api_key = 'canary1' SET search_path = pg_catalog, pg_temp AS 'SELECT 1';
ALTER FUNCTION f() SET my.secret TO canary1 SET work_mem = 1000 COST 7;
-- A string that ends in two ways is dropped with its statement, as it could be read either way.
ALTER USER MAPPING FOR CURRENT_USER SERVER regress_sa_server OPTIONS (SET password 'canary1\', ADD z '/* canary1');
-- 19 has no other strings than the standard's.
SELECT current_setting('server_version_num')::int < 190000 AS has_others \gset
\if :has_others
SET standard_conforming_strings = off;
SET escape_string_warning = off;
ALTER USER MAPPING FOR CURRENT_USER SERVER regress_sa_server OPTIONS (SET password 'can\nary1');
SELECT $$ALTER USER MAPPING FOR CURRENT_USER SERVER regress_sa_server OPTIONS (SET password 'can$$ || chr(92) || $$'ary1')$$ \gexec
RESET standard_conforming_strings;
RESET escape_string_warning;
\endif
:log
DROP FOREIGN DATA WRAPPER regress_sa_wrapper CASCADE;

DROP ROLE regress_sa_secret;
-- No text column of any table of the log holds any of them.
SELECT count(*) AS leaks FROM (SELECT s::text AS row FROM schema_audit.ddl_statement s UNION ALL SELECT o::text FROM schema_audit.ddl_object o
                               UNION ALL SELECT a::text FROM schema_audit.ddl_attempt a) AS rows
 WHERE row ~* 'can.{0,4}ary1';

-- Long texts are cut between characters, and keep length and hash of the whole.
SELECT pg_current_xact_id() AS start \gset
SET schema_audit.max_statement_length = 256;
SELECT format('COMMENT ON TABLE t IS %L', repeat('ü€', 400)) AS long \gset
:long;
CREATE TABLE short (id int);
RESET schema_audit.max_statement_length;
SELECT command_tag, left(statement, 24) AS beginning, right(statement, 30) AS ending, octet_length(statement) AS bytes, statement_length,
       statement_hash = sha256(convert_to(:'long', 'UTF8')) AS hash
  FROM schema_audit.ddl_statement WHERE xid > :'start' AND command_tag !~ 'SET' ORDER BY xid, number;
DROP SCHEMA log_redaction CASCADE;
