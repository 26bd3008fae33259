-- schema_audit 0.1.0: objects in the order they depend on each other. Never edited after its release: a later version
-- brings a script of its own.
\echo Use "CREATE EXTENSION schema_audit" to load this file. \quit

CREATE SCHEMA schema_audit;
COMMENT ON SCHEMA schema_audit IS 'The DDL log and the schema snapshots of the extension schema_audit';

-- The log: one row per statement, and below it one row per object that the statement touched.

CREATE TABLE schema_audit.ddl_statement (
    incarnation            pg_catalog.uuid        NOT NULL,
    xid                    pg_catalog.xid8        NOT NULL,
    number                 pg_catalog.int4        NOT NULL,
    logged_at              pg_catalog.timestamptz NOT NULL,
    transaction_at         pg_catalog.timestamptz NOT NULL,
    statement_at           pg_catalog.timestamptz NOT NULL,
    command_tag            pg_catalog.text        NOT NULL,
    statement              pg_catalog.text,
    statement_redacted     pg_catalog.bool        NOT NULL,
    top_level              pg_catalog.bool,
    session_role           pg_catalog.text        NOT NULL,
    outer_role             pg_catalog.text        NOT NULL,
    effective_role         pg_catalog.text        NOT NULL,
    authenticated_identity pg_catalog.text,
    superuser              pg_catalog.bool        NOT NULL,
    actor                  pg_catalog.text,
    actor_trust            pg_catalog.text,
    reason                 pg_catalog.text,
    application_name       pg_catalog.text,
    client_addr            pg_catalog.text,
    client_port            pg_catalog.int4,
    backend_pid            pg_catalog.int4        NOT NULL,
    backend_start          pg_catalog.timestamptz NOT NULL,
    replication_role       pg_catalog.text        NOT NULL,
    in_extension           pg_catalog.text,
    PRIMARY KEY (incarnation, xid, number)
);
COMMENT ON TABLE schema_audit.ddl_statement IS 'One row per statement that changed the schema; written by the extension in the transaction of the statement';
COMMENT ON COLUMN schema_audit.ddl_statement.incarnation IS 'History that the row was written in: system identifier, database OID and timeline, big-endian; differs in a copy, a restored dump and after a point-in-time recovery';
COMMENT ON COLUMN schema_audit.ddl_statement.xid IS 'Top-level transaction, as pg_current_xact_id()';
COMMENT ON COLUMN schema_audit.ddl_statement.number IS 'Order within the transaction, from 1, shared with ddl_object; savepoints that were rolled back leave gaps';
COMMENT ON COLUMN schema_audit.ddl_statement.logged_at IS 'When the row was written, by the server''s clock';
COMMENT ON COLUMN schema_audit.ddl_statement.transaction_at IS 'When the transaction began, as transaction_timestamp()';
COMMENT ON COLUMN schema_audit.ddl_statement.statement_at IS 'When the client''s statement arrived, as statement_timestamp()';
COMMENT ON COLUMN schema_audit.ddl_statement.command_tag IS 'Command in the server''s words, e.g. CREATE TABLE';
COMMENT ON COLUMN schema_audit.ddl_statement.statement IS 'Text of this one statement with the comments before it; the client''s whole string when the library was loaded only by this statement; NULL when it is unknown or cannot be shown without a secret';
COMMENT ON COLUMN schema_audit.ddl_statement.statement_redacted IS 'Whether a secret was left out of the text, or the whole text because of one';
COMMENT ON COLUMN schema_audit.ddl_statement.top_level IS 'Whether the client sent the statement itself; false for one run by a function, a DO block or an extension''s script; NULL when unknown';
COMMENT ON COLUMN schema_audit.ddl_statement.session_role IS 'Role that logged in, or of SET SESSION AUTHORIZATION, as session_user';
COMMENT ON COLUMN schema_audit.ddl_statement.outer_role IS 'Role of SET ROLE; the session role when there was none';
COMMENT ON COLUMN schema_audit.ddl_statement.effective_role IS 'Role whose privileges the statement ran with, as current_user; differs from outer_role in a SECURITY DEFINER function';
COMMENT ON COLUMN schema_audit.ddl_statement.authenticated_identity IS 'Authentication method and identity that the client proved, as method:identity, before PostgreSQL 16 the identity alone; NULL when none was asked for';
COMMENT ON COLUMN schema_audit.ddl_statement.superuser IS 'Whether the effective role was a superuser';
COMMENT ON COLUMN schema_audit.ddl_statement.actor IS 'On whose behalf the application ran the statement: its setting schema_audit.actor';
COMMENT ON COLUMN schema_audit.ddl_statement.actor_trust IS 'How far the actor can be believed; claimed: anybody could have set it';
COMMENT ON COLUMN schema_audit.ddl_statement.reason IS 'Why, as the application claims: its setting schema_audit.reason';
COMMENT ON COLUMN schema_audit.ddl_statement.application_name IS 'Name that the client gave itself';
COMMENT ON COLUMN schema_audit.ddl_statement.client_addr IS 'Address of the client, or of the pooler before it; NULL for a Unix-domain socket or a background process';
COMMENT ON COLUMN schema_audit.ddl_statement.client_port IS 'TCP port of the client; NULL as client_addr';
COMMENT ON COLUMN schema_audit.ddl_statement.backend_pid IS 'Process ID of the server process';
COMMENT ON COLUMN schema_audit.ddl_statement.backend_start IS 'When the server process started; together with its ID it tells sessions apart';
COMMENT ON COLUMN schema_audit.ddl_statement.replication_role IS 'Setting session_replication_role: origin, replica or local';
COMMENT ON COLUMN schema_audit.ddl_statement.in_extension IS 'Extension whose script ran the statement; NULL outside of scripts';

