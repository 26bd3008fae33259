-- Secrets of the commands that no event trigger is called for.
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS schema_audit;
\pset format unaligned
SELECT pg_current_xact_id() AS start \gset
CREATE DATABASE regress_sa_database;
CREATE ROLE regress_sa_1 PASSWORD 'canary1' SUPERUSER;
CREATE USER regress_sa_2 WITH NOLOGIN ENCRYPTED PASSWORD E'can\'ary1' BYPASSRLS VALID UNTIL 'infinity';
CREATE ROLE regress_sa_password SUPERUSER PASSWORD NULL;
ALTER ROLE regress_sa_1 WITH PASSWORD $$canary1$$ NOSUPERUSER;
ALTER USER regress_sa_2 ENCRYPTED PASSWORD 'SCRAM-SHA-256$4096:canary1$x:y' CONNECTION LIMIT 3;
ALTER ROLE regress_sa_2 SET my.password = 'canary1';
ALTER ROLE regress_sa_2 SET password_encryption = 'md5';
ALTER ROLE regress_sa_2 IN DATABASE regress_sa_database SET schema_audit.actor = 'sa1.canary1';
ALTER ROLE regress_sa_2 SET schema_audit.actor = 'visible';
ALTER DATABASE regress_sa_database SET my.token = canary1;
ALTER DATABASE regress_sa_database RESET my.token;
ALTER SYSTEM SET primary_conninfo = 'host=h user=u password=canary1';
ALTER SYSTEM SET archive_command = 'curl -H "Token: canary1" https://h/';
ALTER SYSTEM SET archive_command = 'cp %p /archive/%f';
ALTER SYSTEM SET ssl_passphrase_command = 'echo canary1';
ALTER SYSTEM SET schema_audit.actor_key = 'canary1canary1canary1canary1';
ALTER SYSTEM RESET primary_conninfo;
ALTER SYSTEM RESET archive_command;
ALTER SYSTEM RESET ssl_passphrase_command;
ALTER SYSTEM RESET schema_audit.actor_key;
DROP DATABASE regress_sa_database;
DROP ROLE regress_sa_1, regress_sa_2, regress_sa_password;
SELECT statement_redacted, statement FROM schema_audit.ddl_statement WHERE xid > :'start' AND captured_by = 'utility hook' ORDER BY xid, number;

-- No text column of any table of the log holds any of them.
SELECT count(*) AS leaks FROM (SELECT s::text AS row FROM schema_audit.ddl_statement s UNION ALL SELECT o::text FROM schema_audit.ddl_object o
                               UNION ALL SELECT a::text FROM schema_audit.ddl_attempt a) AS rows
 WHERE row ~* 'can.{0,4}ary1';

