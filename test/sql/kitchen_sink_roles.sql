-- Roles and tablespace of kitchen_sink.sql: once per cluster.  Needs the psql variable tablespace: an empty directory.
CREATE ROLE ks_owner;
CREATE ROLE ks_reader;
CREATE ROLE ks_writer;
CREATE ROLE ks_super SUPERUSER;
CREATE ROLE "ks ""hostile"", {}";
CREATE TABLESPACE ks_space LOCATION :'tablespace';
