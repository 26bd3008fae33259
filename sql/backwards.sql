-- Looking back: schema_diff(2, 1) and schema_migration(2, 1), through renames, drops and what was made anew.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE ROLE regress_anna SUPERUSER;
CREATE ROLE regress_bob SUPERUSER;
CREATE SCHEMA b;
CREATE TABLE b.orders (id serial PRIMARY KEY, total numeric, note text DEFAULT 'n');
CREATE INDEX orders_total ON b.orders (total);
CREATE TABLE b.gone (id int);
CREATE VIEW b.totals AS SELECT total FROM b.orders;
INSERT INTO b.orders (total) VALUES (12.5);
SELECT schema_snapshot();

SET SESSION AUTHORIZATION regress_anna;
ALTER TABLE b.orders RENAME TO sales;
ALTER TABLE b.sales RENAME COLUMN total TO amount;
DROP TABLE b.gone;
CREATE TABLE b.made (id int);
SET SESSION AUTHORIZATION regress_bob;
ALTER TABLE b.sales ALTER COLUMN amount SET NOT NULL;
ALTER TABLE b.sales ADD COLUMN added int;
ALTER INDEX b.orders_total RENAME TO sales_amount;
ALTER TABLE b.sales DROP COLUMN note;
ALTER TABLE b.sales ADD COLUMN note text;
ALTER VIEW b.totals RENAME TO sums;
RESET SESSION AUTHORIZATION;
CREATE SCHEMA other;
ALTER TABLE b.sales SET SCHEMA other;
SELECT schema_snapshot();

-- Who did it, whichever way one looks.
SELECT finding, who, statement FROM schema_diff(1, 2) ORDER BY finding COLLATE "C";
SELECT finding, who, statement FROM schema_diff(2, 1) ORDER BY finding COLLATE "C";
-- What is taken back has the events of what it takes back.
SELECT count(*) AS unexplained FROM schema_diff(2, 1) WHERE who LIKE 'no event%';

SELECT schema_migration(2, 1);
SELECT schema_migration(2, 1) AS back \gset
:back
RESET search_path;
SELECT schema_snapshot();
SELECT schema_migration(3, 1) = '' AS back;
SELECT finding FROM schema_diff(1, 3);
SELECT id, total FROM b.orders;
-- And forth again.
SELECT schema_migration(3, 2) AS forth \gset
:forth
RESET search_path;
SELECT schema_snapshot();
SELECT schema_migration(4, 2) = '' AS forth;
SELECT id, amount FROM other.sales;

DROP SCHEMA b, other CASCADE;
DROP ROLE regress_anna, regress_bob;
