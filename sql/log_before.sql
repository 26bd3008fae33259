-- What an object was before a command: its owner and its privileges.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
SELECT pg_current_xact_id() AS start \gset
CREATE ROLE regress_before_one;
CREATE ROLE regress_before_two;
CREATE SCHEMA log_before;
SET search_path = log_before;
CREATE TABLE t (id int, name text);
CREATE VIEW v AS SELECT id FROM t;
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE e AS ENUM ('a');

-- Owners.
ALTER TABLE t OWNER TO regress_before_one;
BEGIN;
ALTER TABLE t OWNER TO regress_before_two;
ALTER TABLE t OWNER TO regress_before_one;
COMMIT;
ALTER VIEW v OWNER TO regress_before_one;
ALTER SEQUENCE s OWNER TO regress_before_one;
ALTER FUNCTION f() OWNER TO regress_before_one;
ALTER TYPE e OWNER TO regress_before_one;
ALTER SCHEMA log_before OWNER TO regress_before_one;
DO $$BEGIN ALTER TABLE t OWNER TO regress_before_two; ALTER TABLE t OWNER TO regress_before_one; END$$;

-- Privileges.
GRANT SELECT ON t TO regress_before_two;
GRANT UPDATE (name) ON t TO regress_before_two;
BEGIN;
GRANT INSERT ON t TO PUBLIC;
REVOKE INSERT ON t FROM PUBLIC;
COMMIT;
REVOKE UPDATE (name) ON t FROM regress_before_two;
GRANT EXECUTE ON FUNCTION f() TO regress_before_two;
GRANT USAGE ON SCHEMA log_before TO regress_before_two;
GRANT SELECT ON ALL TABLES IN SCHEMA log_before TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE regress_before_one GRANT SELECT ON TABLES TO regress_before_two;
ALTER DEFAULT PRIVILEGES FOR ROLE regress_before_one REVOKE SELECT ON TABLES FROM regress_before_two;

-- A privilege more since 17.
SELECT command, object_identity, subcommand, privileges, old_owner, replace(old_privileges::text, 'Dxtm/', 'Dxt/') AS old_privileges
  FROM schema_audit.ddl_log WHERE xid > :'start' AND (old_owner IS NOT NULL OR old_privileges IS NOT NULL) ORDER BY xid, number;

-- DROP OWNED takes a role out of policies, which the server lists nowhere.
CREATE ROLE regress_before_three;
CREATE POLICY p ON t TO regress_before_one, regress_before_three;
SELECT pg_current_xact_id() AS owned \gset
DROP OWNED BY regress_before_three;
SELECT command, role, object_identity FROM schema_audit.ddl_log WHERE xid > :'owned' ORDER BY xid, number;
DROP ROLE regress_before_three;

RESET search_path;
DROP SCHEMA log_before CASCADE;
DROP OWNED BY regress_before_one, regress_before_two;
DROP ROLE regress_before_one, regress_before_two;
