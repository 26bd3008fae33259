-- Changes of settings on which the log depends are recorded, whoever makes them and however.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT s.captured_by, s.command_tag, o.role, o.object_type, o.object_identity, o.subcommand FROM schema_audit.ddl_object o JOIN schema_audit.ddl_statement s ON s.incarnation = o.incarnation AND s.xid = o.xid AND s.number = o.statement WHERE o.xid > :''start'' ORDER BY o.xid, o.number;'

SET session_replication_role = replica;
RESET session_replication_role;
SET schema_audit.on_failure = 'warning';
SET SESSION schema_audit.log_attempts TO off;
RESET ALL;
SET client_min_messages = warning;
-- Switching the log off and on again; between them nothing is recorded.
SET schema_audit.enabled = off;
CREATE TABLE public.hook_settings_unseen (id int);
DROP TABLE public.hook_settings_unseen;
SET schema_audit.enabled = on;
-- The escape.
SET schema_audit.allow_log_changes = on;
DISCARD ALL;
SET client_min_messages = warning;
:log

-- By a function; in a transaction, of which the end is told; taken back.
SELECT pg_current_xact_id() AS start \gset
SELECT set_config('session_replication_role', 'local', false);
SELECT set_config('session_replication_role', 'origin', false);
BEGIN;
SET LOCAL session_replication_role = replica;
COMMIT;
BEGIN;
SET LOCAL session_replication_role = replica;
ROLLBACK;
DO $$ BEGIN SET session_replication_role = replica; RESET session_replication_role; END $$;
:log

-- Nothing changed, or nothing that matters here; and no key is in the log.
SELECT pg_current_xact_id() AS start \gset
SET session_replication_role = origin;
SET work_mem = '8MB';
SELECT set_config('work_mem', '9MB', false);
RESET ALL;
SET client_min_messages = warning;
SET schema_audit.actor_key = 'hunter2hunter2hunter2hunter2hunter2';
RESET schema_audit.actor_key;
:log
SELECT count(*) AS keys FROM schema_audit.ddl_log WHERE statement LIKE '%hunter2%' OR subcommand LIKE '%hunter2%';

-- 17 and later can switch event triggers off.
SELECT pg_current_xact_id() AS start \gset
SELECT current_setting('server_version_num')::int >= 170000 AS has_event_triggers \gset
\if :has_event_triggers
SET event_triggers = off;
SET event_triggers = on;
\endif
SELECT count(*) = CASE WHEN :'has_event_triggers' THEN 2 ELSE 0 END AS recorded
  FROM schema_audit.ddl_log WHERE xid > :'start' AND object_identity = 'event_triggers' AND command = 'SET';

-- Switched off by what no row of the log tells of: the first command of each transaction is kept as a gap.
SELECT FROM schema_audit.store_attempts();
SELECT coalesce(max(id), 0) AS start FROM schema_audit.ddl_attempt \gset
CREATE FUNCTION public.hook_settings_silent(name text) RETURNS void LANGUAGE plpgsql SET schema_audit.enabled = off
  AS $$ BEGIN EXECUTE format('CREATE TABLE public.%I (id int)', name); EXECUTE format('DROP TABLE public.%I', name); END $$;
SELECT public.hook_settings_silent('first');
BEGIN;
SELECT public.hook_settings_silent('rolled back');
ROLLBACK;
BEGIN;
SAVEPOINT s;
SELECT public.hook_settings_silent('taken back');
ROLLBACK TO s;
SELECT public.hook_settings_silent('second');
COMMIT;
SELECT current_user AS me \gset
CREATE ROLE regress_hook_silent SUPERUSER LOGIN;
ALTER ROLE regress_hook_silent SET schema_audit.enabled = off;
\c - regress_hook_silent
CREATE TEMPORARY TABLE hook_settings_temporary (id int PRIMARY KEY);
DROP TABLE hook_settings_temporary;
CREATE TABLE public.hook_settings_third (id int);
DROP TABLE public.hook_settings_third;
SET schema_audit.enabled = on;
-- This switch is recorded, so it is no gap.
SET schema_audit.enabled = off;
CREATE TABLE public.hook_settings_known (id int);
DROP TABLE public.hook_settings_known;
\c - :me
SET client_min_messages = warning;
DROP ROLE regress_hook_silent;
DROP FUNCTION public.hook_settings_silent;
SELECT FROM schema_audit.store_attempts();
SELECT outcome, command_tag, message, repeated, statement FROM schema_audit.ddl_attempt WHERE id > :start ORDER BY id;
SELECT status, detail LIKE '%passed without a record, the last one at %' AS told FROM schema_verify() WHERE "check" = 'gaps';

-- What would be lost.
SET client_min_messages = notice;
\set VERBOSITY terse
BEGIN;
DROP EXTENSION schema_audit CASCADE;
ROLLBACK;
\set VERBOSITY default
