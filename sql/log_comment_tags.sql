-- The actor in a comment around the client's statement.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_comment_tags;
SET search_path = log_comment_tags;
SELECT pg_current_xact_id() AS start \gset
/*application:web,actor:maria*/ CREATE TABLE marginalia (id int);
CREATE TABLE sqlcommenter (id int) /*action='%2Fx',actor='maria%40x.org'*/;
CREATE TABLE behind (id int)\; /*actor='behind'*/;
CREATE TABLE several (id int)\; /*actor:second*/ CREATE TABLE second (id int)\; CREATE TABLE third (id int) /*user='third'*/\; /*user='last'*/;
CREATE TABLE prose (id int) /* the actor: maria */;
CREATE /*actor:middle*/ TABLE middle (id int);
CREATE TABLE quoted (id int, "/*actor:name*/" int DEFAULT length('/*actor:text*/'));
CREATE TABLE encoded (id int) /*actor='%FF%C3%BC'*/;
-- A statement's comments hold for what it runs; comments in the body of a function do not.
CREATE FUNCTION make() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE '/*actor:body*/ CREATE TABLE inner_one (id int)'; END $$;
SELECT make() /*actor='caller'*/;
DROP TABLE inner_one;
SELECT make();
DO $$ BEGIN CREATE TABLE by_do (id int); END $$ /*actor='do'*/;
SELECT 1\; SELECT log_comment_tags.make() /*actor:unknown*/ FROM pg_class WHERE false;
-- A setting goes before a comment.
BEGIN;
SET LOCAL schema_audit.actor = 'set';
CREATE TABLE both_ways (id int) /*actor='comment'*/;
COMMIT;
SELECT object_identity, actor, actor_trust FROM schema_audit.ddl_log
 WHERE xid > :'start' AND role = 'target' AND object_type = 'table' ORDER BY xid, number;
DROP SCHEMA log_comment_tags CASCADE;
