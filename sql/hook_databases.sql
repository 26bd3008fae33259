-- Databases, tablespaces, parameters of the server and event triggers.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
SELECT pg_current_xact_id() AS start \gset
CREATE ROLE regress_hook_owner;

CREATE DATABASE regress_hook_db TEMPLATE template0 CONNECTION LIMIT 5;
ALTER DATABASE regress_hook_db WITH ALLOW_CONNECTIONS false;
ALTER DATABASE regress_hook_db SET work_mem = '4MB';
ALTER DATABASE regress_hook_db RESET ALL;
ALTER ROLE regress_hook_owner IN DATABASE regress_hook_db SET work_mem = '5MB';
ALTER DATABASE regress_hook_db OWNER TO regress_hook_owner;
ALTER DATABASE regress_hook_db RENAME TO "regress_hook DB";
GRANT CONNECT, TEMPORARY ON DATABASE "regress_hook DB" TO regress_hook_owner WITH GRANT OPTION;
REVOKE ALL ON DATABASE "regress_hook DB" FROM PUBLIC;
COMMENT ON DATABASE "regress_hook DB" IS 'a database';
DROP DATABASE IF EXISTS regress_hook_none;
DROP DATABASE "regress_hook DB";

SET allow_in_place_tablespaces = on;
CREATE TABLESPACE regress_hook_space LOCATION '';
ALTER TABLESPACE regress_hook_space SET (random_page_cost = 2);
ALTER TABLESPACE regress_hook_space RENAME TO regress_hook_room;
ALTER TABLESPACE regress_hook_room OWNER TO regress_hook_owner;
GRANT CREATE ON TABLESPACE regress_hook_room TO PUBLIC;
COMMENT ON TABLESPACE regress_hook_room IS 'a tablespace';
DROP TABLESPACE regress_hook_room;

ALTER SYSTEM SET work_mem = '4MB';
ALTER SYSTEM RESET work_mem;
GRANT SET, ALTER SYSTEM ON PARAMETER work_mem TO regress_hook_owner;
REVOKE ALL ON PARAMETER work_mem FROM regress_hook_owner;
ALTER ROLE ALL SET work_mem = '4MB';
ALTER ROLE ALL RESET work_mem;

CREATE FUNCTION regress_hook_function() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER regress_hook_trigger ON ddl_command_end EXECUTE FUNCTION regress_hook_function();
ALTER EVENT TRIGGER regress_hook_trigger DISABLE;
ALTER EVENT TRIGGER regress_hook_trigger ENABLE ALWAYS;
ALTER EVENT TRIGGER regress_hook_trigger RENAME TO regress_hook_trigger2;
COMMENT ON EVENT TRIGGER regress_hook_trigger2 IS 'a trigger';
DROP EVENT TRIGGER regress_hook_trigger2;
CREATE EVENT TRIGGER regress_hook_trigger ON ddl_command_end EXECUTE FUNCTION regress_hook_function();
-- Taken along with its function.
DROP FUNCTION regress_hook_function() CASCADE;

SELECT s.captured_by, o.command_tag, o.role, o.object_type, o.object_identity, o.subcommand, o.privileges, o.grantees, o.old_identity
  FROM schema_audit.ddl_object AS o JOIN schema_audit.ddl_statement AS s ON s.xid = o.xid AND s.number = o.statement
 WHERE o.xid > :'start' ORDER BY o.xid, o.number;
SELECT o.command_tag, o.object_identity, o.old_owner, o.old_privileges
  FROM schema_audit.ddl_object AS o WHERE o.xid > :'start' AND (o.old_owner IS NOT NULL OR o.old_privileges IS NOT NULL)
 ORDER BY o.xid, o.number;

DROP ROLE regress_hook_owner;