CREATE TABLE schema_audit.ddl_object (
    incarnation     pg_catalog.uuid   NOT NULL,
    xid             pg_catalog.xid8   NOT NULL,
    number          pg_catalog.int4   NOT NULL,
    statement       pg_catalog.int4   NOT NULL,
    role            pg_catalog.text   NOT NULL,
    command_tag     pg_catalog.text   NOT NULL,
    subcommand      pg_catalog.text,
    kind            pg_catalog.text,
    object_type     pg_catalog.text,
    schema_name     pg_catalog.text,
    object_identity pg_catalog.text,
    address_names   pg_catalog.text[] NOT NULL,
    address_args    pg_catalog.text[] NOT NULL,
    old_name        pg_catalog.text,
    old_identity    pg_catalog.text,
    class_id        pg_catalog.oid    NOT NULL,
    object_id       pg_catalog.oid    NOT NULL,
    sub_id          pg_catalog.int4   NOT NULL,
    original        pg_catalog.bool,
    normal          pg_catalog.bool,
    rewrite_reason  pg_catalog.int4,
    privileges      pg_catalog.text[],
    grantees        pg_catalog.text[],
    PRIMARY KEY (incarnation, xid, number)
);
COMMENT ON TABLE schema_audit.ddl_object IS 'One row per object that a statement of ddl_statement touched';
COMMENT ON COLUMN schema_audit.ddl_object.incarnation IS 'As in ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_object.xid IS 'As in ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_object.number IS 'Order within the transaction, shared with ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_object.statement IS 'Number of the statement''s row in ddl_statement, of the same incarnation and xid';
COMMENT ON COLUMN schema_audit.ddl_object.role IS 'target: named by the statement; subcommand: touched by one action of ALTER TABLE; implicit: made along with a target; secondary: the other object of the command; dropped; rewritten';
COMMENT ON COLUMN schema_audit.ddl_object.command_tag IS 'Command that touched this object; an implicit object may have one of its own, e.g. CREATE SEQUENCE in CREATE TABLE';
COMMENT ON COLUMN schema_audit.ddl_object.subcommand IS 'Action in the words of SQL, e.g. ALTER COLUMN DROP NOT NULL, RENAME TO, SET SCHEMA; for GRANT and REVOKE their grant option';
COMMENT ON COLUMN schema_audit.ddl_object.kind IS 'Kind of object in the words of the snapshots, e.g. table, column, routine; NULL for what they do not hold';
COMMENT ON COLUMN schema_audit.ddl_object.object_type IS 'Type in the words of pg_identify_object()';
COMMENT ON COLUMN schema_audit.ddl_object.schema_name IS 'Schema that holds the object or its table; NULL for objects outside of schemas';
COMMENT ON COLUMN schema_audit.ddl_object.object_identity IS 'Qualified and quoted name in the words of pg_identify_object(), at the end of the command';
COMMENT ON COLUMN schema_audit.ddl_object.address_names IS 'Names in the words of pg_identify_object_as_address(), unquoted';
COMMENT ON COLUMN schema_audit.ddl_object.address_args IS 'Arguments in the words of pg_identify_object_as_address()';
COMMENT ON COLUMN schema_audit.ddl_object.old_name IS 'Name before a rename, unquoted';
COMMENT ON COLUMN schema_audit.ddl_object.old_identity IS 'Identity before a rename or a change of schema';
COMMENT ON COLUMN schema_audit.ddl_object.class_id IS 'OID of the catalog that holds the object';
COMMENT ON COLUMN schema_audit.ddl_object.object_id IS 'OID of the object; 0 when it was gone already';
COMMENT ON COLUMN schema_audit.ddl_object.sub_id IS 'Column number for a column, else 0';
COMMENT ON COLUMN schema_audit.ddl_object.original IS 'Of a dropped object: whether the statement named it; NULL otherwise';
COMMENT ON COLUMN schema_audit.ddl_object.normal IS 'Of a dropped object: whether a normal dependency led to it, as for CASCADE; NULL otherwise';
COMMENT ON COLUMN schema_audit.ddl_object.rewrite_reason IS 'Of a rewritten table: sum of 1 persistence, 2 default value, 4 column type, 8 access method; NULL otherwise';
COMMENT ON COLUMN schema_audit.ddl_object.privileges IS 'Of GRANT, REVOKE and ALTER DEFAULT PRIVILEGES: privileges, those of columns with the columns, e.g. SELECT(id); ALL as it was written';
COMMENT ON COLUMN schema_audit.ddl_object.grantees IS 'Of GRANT, REVOKE and ALTER DEFAULT PRIVILEGES: roles, PUBLIC for everybody';

