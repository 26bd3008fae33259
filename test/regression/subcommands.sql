-- The sub-commands that the log has for each ALTER command, and what each touched, for subcommands.py.
SELECT json_build_object('text', s.statement,
  'subcommands', coalesce(json_agg(json_build_array(o.subcommand, o.object_identity) ORDER BY o.number) FILTER (WHERE o.subcommand IS NOT NULL), '[]'))
FROM schema_audit.ddl_statement s LEFT JOIN schema_audit.ddl_object o
  ON (o.incarnation, o.xid, o.statement) = (s.incarnation, s.xid, s.number)
GROUP BY s.incarnation, s.xid, s.number, s.statement
ORDER BY s.xid, s.number;
