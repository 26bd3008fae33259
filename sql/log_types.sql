-- Enums, domains, composite and range types.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS schema_audit;
CREATE SCHEMA log_types;
SET search_path = log_types;
SELECT pg_current_xact_id() AS start \gset
\set log 'SELECT command, role, subcommand, kind, object_type, object_identity FROM schema_audit.ddl_log WHERE xid > :''start'' ORDER BY xid, number;'

CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TYPE mood ADD VALUE 'fair' AFTER 'good';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fair';
ALTER TYPE mood RENAME VALUE 'bad' TO 'worse';
CREATE DOMAIN positive AS int DEFAULT 1 CONSTRAINT above CHECK (VALUE > 0);
ALTER DOMAIN positive SET NOT NULL;
ALTER DOMAIN positive DROP DEFAULT;
ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 100) NOT VALID;
ALTER DOMAIN positive VALIDATE CONSTRAINT below;
ALTER DOMAIN positive RENAME CONSTRAINT below TO under;
ALTER DOMAIN positive DROP CONSTRAINT under;
ALTER DOMAIN positive DROP CONSTRAINT IF EXISTS under;
CREATE TYPE pair AS (a int, b text);
ALTER TYPE pair ADD ATTRIBUTE c date, ALTER ATTRIBUTE a TYPE bigint, DROP ATTRIBUTE b;
ALTER TYPE pair RENAME ATTRIBUTE c TO d;
ALTER TYPE pair RENAME TO couple;
CREATE TYPE span AS RANGE (subtype = float8);
CREATE TYPE shell;
DROP TYPE shell;
:log

DROP SCHEMA log_types CASCADE;
