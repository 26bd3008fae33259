-- :tables tables of ten columns, each with a primary key, a foreign key, a check and two indexes; every tenth with a
-- comment, a view and a function.
SELECT format('CREATE TABLE t%s (id bigint PRIMARY KEY, parent bigint, name text NOT NULL, kind integer DEFAULT 0,
  amount numeric(12,2), note varchar(200), made timestamptz NOT NULL DEFAULT now(), done boolean, data jsonb, code char(3),
  CONSTRAINT t%s_kind CHECK (kind >= 0 AND kind < 100))', i, i) FROM generate_series(1, :tables) AS i \gexec
SELECT format('ALTER TABLE t%s ADD CONSTRAINT t%s_parent FOREIGN KEY (parent) REFERENCES t%s', i, i, greatest(i - 1, 1))
  FROM generate_series(1, :tables) AS i \gexec
SELECT format('CREATE INDEX t%s_name ON t%s (name)', i, i) FROM generate_series(1, :tables) AS i \gexec
SELECT format('CREATE INDEX t%s_made ON t%s (made) WHERE NOT done', i, i) FROM generate_series(1, :tables) AS i \gexec
SELECT format('COMMENT ON TABLE t%s IS %L', i, 'number ' || i) FROM generate_series(1, :tables, 10) AS i \gexec
SELECT format('CREATE VIEW v%s AS SELECT a.id, b.name, a.amount * 2 AS twice FROM t%s a JOIN t%s b ON b.id = a.parent', i, i, i)
  FROM generate_series(1, :tables, 10) AS i \gexec
SELECT format('CREATE FUNCTION f%s(n integer) RETURNS bigint LANGUAGE sql AS %L', i, 'SELECT count(*) FROM t' || i || ' WHERE kind = n')
  FROM generate_series(1, :tables, 10) AS i \gexec
ANALYZE;