CREATE VIEW schema_audit.ddl_log AS
SELECT s.logged_at AS at,
       s.session_role,
       s.outer_role,
       s.actor,
       s.actor_trust,
       s.reason,
       o.command_tag AS command,
       o.role,
       o.kind,
       o.object_type,
       o.object_identity,
       o.subcommand,
       o.old_identity,
       s.command_tag AS statement_command,
       s.statement,
       s.statement_redacted,
       s.effective_role,
       s.superuser,
       s.authenticated_identity,
       s.application_name,
       s.client_addr,
       s.client_port,
       o.privileges,
       o.grantees,
       o.original,
       o.normal,
       o.rewrite_reason,
       s.in_extension,
       s.top_level,
       s.transaction_at,
       s.statement_at,
       s.backend_pid,
       s.backend_start,
       s.replication_role,
       o.schema_name,
       o.address_names,
       o.address_args,
       o.old_name,
       o.class_id,
       o.object_id,
       o.sub_id,
       o.incarnation,
       o.xid,
       o.number,
       o.statement AS statement_number
  FROM schema_audit.ddl_object AS o
  JOIN schema_audit.ddl_statement AS s
    ON s.incarnation OPERATOR(pg_catalog.=) o.incarnation
   AND s.xid OPERATOR(pg_catalog.=) o.xid
   AND s.number OPERATOR(pg_catalog.=) o.statement;
