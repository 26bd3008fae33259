-- Who may do what, and that nobody gains anything through the functions.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE ROLE regress_sa_plain;
CREATE ROLE regress_sa_monitor IN ROLE pg_monitor;
CREATE ROLE regress_sa_taker IN ROLE pg_monitor;
GRANT EXECUTE ON FUNCTION schema_snapshot(text) TO regress_sa_taker;
CREATE SCHEMA hostile;
GRANT ALL ON SCHEMA hostile TO regress_sa_plain, regress_sa_monitor, regress_sa_taker;
CREATE TABLE hostile.secret (id int);
SELECT schema_snapshot();
SELECT proname, pronargs, proacl FROM pg_proc WHERE proname ~ '^schema_' AND pronamespace = 'public'::regnamespace
 ORDER BY 1, 2;
SELECT relname, replace(relacl::text, 'Dxtm/', 'Dxt/') AS relacl FROM pg_class WHERE relnamespace = 'schema_audit'::regnamespace AND relkind IN ('r', 'v')
 AND relname ~ '^(snapshot|object)' ORDER BY 1;
SELECT proname, provolatile, proparallel, proisstrict, prosecdef, obj_description(oid) IS NOT NULL AS comment
  FROM pg_proc WHERE proname ~ '^schema_' AND pronamespace = 'public'::regnamespace ORDER BY proname, pronargs;
SELECT c.relname FROM pg_extension e, unnest(e.extconfig) r JOIN pg_class c ON c.oid = r
 WHERE e.extname = 'schema_audit' ORDER BY 1;
-- Ordinary roles are refused.
SET ROLE regress_sa_plain;
SELECT schema_snapshot();
SELECT schema_diff();
SELECT schema_diff(1, 1);
SELECT schema_blame('hostile.secret');
SELECT schema_history('hostile.secret');
SELECT schema_snapshot_json(1);
SELECT * FROM schema_audit.snapshots;
SELECT * FROM schema_audit.object_version;
RESET ROLE;
-- pg_monitor reads and does not write.
SET ROLE regress_sa_monitor;
SELECT count(*) FROM schema_diff();
SELECT count(*) FROM schema_diff(1, 1);
SELECT kind, part FROM schema_blame('hostile.secret');
SELECT what FROM schema_history('hostile.secret');
SELECT length(schema_snapshot_json(1)::text) > 100 AS document;
SELECT count(*) FROM schema_audit.snapshots;
SELECT schema_snapshot();
DELETE FROM schema_audit.snapshot;
INSERT INTO schema_audit.object_version SELECT * FROM schema_audit.object_version;
RESET ROLE;
-- Objects of a caller in the search_path do not take part: tables, views, operators, functions, casts, temporary tables.
SET ROLE regress_sa_taker;
CREATE FUNCTION hostile.gain(text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'hostile code runs as %', current_user;
END $$;
CREATE FUNCTION hostile.gain(text, text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'hostile code runs as %', current_user;
END $$;
CREATE FUNCTION hostile.unnest(text[]) RETURNS text LANGUAGE sql AS 'SELECT hostile.gain(''x'')';
CREATE FUNCTION hostile.max(text) RETURNS text LANGUAGE sql AS 'SELECT hostile.gain($1)';
CREATE FUNCTION hostile.coalesce(text) RETURNS text LANGUAGE sql AS 'SELECT hostile.gain($1)';
CREATE OPERATOR hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.gain);
CREATE OPERATOR hostile.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.gain);
CREATE TEMP TABLE pg_class AS SELECT 'hostile'::text AS relname;
CREATE TEMP TABLE object_version AS SELECT 'hostile'::text AS kind;
CREATE TEMP TABLE unnest AS SELECT 1 AS kind;
CREATE TABLE hostile.bait (a text DEFAULT hostile.gain('x'), CHECK (a OPERATOR(hostile.=) 'x'));
CREATE VIEW hostile.bait_view AS SELECT hostile.gain(a) FROM hostile.bait;
SET search_path = hostile, pg_temp, pg_catalog, public;
SELECT schema_snapshot();
SELECT count(*) AS added FROM schema_diff(1, 2);
SELECT kind, part FROM schema_blame('bait');
SELECT what, subject FROM schema_history('hostile.bait_view');
SELECT count(*) FROM schema_diff();
SELECT current_user, current_setting('search_path');
-- An error in the middle gives the owner's rights back.
SELECT schema_diff(1, 99);
SELECT current_user;
DO $$
BEGIN
  PERFORM schema_diff(1, 99);
EXCEPTION WHEN undefined_object THEN
  RAISE WARNING 'caught as %, search_path %', current_user, current_setting('search_path');
END $$;
SELECT current_user;
DROP TABLE pg_temp.pg_class, pg_temp.object_version, pg_temp.unnest;
RESET search_path;
RESET ROLE;
-- A SECURITY DEFINER function and SET ROLE: taken_by is who logged in.
CREATE FUNCTION hostile.take() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT schema_snapshot(''by definer'')';
GRANT EXECUTE ON FUNCTION hostile.take() TO regress_sa_plain;
SET ROLE regress_sa_plain;
SELECT hostile.take();
SELECT current_user;
RESET ROLE;
SELECT taken_by = session_user AS by_me, label FROM schema_audit.snapshots WHERE id = 3;
DROP SCHEMA hostile CASCADE;
DROP EXTENSION schema_audit;
-- The functions alone say what is missing.
CREATE FUNCTION left_over(text) RETURNS int AS '$libdir/schema_audit', 'schema_audit_snapshot' LANGUAGE c;
SELECT left_over('x');
DROP FUNCTION left_over(text);
DROP ROLE regress_sa_plain, regress_sa_monitor, regress_sa_taker;
