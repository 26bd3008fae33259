-- Roles and memberships, for which the server calls no event trigger.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
SELECT pg_current_xact_id() AS start \gset

CREATE ROLE regress_hook_a LOGIN CREATEDB PASSWORD 'secret' VALID UNTIL '2030-01-01';
CREATE ROLE regress_hook_b;
CREATE ROLE regress_hook_c IN ROLE regress_hook_b ROLE regress_hook_a;
CREATE GROUP regress_hook_d;
ALTER ROLE regress_hook_a NOCREATEDB BYPASSRLS CONNECTION LIMIT 3;
ALTER ROLE regress_hook_a RENAME TO "regress_hook A";
ALTER GROUP regress_hook_d ADD USER regress_hook_b;
ALTER GROUP regress_hook_d DROP USER regress_hook_b;
ALTER ROLE regress_hook_b SET work_mem = '4MB';
ALTER ROLE regress_hook_b RESET ALL;
GRANT regress_hook_b, regress_hook_d TO "regress_hook A" WITH ADMIN OPTION;
REVOKE ADMIN OPTION FOR regress_hook_b FROM "regress_hook A";
COMMENT ON ROLE regress_hook_b IS 'a role';
-- Nothing happens: nothing is recorded.
DROP ROLE IF EXISTS regress_hook_none;
BEGIN;
CREATE ROLE regress_hook_gone;
ROLLBACK;
CREATE ROLE regress_hook_b;
-- From a function, and as another role.
DO $$BEGIN CREATE ROLE regress_hook_e; END$$;
DROP ROLE regress_hook_e, regress_hook_d;
DROP ROLE regress_hook_c;

SELECT o.command_tag, o.role, o.object_type, o.object_identity, o.subcommand, o.privileges, o.grantees, o.old_identity, o.original
  FROM schema_audit.ddl_object AS o WHERE o.xid > :'start' ORDER BY o.xid, o.number;
SELECT command_tag, captured_by, top_level, statement_redacted, statement
  FROM schema_audit.ddl_statement WHERE xid > :'start' ORDER BY xid, number;
-- The objects are known by OID too.
SELECT count(*) FROM schema_audit.ddl_object AS o JOIN pg_catalog.pg_authid AS r ON r.oid = o.object_id
 WHERE o.class_id = 'pg_catalog.pg_authid'::regclass AND r.rolname = 'regress_hook A' AND o.command_tag = 'CREATE ROLE' AND o.role = 'target' AND o.xid > :'start';

DROP ROLE "regress_hook A", regress_hook_b;
