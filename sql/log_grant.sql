-- GRANT, REVOKE and default privileges: objects, grantees and privileges.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_grant;
SET search_path = log_grant;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

\set log 'SELECT command, subcommand, object_type, object_identity, privileges, grantees FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'
CREATE ROLE regress_sa_one;
CREATE ROLE "regress_sa two";
CREATE TABLE t (id int, secret text);
CREATE TABLE u (id int);
CREATE SEQUENCE s;
CREATE VIEW v AS SELECT id FROM t;
CREATE TYPE mood AS ENUM ('good');
CREATE FUNCTION f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';

SELECT pg_current_xact_id() AS start \gset
GRANT SELECT, INSERT ON t, u TO regress_sa_one, "regress_sa two";
GRANT SELECT (id, secret), UPDATE (id) ON t TO regress_sa_one;
GRANT ALL ON v TO PUBLIC;
GRANT USAGE ON SEQUENCE s TO regress_sa_one WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION f TO regress_sa_one;
GRANT EXECUTE ON PROCEDURE p TO regress_sa_one;
GRANT USAGE ON TYPE mood TO regress_sa_one;
GRANT USAGE, CREATE ON SCHEMA log_grant TO regress_sa_one;
GRANT SELECT ON ALL TABLES IN SCHEMA log_grant TO "regress_sa two";
REVOKE GRANT OPTION FOR USAGE ON SEQUENCE s FROM regress_sa_one;
REVOKE ALL ON t FROM regress_sa_one CASCADE;
GRANT USAGE ON LANGUAGE plpgsql TO regress_sa_one;
REVOKE USAGE ON LANGUAGE plpgsql FROM regress_sa_one;
-- Roles have no event triggers.
GRANT regress_sa_one TO "regress_sa two";
ALTER DEFAULT PRIVILEGES IN SCHEMA log_grant GRANT SELECT, INSERT ON TABLES TO regress_sa_one, PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE regress_sa_one, "regress_sa two" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA log_grant REVOKE ALL ON TABLES FROM regress_sa_one, PUBLIC;
:log

ALTER DEFAULT PRIVILEGES FOR ROLE regress_sa_one, "regress_sa two" GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
DROP SCHEMA log_grant CASCADE;
DROP ROLE regress_sa_one, "regress_sa two";
