-- What changed without any layer but the tripwire noticing: objects that the server's object_access_hook saw made,
-- altered or dropped, and that no event trigger and no command of the utility hook recorded.  Changes of the catalogs
-- by hand are such a thing by nature, and so is what the core suite does once while event_triggers is off.  The list
-- must be empty.
\set QUIET on
SELECT 'unattributed', s.command_tag, o.object_type, o.object_identity, left(regexp_replace(s.statement, '\s+', ' ', 'g'), 100)
FROM schema_audit.ddl_object o
JOIN schema_audit.ddl_statement s ON s.incarnation = o.incarnation AND s.xid = o.xid AND s.number = o.statement
WHERE o.role = 'unattributed' AND o.command_tag NOT IN ('INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY')
  AND s.statement IS DISTINCT FROM 'DROP POLICY pguc ON event_trigger_test'
ORDER BY o.xid, o.number;