COMMENT ON VIEW schema_audit.ddl_log IS 'The DDL log: one row per object that a statement touched, with the statement and who ran it; sort by xid, number';
COMMENT ON COLUMN schema_audit.ddl_log.at IS 'When the row was written, by the server''s clock';
COMMENT ON COLUMN schema_audit.ddl_log.session_role IS 'Role that logged in, or of SET SESSION AUTHORIZATION, as session_user';
COMMENT ON COLUMN schema_audit.ddl_log.outer_role IS 'Role of SET ROLE; the session role when there was none';
COMMENT ON COLUMN schema_audit.ddl_log.actor IS 'On whose behalf the application ran the statement: its setting schema_audit.actor';
COMMENT ON COLUMN schema_audit.ddl_log.actor_trust IS 'How far the actor can be believed; claimed: anybody could have set it';
COMMENT ON COLUMN schema_audit.ddl_log.reason IS 'Why, as the application claims: its setting schema_audit.reason';
COMMENT ON COLUMN schema_audit.ddl_log.command IS 'Command that touched this object; an implicit object may have one of its own, e.g. CREATE SEQUENCE in CREATE TABLE';
COMMENT ON COLUMN schema_audit.ddl_log.role IS 'target: named by the statement; subcommand: touched by one action of ALTER TABLE; implicit: made along with a target; secondary: the other object of the command; dropped; rewritten';
COMMENT ON COLUMN schema_audit.ddl_log.kind IS 'Kind of object in the words of the snapshots, e.g. table, column, routine; NULL for what they do not hold';
COMMENT ON COLUMN schema_audit.ddl_log.object_type IS 'Type in the words of pg_identify_object()';
COMMENT ON COLUMN schema_audit.ddl_log.object_identity IS 'Qualified and quoted name in the words of pg_identify_object(), at the end of the command';
COMMENT ON COLUMN schema_audit.ddl_log.subcommand IS 'Action in the words of SQL, e.g. ALTER COLUMN DROP NOT NULL, RENAME TO, SET SCHEMA; for GRANT and REVOKE their grant option';
COMMENT ON COLUMN schema_audit.ddl_log.old_identity IS 'Identity before a rename or a change of schema';
COMMENT ON COLUMN schema_audit.ddl_log.statement_command IS 'Command of the whole statement';
COMMENT ON COLUMN schema_audit.ddl_log.statement IS 'Text of this one statement with the comments before it; the client''s whole string when the library was loaded only by this statement; NULL when it is unknown or cannot be shown without a secret';
COMMENT ON COLUMN schema_audit.ddl_log.statement_redacted IS 'Whether a secret was left out of the text, or the whole text because of one';
COMMENT ON COLUMN schema_audit.ddl_log.effective_role IS 'Role whose privileges the statement ran with, as current_user; differs from outer_role in a SECURITY DEFINER function';
COMMENT ON COLUMN schema_audit.ddl_log.superuser IS 'Whether the effective role was a superuser';
COMMENT ON COLUMN schema_audit.ddl_log.authenticated_identity IS 'Authentication method and identity that the client proved, as method:identity, before PostgreSQL 16 the identity alone; NULL when none was asked for';
COMMENT ON COLUMN schema_audit.ddl_log.application_name IS 'Name that the client gave itself';
COMMENT ON COLUMN schema_audit.ddl_log.client_addr IS 'Address of the client, or of the pooler before it; NULL for a Unix-domain socket or a background process';
COMMENT ON COLUMN schema_audit.ddl_log.client_port IS 'TCP port of the client; NULL as client_addr';
COMMENT ON COLUMN schema_audit.ddl_log.privileges IS 'Of GRANT, REVOKE and ALTER DEFAULT PRIVILEGES: privileges, those of columns with the columns, e.g. SELECT(id); ALL as it was written';
COMMENT ON COLUMN schema_audit.ddl_log.grantees IS 'Of GRANT, REVOKE and ALTER DEFAULT PRIVILEGES: roles, PUBLIC for everybody';
COMMENT ON COLUMN schema_audit.ddl_log.original IS 'Of a dropped object: whether the statement named it; NULL otherwise';
COMMENT ON COLUMN schema_audit.ddl_log.normal IS 'Of a dropped object: whether a normal dependency led to it, as for CASCADE; NULL otherwise';
COMMENT ON COLUMN schema_audit.ddl_log.rewrite_reason IS 'Of a rewritten table: sum of 1 persistence, 2 default value, 4 column type, 8 access method; NULL otherwise';
COMMENT ON COLUMN schema_audit.ddl_log.in_extension IS 'Extension whose script ran the statement; NULL outside of scripts';
COMMENT ON COLUMN schema_audit.ddl_log.top_level IS 'Whether the client sent the statement itself; false for one run by a function, a DO block or an extension''s script; NULL when unknown';
COMMENT ON COLUMN schema_audit.ddl_log.transaction_at IS 'When the transaction began, as transaction_timestamp()';
COMMENT ON COLUMN schema_audit.ddl_log.statement_at IS 'When the client''s statement arrived, as statement_timestamp()';
COMMENT ON COLUMN schema_audit.ddl_log.backend_pid IS 'Process ID of the server process';
COMMENT ON COLUMN schema_audit.ddl_log.backend_start IS 'When the server process started; together with its ID it tells sessions apart';
COMMENT ON COLUMN schema_audit.ddl_log.replication_role IS 'Setting session_replication_role: origin, replica or local';
COMMENT ON COLUMN schema_audit.ddl_log.schema_name IS 'Schema that holds the object or its table; NULL for objects outside of schemas';
COMMENT ON COLUMN schema_audit.ddl_log.address_names IS 'Names in the words of pg_identify_object_as_address(), unquoted';
COMMENT ON COLUMN schema_audit.ddl_log.address_args IS 'Arguments in the words of pg_identify_object_as_address()';
COMMENT ON COLUMN schema_audit.ddl_log.old_name IS 'Name before a rename, unquoted';
COMMENT ON COLUMN schema_audit.ddl_log.class_id IS 'OID of the catalog that holds the object';
COMMENT ON COLUMN schema_audit.ddl_log.object_id IS 'OID of the object; 0 when it was gone already';
COMMENT ON COLUMN schema_audit.ddl_log.sub_id IS 'Column number for a column, else 0';
COMMENT ON COLUMN schema_audit.ddl_log.incarnation IS 'History that the row was written in: system identifier, database OID and timeline, big-endian; differs in a copy, a restored dump and after a point-in-time recovery';
COMMENT ON COLUMN schema_audit.ddl_log.xid IS 'Top-level transaction, as pg_current_xact_id()';
COMMENT ON COLUMN schema_audit.ddl_log.number IS 'Order within the transaction, shared with ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_log.statement_number IS 'Number of the statement''s row in ddl_statement, of the same incarnation and xid';

