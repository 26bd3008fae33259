-- What the log has of the clients' commands, a JSON object per statement row, for statements.py.
SELECT json_build_object('pid', backend_pid, 'session_start', floor(extract(epoch FROM backend_start)),
  'at', extract(epoch FROM statement_at), 'text', statement, 'tag', command_tag)
FROM schema_audit.ddl_statement
ORDER BY backend_pid, statement_at, xid, number;
