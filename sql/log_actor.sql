-- Who: session, outer and effective role, superuser, and what the application claims.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_actor;
SET search_path = log_actor;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT object_identity, session_role = session_user AS session, outer_role, effective_role, superuser, actor, actor_trust, reason, application_name, client_addr, replication_role FROM schema_audit.ddl_log WHERE xid > :''start'' AND role = ''target'' ORDER BY xid, number;'
CREATE ROLE regress_sa_deploy;
CREATE ROLE regress_sa_owner;
GRANT ALL ON SCHEMA log_actor TO regress_sa_deploy, regress_sa_owner;
SET application_name = 'release 4.2';
SELECT pg_current_xact_id() AS start \gset

SET ROLE regress_sa_deploy;
CREATE TABLE by_set_role (id int);
RESET ROLE;

CREATE FUNCTION create_as_owner() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log_actor, pg_temp
    AS 'BEGIN CREATE TABLE by_definer (id int); END';
ALTER FUNCTION create_as_owner() OWNER TO regress_sa_owner;
SET ROLE regress_sa_deploy;
SELECT create_as_owner();
RESET ROLE;

BEGIN;
SET LOCAL schema_audit.actor = 'maria@example.com';
SET LOCAL schema_audit.reason = 'OPS-17: "why"';
SET LOCAL ROLE regress_sa_deploy;
CREATE TABLE by_actor (id int);
COMMIT;
CREATE TABLE after_actor (id int);
-- A plain SET stays: whoever gets this connection next from a pooler acts under the same name, as a claim.
SET schema_audit.actor = 'left behind';
SET schema_audit.reason = 'OPS-18';
BEGIN;
CREATE TABLE by_next_client (id int);
COMMIT;
DISCARD ALL;
SET client_min_messages = warning;
SET search_path = log_actor;
SET application_name = 'release 4.2';
CREATE TABLE after_discard (id int);
SET session_replication_role = replica;
CREATE TABLE as_replica (id int);
RESET session_replication_role;
SET application_name = '';
CREATE TABLE by_nobody (id int);
:log

-- Session facts.
SELECT DISTINCT s.backend_pid = pg_backend_pid() AS pid, s.backend_start = a.backend_start AS start,
       s.authenticated_identity, s.client_port, s.xid = o.xid AS xid,
       s.statement_at BETWEEN s.transaction_at AND s.logged_at AS times
  FROM schema_audit.ddl_statement s JOIN schema_audit.ddl_object o ON o.xid = s.xid AND o.statement = s.number
  JOIN pg_stat_activity a ON a.pid = pg_backend_pid()
 WHERE s.xid > :'start';

-- SET SESSION AUTHORIZATION is what session_user says.
SELECT pg_current_xact_id() AS start \gset
SET SESSION AUTHORIZATION regress_sa_deploy;
CREATE TABLE by_authorization (id int);
RESET SESSION AUTHORIZATION;
SELECT session_role, outer_role, effective_role, superuser FROM schema_audit.ddl_log WHERE xid > :'start' AND role = 'target';

-- Settings: anybody claims an actor, only superusers switch the log off, nobody invents a setting.
SET ROLE regress_sa_deploy;
SET schema_audit.actor = 'somebody';
SET schema_audit.enabled = off;
SET schema_audit.max_statement_length = 1000;
SET schema_audit.nonsense = 1;
RESET ROLE;
RESET schema_audit.actor;
SELECT pg_current_xact_id() AS start \gset
SET schema_audit.enabled = off;
CREATE TABLE unseen (id int);
RESET schema_audit.enabled;
CREATE TABLE seen_again (id int);
SELECT object_identity FROM schema_audit.ddl_log WHERE xid > :'start' ORDER BY number;

DROP SCHEMA log_actor CASCADE;
DROP ROLE regress_sa_deploy, regress_sa_owner;