-- Privileges: nothing for everybody, reading for those who monitor.

GRANT USAGE ON SCHEMA schema_audit TO pg_monitor;
REVOKE ALL ON schema_audit.ddl_statement, schema_audit.ddl_object, schema_audit.ddl_log FROM PUBLIC;
GRANT SELECT ON schema_audit.ddl_statement, schema_audit.ddl_object, schema_audit.ddl_log TO pg_monitor;

-- A dump of the database keeps the log.

SELECT pg_catalog.pg_extension_config_dump('schema_audit.ddl_statement', '');
SELECT pg_catalog.pg_extension_config_dump('schema_audit.ddl_object', '');

-- Snapshots

CREATE TABLE schema_audit.snapshot (
  id             integer     PRIMARY KEY,
  taken_at       timestamptz NOT NULL,
  label          text,
  taken_by       text        NOT NULL,
  server_version integer     NOT NULL,
  format_version integer     NOT NULL,
  xact_snapshot  pg_snapshot NOT NULL,
  xid            xid8,
  log_number     integer     NOT NULL,
  incarnation    uuid        NOT NULL,
  fingerprint    bytea       NOT NULL,
  objects        integer     NOT NULL,
  added          integer     NOT NULL,
  altered        integer     NOT NULL,
  removed        integer     NOT NULL,
  skipped        text        NOT NULL
);
COMMENT ON TABLE schema_audit.snapshot IS 'one row per snapshot of this database; written by schema_snapshot() only';
COMMENT ON COLUMN schema_audit.snapshot.id IS 'number of the snapshot, counted from 1';
COMMENT ON COLUMN schema_audit.snapshot.taken_at IS 'when it was taken (clock time)';
COMMENT ON COLUMN schema_audit.snapshot.label IS 'the name given to schema_snapshot(), if any';
COMMENT ON COLUMN schema_audit.snapshot.taken_by IS 'session user who took it';
COMMENT ON COLUMN schema_audit.snapshot.server_version IS 'server_version_num of the server at that time';
COMMENT ON COLUMN schema_audit.snapshot.format_version IS 'version of the canonical encoding of its objects';
COMMENT ON COLUMN schema_audit.snapshot.xact_snapshot IS 'pg_current_snapshot() under which the catalog was read: which transactions it saw';
COMMENT ON COLUMN schema_audit.snapshot.xid IS 'the transaction that took it, when it had changed something before: it saw its own changes';
COMMENT ON COLUMN schema_audit.snapshot.log_number IS 'events of that transaction with a lower number had happened';
COMMENT ON COLUMN schema_audit.snapshot.incarnation IS 'history that the transaction numbers belong to; see schema_audit.ddl_statement.incarnation';
COMMENT ON COLUMN schema_audit.snapshot.fingerprint IS 'SHA-256 over the sorted hashes of its objects; equal schemas have equal fingerprints, in any database';
COMMENT ON COLUMN schema_audit.snapshot.objects IS 'number of root objects (a table with its columns, constraints, indexes, triggers and policies is one)';
COMMENT ON COLUMN schema_audit.snapshot.added IS 'root objects that the snapshot before did not have';
COMMENT ON COLUMN schema_audit.snapshot.altered IS 'root objects that differ from the snapshot before';
COMMENT ON COLUMN schema_audit.snapshot.removed IS 'root objects that only the snapshot before had';
COMMENT ON COLUMN schema_audit.snapshot.skipped IS 'JSON list of what is in the database and not in the snapshot, and why';

