-- CREATE TABLE in its forms, with what each makes along.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_table;
SET search_path = log_table;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

CREATE TABLE customer (id serial PRIMARY KEY, email text NOT NULL UNIQUE, age int CHECK (age > 0));
CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY, customer_id int REFERENCES customer, total numeric DEFAULT 0,
                     twice numeric GENERATED ALWAYS AS (total * 2) STORED, EXCLUDE USING btree (total WITH =));
CREATE UNLOGGED TABLE scratch (LIKE customer INCLUDING ALL);
CREATE TABLE copied AS SELECT 1 AS one;
SELECT 1 AS one INTO selected;
CREATE TABLE part (id int PRIMARY KEY, at date) PARTITION BY RANGE (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1) TO (100);
CREATE TABLE child (extra int) INHERITS (customer);
CREATE TYPE pair AS (a int, b int);
CREATE TABLE typed OF pair (PRIMARY KEY (a));
CREATE SCHEMA log_table_two CREATE TABLE inside (id int PRIMARY KEY) CREATE VIEW seen AS SELECT id FROM inside;
-- Nothing happens, nothing is recorded.
CREATE TABLE IF NOT EXISTS copied (a int);
CREATE TABLE IF NOT EXISTS copied AS SELECT 1;
CREATE SCHEMA IF NOT EXISTS log_table_two;
:log

DROP SCHEMA log_table_two CASCADE;

DROP SCHEMA log_table CASCADE;
