-- Who, as the server knows it: OIDs, kind of process, duration, and the functions that ran a statement.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_attribution;
SET search_path = log_attribution;
CREATE ROLE regress_sa_caller;
CREATE ROLE regress_sa_definer;
GRANT ALL ON SCHEMA log_attribution TO regress_sa_caller, regress_sa_definer;
CREATE FUNCTION make(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log_attribution, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (id int)', name);
END $$;
ALTER FUNCTION make(text) OWNER TO regress_sa_definer;
SELECT pg_current_xact_id() AS start \gset

SET ROLE regress_sa_caller;
SELECT make('by_function');
RESET ROLE;
SELECT command, object_identity, s.session_role_oid = session_user::regrole AS session,
       s.outer_role_oid::regrole AS outer_role, s.effective_role_oid::regrole AS effective_role, l.client_dn, l.backend_type,
       l.duration_us >= 0 AS timed, l.captured_by
  FROM schema_audit.ddl_log l JOIN schema_audit.ddl_statement s ON s.xid = l.xid AND s.number = l.statement_number
 WHERE l.xid > :'start' AND role = 'target' ORDER BY l.xid, l.number;

-- The stack has functions, not the text of statements or data, whatever they look like.
SELECT pg_current_xact_id() AS start \gset
CREATE TABLE sent (id int);
SELECT make('by_select');
DO $$ BEGIN PERFORM make('by_do'); END $$;
CREATE FUNCTION "odd
SQL function ""x""(a text)"() RETURNS void LANGUAGE sql AS 'SELECT make(''canary_argument'')';
SELECT "odd
SQL function ""x""(a text)"();
CREATE FUNCTION on_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM make('by_trigger'); RETURN new; END $$;
CREATE TRIGGER t BEFORE INSERT ON sent FOR EACH ROW EXECUTE FUNCTION on_row();
COPY sent FROM stdin;
1234567
\.
DO $do$ BEGIN EXECUTE $e$DO $i$ DECLARE x text := make('by_assignment')::text || 'canary_text'; BEGIN END $i$$e$; END $do$;
CREATE FUNCTION deep(n int) RETURNS void LANGUAGE plpgsql AS
  $$ BEGIN IF n = 0 THEN PERFORM make('by_deep'); ELSE PERFORM deep(n - 1); END IF; END $$;
SELECT deep(60);
\pset format unaligned
SELECT object_identity, top_level, CASE WHEN object_identity ~ 'by_deep'
       THEN array_length(string_to_array(call_stack, E'\n'), 1) || ' lines, ' || right(call_stack, 11) ELSE call_stack END AS call_stack
  FROM schema_audit.ddl_log WHERE xid > :'start' AND role = 'target' AND object_type = 'table' ORDER BY xid, number;
\pset format aligned
SELECT count(*) AS leaks FROM schema_audit.ddl_statement
 WHERE xid > :'start' AND (call_stack ~ 'canary|CREATE TABLE|1234567|SELECT' OR top_level AND call_stack IS NOT NULL);

DROP SCHEMA log_attribution CASCADE;
DROP ROLE regress_sa_caller, regress_sa_definer;