CREATE TABLE schema_audit.object_version (
  kind           text    NOT NULL,
  identity       text    NOT NULL,
  hash           bytea   NOT NULL,
  body           bytea   NOT NULL,
  hints          bytea   NOT NULL,
  first_snapshot integer NOT NULL,
  last_snapshot  integer,
  PRIMARY KEY (kind, identity, first_snapshot)
);
CREATE INDEX object_version_first_snapshot ON schema_audit.object_version (first_snapshot);
CREATE INDEX object_version_last_snapshot ON schema_audit.object_version (last_snapshot);
COMMENT ON TABLE schema_audit.object_version IS 'each version of a root object once, with the interval of snapshots in which it held; written by schema_snapshot() only';
COMMENT ON COLUMN schema_audit.object_version.kind IS 'table, view, routine, ...';
COMMENT ON COLUMN schema_audit.object_version.identity IS 'address by name, quoted as SQL needs it';
COMMENT ON COLUMN schema_audit.object_version.hash IS 'SHA-256 of body';
COMMENT ON COLUMN schema_audit.object_version.body IS 'canonical encoding of the object with its parts';
COMMENT ON COLUMN schema_audit.object_version.hints IS 'OIDs and column numbers at the time, not part of the content; they tell a rename from a drop and a create';
COMMENT ON COLUMN schema_audit.object_version.first_snapshot IS 'first snapshot in which this version held';
COMMENT ON COLUMN schema_audit.object_version.last_snapshot IS 'last snapshot in which it held; NULL: it holds in the newest one';

