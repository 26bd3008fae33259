-- schema_migration(): the statements between two snapshots, and that they do what they say.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE ROLE regress_reader;
CREATE SCHEMA m;
CREATE TYPE m.state AS ENUM ('new', 'paid', 'lost');
CREATE TABLE m.customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
CREATE TABLE m.orders (id int PRIMARY KEY, customer int, state m.state DEFAULT 'new', total numeric(8, 2), note text);
CREATE INDEX orders_note ON m.orders (note);
CREATE VIEW m.totals AS SELECT id, total FROM m.orders WHERE state = 'paid';
GRANT SELECT ON m.totals TO regress_reader;
COMMENT ON VIEW m.totals IS 'what came in';
CREATE FUNCTION m.double(x int) RETURNS int LANGUAGE sql AS 'SELECT 2 * x';
INSERT INTO m.orders VALUES (1, 1, 'paid', 12.5, 'n');
SELECT schema_snapshot();

-- One of each kind of change.
DROP INDEX m.orders_note;
DROP VIEW m.totals;
ALTER TABLE m.orders DROP note, ALTER customer TYPE bigint, ALTER total SET NOT NULL, ADD placed date DEFAULT '2026-01-01',
  ADD CONSTRAINT positive CHECK (total > 0), ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES m.customers ON DELETE CASCADE NOT VALID;
ALTER TABLE m.orders ALTER state DROP DEFAULT, ALTER state TYPE text;
DROP TYPE m.state;
CREATE TYPE m.state AS ENUM ('new', 'paid');
ALTER TABLE m.orders ALTER state TYPE m.state USING state::m.state, ALTER state SET DEFAULT 'new';
CREATE VIEW m.totals AS SELECT id, total, placed FROM m.orders WHERE state = 'paid';
GRANT SELECT ON m.totals TO regress_reader;
COMMENT ON VIEW m.totals IS 'what came in, and when';
CREATE OR REPLACE FUNCTION m.double(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x + x';
ALTER TABLE m.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON m.customers FOR SELECT TO regress_reader USING (name = current_user);
SELECT schema_snapshot();

SELECT schema_migration(1, 2);
SELECT schema_migration(2, 1);
SELECT schema_migration(1, 1) = '' AS nothing_to_do;

-- Back, and forth again: each time the schema is the snapshot's.
SELECT schema_migration(2, 1) AS back, schema_migration(1, 2) AS forth \gset
:back
RESET search_path;
SELECT schema_snapshot();
SELECT schema_migration(3, 1) = '' AS back;
SELECT code, object FROM schema_diff(1, 3);
:forth
RESET search_path;
SELECT schema_snapshot();
SELECT schema_migration(4, 2) = '' AS forth;
SELECT code, object FROM schema_diff(2, 4);
-- What both sides keep is kept.
SELECT * FROM m.orders;

SELECT schema_migration(1, 99);
SELECT schema_migration(NULL, 1);
DROP SCHEMA m CASCADE;
DROP ROLE regress_reader;
