-- Which layer recorded which commands, for layers.py. The first record of a command that spans transactions is left
-- out: it is made before an event trigger can tell.
SELECT DISTINCT s.command_tag, s.captured_by
FROM schema_audit.ddl_statement s
WHERE NOT EXISTS (SELECT FROM schema_audit.ddl_object o
  WHERE (o.incarnation, o.xid, o.statement, o.role) = (s.incarnation, s.xid, s.number, 'unfinished'))
ORDER BY 1, 2;