CREATE VIEW schema_audit.snapshots AS
SELECT id, taken_at, label, taken_by, objects, added, altered, removed, encode(fingerprint, 'hex') AS fingerprint, server_version
FROM schema_audit.snapshot;
COMMENT ON VIEW schema_audit.snapshots IS 'the snapshots of this database, one row each';

-- Functions

CREATE FUNCTION @extschema@.schema_snapshot(label text DEFAULT NULL) RETURNS integer
AS 'MODULE_PATHNAME', 'schema_audit_snapshot'
LANGUAGE C VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT;
COMMENT ON FUNCTION @extschema@.schema_snapshot(text) IS
'Takes a snapshot of the catalog of this database as of one instant, the changes of the current transaction included, and returns its number. Stores only what changed since the snapshot before. Waits for another schema_snapshot() under way. Errors: 55P03 when an open transaction keeps a relation locked that a view is made of, 25006 in a read-only transaction or during recovery.';

CREATE FUNCTION @extschema@.schema_diff(
  before integer, after integer,
  OUT severity text, OUT finding text, OUT who text, OUT at timestamptz, OUT application text, OUT client_address text,
  OUT statement text, OUT code text, OUT advice text, OUT kind text, OUT object text, OUT attribute text,
  OUT from_value text, OUT to_value text, OUT events jsonb)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'schema_audit_diff'
LANGUAGE C STABLE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION @extschema@.schema_diff(integer, integer) IS
'Findings that lead from one stored snapshot to another, worst first: severity (critical, major, minor), a sentence, and the last event that explains it (who, when, from where, with which statement); all events are in the column events. Errors: 42704 when a snapshot does not exist.';

CREATE FUNCTION @extschema@.schema_diff(
  OUT severity text, OUT finding text, OUT who text, OUT at timestamptz, OUT application text, OUT client_address text,
  OUT statement text, OUT code text, OUT advice text, OUT kind text, OUT object text, OUT attribute text,
  OUT from_value text, OUT to_value text, OUT events jsonb)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'schema_audit_diff_live'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION @extschema@.schema_diff() IS
'Findings that lead from the newest snapshot to the catalog as it is now; see schema_diff(integer, integer). Stores nothing. Errors: 55000 when there is no snapshot yet, 55P03 when an open transaction keeps a relation locked that a view is made of.';

