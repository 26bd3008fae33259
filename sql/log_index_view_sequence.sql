-- Indexes, views, materialised views, sequences, statistics.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_index_view_sequence;
SET search_path = log_index_view_sequence;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

CREATE TABLE t (id int, name text, at date);
CREATE INDEX ON t (name);
CREATE UNIQUE INDEX t_lower ON t (lower(name)) WHERE id > 0;
CREATE INDEX CONCURRENTLY t_at ON t (at);
CREATE INDEX IF NOT EXISTS t_at ON t (at);
ALTER INDEX t_lower ALTER COLUMN 1 SET STATISTICS 100;
ALTER INDEX t_at RENAME TO t_when;
ALTER INDEX t_when SET (fillfactor = 80);
DROP INDEX CONCURRENTLY t_when;
CREATE VIEW v AS SELECT id FROM t;
CREATE OR REPLACE VIEW v AS SELECT id, name FROM t;
ALTER VIEW v ALTER id SET DEFAULT 3;
ALTER VIEW v SET (security_barrier = true);
CREATE RECURSIVE VIEW r (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 3;
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t;
CREATE UNIQUE INDEX m_id ON m (id);
REFRESH MATERIALIZED VIEW m;
REFRESH MATERIALIZED VIEW CONCURRENTLY m;
ALTER MATERIALIZED VIEW m RENAME TO m2;
CREATE SEQUENCE s START 5;
ALTER SEQUENCE s INCREMENT 2;
ALTER SEQUENCE s OWNED BY t.id;
CREATE STATISTICS st (dependencies) ON id, name FROM t;
ALTER STATISTICS st SET STATISTICS 50;
DROP STATISTICS st;
:log

DROP SCHEMA log_index_view_sequence CASCADE;
