-- Every attribute that the kinds of a cluster can have.
CREATE ROLE ks_group;
CREATE ROLE ks_all LOGIN SUPERUSER NOINHERIT CREATEROLE CREATEDB REPLICATION BYPASSRLS CONNECTION LIMIT 7
  VALID UNTIL '2040-01-01 00:00:00+00' PASSWORD 's3cret' IN ROLE ks_group;
GRANT pg_monitor TO ks_all WITH ADMIN OPTION;
COMMENT ON ROLE ks_all IS 'has everything';
ALTER ROLE ks_all SET work_mem = '8MB';
ALTER ROLE ks_all SET app.password = 's3cret';
GRANT SET ON PARAMETER log_min_messages TO ks_group;
GRANT ALTER SYSTEM ON PARAMETER work_mem TO ks_group WITH GRANT OPTION;
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE ks_cluster_space OWNER ks_all LOCATION '' WITH (random_page_cost = 2);
COMMENT ON TABLESPACE ks_cluster_space IS 'fast';
GRANT CREATE ON TABLESPACE ks_cluster_space TO ks_group;
CREATE DATABASE ks_database OWNER ks_all TEMPLATE template0 TABLESPACE ks_cluster_space CONNECTION LIMIT 3
  ALLOW_CONNECTIONS false IS_TEMPLATE true LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C' ENCODING 'UTF8';
COMMENT ON DATABASE ks_database IS 'empty';
REVOKE TEMPORARY ON DATABASE ks_database FROM PUBLIC;