CREATE FUNCTION @extschema@.schema_blame(
  object text,
  OUT kind text, OUT part text, OUT state text, OUT who text, OUT at timestamptz, OUT application text,
  OUT client_address text, OUT command text, OUT statement text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'schema_audit_blame'
LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION @extschema@.schema_blame(text) IS
'For an object and each of its parts (columns, constraints, indexes, triggers, policies): who touched it last, when, and with which statement; NULL where the log knows nothing. The object is given by its address (public.orders, public.f(integer, text)), with its kind in front where that is needed. Errors: 42704 when there is no such object, 42725 when there are several.';

CREATE FUNCTION @extschema@.schema_history(
  object text,
  OUT at timestamptz, OUT what text, OUT snapshot integer, OUT subject text, OUT who text, OUT application text,
  OUT client_address text, OUT command text, OUT subcommand text, OUT statement text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'schema_audit_history'
LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION @extschema@.schema_history(text) IS
'Every event of one object and its parts, and every snapshot in which it was first seen, had changed, or was gone, oldest first. Also for objects that no longer exist, as long as a snapshot holds them. Errors: 42704 when there is no such object, 42725 when there are several.';

CREATE FUNCTION @extschema@.schema_snapshot_json(snapshot integer) RETURNS json
AS 'MODULE_PATHNAME', 'schema_audit_snapshot_json'
LANGUAGE C STABLE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION @extschema@.schema_snapshot_json(integer) IS
'A stored snapshot as the interchange document {"format": "schema_audit/snapshot", "version": 1, ...}. The collector makes the same bytes from outside. Errors: 42704 when the snapshot does not exist, XX001 when its objects do not fit its fingerprint.';

-- Nobody gets anything by default; who may monitor may read. Taking a snapshot writes, so it is granted by name.
REVOKE ALL ON FUNCTION @extschema@.schema_snapshot(text), @extschema@.schema_diff(integer, integer), @extschema@.schema_diff(),
  @extschema@.schema_blame(text), @extschema@.schema_history(text), @extschema@.schema_snapshot_json(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @extschema@.schema_diff(integer, integer), @extschema@.schema_diff(), @extschema@.schema_blame(text),
  @extschema@.schema_history(text), @extschema@.schema_snapshot_json(integer) TO pg_monitor;
REVOKE ALL ON TABLE schema_audit.snapshot, schema_audit.object_version, schema_audit.snapshots FROM PUBLIC;
GRANT SELECT ON TABLE schema_audit.snapshot, schema_audit.object_version, schema_audit.snapshots TO pg_monitor;

SELECT pg_catalog.pg_extension_config_dump('schema_audit.snapshot', '');
SELECT pg_catalog.pg_extension_config_dump('schema_audit.object_version', '');

CREATE FUNCTION schema_audit.incarnation() RETURNS uuid
AS 'MODULE_PATHNAME', 'schema_audit_incarnation'
LANGUAGE C STABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION schema_audit.incarnation() IS
'Tells the history of this database from that of a copy, a restored dump or another timeline: system identifier (8 bytes), database OID (4) and timeline (4). Transaction numbers of the log mean something within one incarnation only.';
REVOKE ALL ON FUNCTION schema_audit.incarnation() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION schema_audit.incarnation() TO pg_monitor;

-- Capture comes last: from here on every command is recorded.

CREATE FUNCTION schema_audit.on_ddl_command_end() RETURNS pg_catalog.event_trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'schema_audit_ddl_command_end';
COMMENT ON FUNCTION schema_audit.on_ddl_command_end() IS 'Records what a command created or altered';

CREATE FUNCTION schema_audit.on_sql_drop() RETURNS pg_catalog.event_trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'schema_audit_sql_drop';
COMMENT ON FUNCTION schema_audit.on_sql_drop() IS 'Records what a command dropped';

CREATE FUNCTION schema_audit.on_table_rewrite() RETURNS pg_catalog.event_trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'schema_audit_table_rewrite';
COMMENT ON FUNCTION schema_audit.on_table_rewrite() IS 'Records which tables a command writes anew, and why';

REVOKE ALL ON FUNCTION schema_audit.on_ddl_command_end(), schema_audit.on_sql_drop(),
    schema_audit.on_table_rewrite() FROM PUBLIC;

CREATE EVENT TRIGGER schema_audit_ddl_command_end ON ddl_command_end
    EXECUTE FUNCTION schema_audit.on_ddl_command_end();
CREATE EVENT TRIGGER schema_audit_sql_drop ON sql_drop
    EXECUTE FUNCTION schema_audit.on_sql_drop();
CREATE EVENT TRIGGER schema_audit_table_rewrite ON table_rewrite
    EXECUTE FUNCTION schema_audit.on_table_rewrite();
COMMENT ON EVENT TRIGGER schema_audit_ddl_command_end IS 'Fills the DDL log of schema_audit';
COMMENT ON EVENT TRIGGER schema_audit_sql_drop IS 'Fills the DDL log of schema_audit';
COMMENT ON EVENT TRIGGER schema_audit_table_rewrite IS 'Fills the DDL log of schema_audit';
ALTER EVENT TRIGGER schema_audit_ddl_command_end ENABLE ALWAYS;
ALTER EVENT TRIGGER schema_audit_sql_drop ENABLE ALWAYS;
ALTER EVENT TRIGGER schema_audit_table_rewrite ENABLE ALWAYS;
