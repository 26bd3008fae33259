-- What a command leaves behind and lists nowhere: parts of partitions and children, of publications and operator families.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_left_behind;
SET search_path = log_left_behind;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' AND role = ''implicit'' ORDER BY xid, object_type, object_identity;'

-- A constraint of a parent is one of each child, and made anew with the type of its column.
CREATE TABLE parent (a float CONSTRAINT high CHECK (a > 10), b int);
CREATE TABLE child () INHERITS (parent);
SELECT pg_current_xact_id() AS start \gset
ALTER TABLE parent ADD CONSTRAINT low CHECK (b < 10) NOT VALID;
ALTER TABLE parent ALTER a TYPE numeric;
:log

-- Foreign keys of partitions, those of other tables among them.
CREATE TABLE pk (a int, b int, UNIQUE (a, b));
CREATE TABLE fk (a int, b int) PARTITION BY LIST (a);
CREATE TABLE fk_1 PARTITION OF fk FOR VALUES IN (1);
SELECT pg_current_xact_id() AS start \gset
ALTER TABLE fk ADD CONSTRAINT to_pk FOREIGN KEY (a, b) REFERENCES pk (a, b);
CREATE TABLE fk_2 (a int, b int);
ALTER TABLE fk ATTACH PARTITION fk_2 FOR VALUES IN (2);
:log
SELECT pg_current_xact_id() AS start \gset
ALTER TABLE pk ALTER b TYPE bigint;
:log

-- What was the partitioned table's becomes the table's own, also when that takes two transactions.
SELECT pg_current_xact_id() AS start \gset
ALTER TABLE fk DETACH PARTITION fk_2;
ALTER TABLE fk DETACH PARTITION fk_1 CONCURRENTLY;
:log

-- Members of publications, operators and functions of families.
SELECT pg_current_xact_id() AS start \gset
SET client_min_messages = error;
CREATE PUBLICATION log_left_behind_tables FOR TABLE parent, child;
CREATE PUBLICATION log_left_behind_schema FOR TABLES IN SCHEMA log_left_behind;
SET client_min_messages = warning;
CREATE FUNCTION hash(int, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE OPERATOR CLASS hashed FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 2 hash(int, bigint);
ALTER OPERATOR FAMILY hashed USING hash ADD OPERATOR 1 = (int, bigint);
:log

DROP PUBLICATION log_left_behind_tables, log_left_behind_schema;
DROP SCHEMA log_left_behind CASCADE;
