-- Tokens that prove the actor.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_token;
SET search_path = log_token;
CREATE ROLE regress_sa_app;
GRANT ALL ON SCHEMA log_token TO regress_sa_app;
SELECT pg_current_xact_id() AS start \gset
SELECT schema_audit.actor_token('maria@example.com');
SET schema_audit.actor_key = 'canary_key_of_32_bytes_0123456789';
SELECT schema_audit.actor_token('maria@example.com') AS token, schema_audit.actor_token('paul', '1 second') AS short,
       schema_audit.actor_token('olga', role => 'regress_sa_app') AS of_app \gset
SELECT :'token' ~ '^sa1\.[A-Za-z0-9_-]+\.\d+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$' AS form;
SELECT schema_audit.actor_token('');
SELECT schema_audit.actor_token('a', '0'), schema_audit.actor_token(NULL) IS NULL;
SELECT schema_audit.actor_token('a', '25 hours');
SELECT schema_audit.actor_token('a', '1 month');

SET schema_audit.actor = :'token';
CREATE TABLE verified (id int);
SET ROLE regress_sa_app;
CREATE TABLE verified_after_set_role (id int);
RESET ROLE;
-- Warned of once.
SET schema_audit.actor = :'of_app';
CREATE TABLE of_another_role (id int);
CREATE TABLE of_another_role_again (id int);
SET SESSION AUTHORIZATION regress_sa_app;
CREATE TABLE of_app (id int);
RESET SESSION AUTHORIZATION;
SET schema_audit.actor = :'token''x';
CREATE TABLE forged (id int);
SET schema_audit.actor = 'sa1.bWFyaWE.9999999999.cG9zdGdyZXM.dGVzdA.AAAA';
CREATE TABLE invented (id int);
SET schema_audit.actor = 'sa1.canary';
CREATE TABLE malformed (id int);
BEGIN;
SET LOCAL schema_audit.actor = :'short';
SELECT pg_sleep(2.1);
CREATE TABLE before_it_expired (id int);
COMMIT;
SET schema_audit.actor = :'short';
CREATE TABLE expired (id int);
RESET schema_audit.actor_key;
SET schema_audit.actor = :'token';
CREATE TABLE without_key (id int);
RESET schema_audit.actor;
SELECT object_identity, actor, actor_trust FROM schema_audit.ddl_log
 WHERE xid > :'start' AND role = 'target' AND object_type = 'table' ORDER BY xid, number;
-- The token itself may be good elsewhere: it is in no column.
SELECT count(*) AS leaks FROM schema_audit.ddl_statement s WHERE xid > :'start' AND s::text ~ 'sa1\.|canary';

-- The key shows nowhere, and only superusers set it, for the whole server or their session.
SET schema_audit.actor_key = 'canary_key_of_32_bytes_0123456789';
SHOW schema_audit.actor_key;
SELECT current_setting('schema_audit.actor_key'), (SELECT count(*) FROM pg_settings WHERE setting ~ 'canary' OR reset_val ~ 'canary') AS shown;
SET schema_audit.actor_key = 'canary';
ALTER ROLE regress_sa_app SET schema_audit.actor_key = 'canary_key_of_32_bytes_0123456789';
CREATE FUNCTION keeps() RETURNS void LANGUAGE sql SET schema_audit.actor_key = 'canary_key_of_32_bytes_0123456789' AS '';
GRANT pg_monitor TO regress_sa_app;
SET ROLE regress_sa_app;
SET schema_audit.actor_key = 'canary_key_of_32_bytes_0123456789';
SHOW schema_audit.actor_key;
SELECT schema_audit.actor_token('root');
RESET ROLE;
RESET schema_audit.actor_key;
DROP SCHEMA log_token CASCADE;
DROP ROLE regress_sa_app;
