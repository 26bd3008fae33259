-- The role that schema-audit logs in as, with no more than it needs.
--
-- usage, as a superuser, once for each database:
--   psql --dbname shop --set role=schema_audit_collector --file reader_role.sql
--
-- It may connect to this database and read what pg_monitor may: all settings and statistics, and the log of the
-- extension schema_audit, which it may have sealed. It reads no table of yours. Give it a password with \password, or let it log in by a
-- certificate. Without the extension, GRANT CONNECT alone is enough: REVOKE pg_monitor from it.
\set ON_ERROR_STOP on

SELECT pg_catalog.format('CREATE ROLE %I LOGIN', :'role')
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = :'role') \gexec

ALTER ROLE :"role" LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 5;
SELECT pg_catalog.format('GRANT CONNECT ON DATABASE %I TO %I', pg_catalog.current_database(), :'role') \gexec
GRANT pg_monitor TO :"role";
SELECT pg_catalog.format('GRANT EXECUTE ON FUNCTION schema_audit.seal() TO %I', :'role')
WHERE pg_catalog.to_regprocedure('schema_audit.seal()') IS NOT NULL \gexec
