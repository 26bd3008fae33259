-- Names made to break things: each comes out right and inert.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_hostile;
SET search_path = log_hostile;
SELECT pg_current_xact_id() AS start \gset
\pset format unaligned
\set log 'SELECT object_type, object_identity, address_names, old_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'
CREATE SCHEMA "s'""; DROP SCHEMA public; --";
SET search_path = "s'""; DROP SCHEMA public; --";
CREATE TABLE "new
line" ("col;umn" int, "dollar$$" text CONSTRAINT "back\slash" CHECK ("dollar$$" <> E'\\'));
CREATE TABLE U&"\202E\0627 \D83D\DE00" (U&"\00e9" int PRIMARY KEY);
CREATE TABLE "a123456789b123456789c123456789d123456789e123456789f123456789abc" (id int);
CREATE FUNCTION "%s%n"("in put" "new
line") RETURNS text LANGUAGE sql AS $f$ SELECT 'x;y'::text $f$;
ALTER TABLE "new
line" RENAME COLUMN "col;umn" TO "col.umn";
ALTER TABLE "new
line" DROP COLUMN "col.umn", DROP CONSTRAINT "back\slash";
CREATE ROLE "regress_sa'; ""x""";
GRANT SELECT ON "new
line" TO "regress_sa'; ""x""";
SELECT grantees, privileges FROM schema_audit.ddl_log WHERE xid > :'start' AND command = 'GRANT';
SET schema_audit.actor = E'x''; DROP TABLE t; --\n\u202E';
COMMENT ON TABLE "new
line" IS '; $$ ''';
SELECT actor FROM schema_audit.ddl_log WHERE xid > :'start' AND command = 'COMMENT';
RESET schema_audit.actor;
:log
-- The identity leads back to the object.
SELECT count(*) AS objects, count(*) FILTER (WHERE to_regclass(object_identity) = object_id) AS found
  FROM schema_audit.ddl_log WHERE xid > :'start' AND role = 'target' AND command = 'CREATE TABLE' AND kind = 'table';

SET search_path = log_hostile;
DROP SCHEMA "s'""; DROP SCHEMA public; --" CASCADE;
DROP ROLE "regress_sa'; ""x""";

DROP SCHEMA log_hostile CASCADE;
