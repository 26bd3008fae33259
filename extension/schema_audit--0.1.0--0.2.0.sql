-- schema_audit 0.1.0 to 0.2.0. Never edited after its release: a later version brings a script of its own.
\echo Use "ALTER EXTENSION schema_audit UPDATE TO '0.2.0'" to load this file. \quit

-- Statements: more about who, how the command was noticed, and what is left of a text that was cut.

ALTER TABLE schema_audit.ddl_statement
    ADD COLUMN session_role_oid   pg_catalog.oid,
    ADD COLUMN outer_role_oid     pg_catalog.oid,
    ADD COLUMN effective_role_oid pg_catalog.oid,
    ADD COLUMN client_dn          pg_catalog.text,
    ADD COLUMN backend_type       pg_catalog.text,
    ADD COLUMN captured_by        pg_catalog.text,
    ADD COLUMN duration_us        pg_catalog.int8,
    ADD COLUMN call_stack         pg_catalog.text,
    ADD COLUMN statement_length   pg_catalog.int4,
    ADD COLUMN statement_hash     pg_catalog.bytea;
COMMENT ON COLUMN schema_audit.ddl_statement.session_role_oid IS 'OID of session_role at the time';
COMMENT ON COLUMN schema_audit.ddl_statement.outer_role_oid IS 'OID of outer_role at the time';
COMMENT ON COLUMN schema_audit.ddl_statement.effective_role_oid IS 'OID of effective_role at the time';
COMMENT ON COLUMN schema_audit.ddl_statement.client_dn IS 'Subject of the certificate that the client proved to have; NULL without one';
COMMENT ON COLUMN schema_audit.ddl_statement.backend_type IS 'Kind of server process, as pg_stat_activity.backend_type';
COMMENT ON COLUMN schema_audit.ddl_statement.captured_by IS 'What noticed the command: event trigger; utility hook, for what event triggers are not called for; tripwire, when only the catalog changes themselves were noticed; guard, for changes of the log by hand; function, when a function of the extension recorded what it did itself (PRUNE LOG)';
COMMENT ON COLUMN schema_audit.ddl_statement.duration_us IS 'Microseconds from the start of the command to its record; NULL when the start is unknown';
COMMENT ON COLUMN schema_audit.ddl_statement.call_stack IS 'Functions that the statement was run by, innermost first, as the CONTEXT of an error message; NULL when the client sent it itself';
COMMENT ON COLUMN schema_audit.ddl_statement.statement_length IS 'Bytes of the whole text, secrets left out, when it was cut; NULL otherwise';
COMMENT ON COLUMN schema_audit.ddl_statement.statement_hash IS 'SHA-256 of the whole text, secrets left out, when it was cut; NULL otherwise';

COMMENT ON COLUMN schema_audit.ddl_statement.statement IS 'Text of this one statement with the comments around it, secrets left out; when the library was loaded only by this statement, the client''s whole string; NULL when it is unknown or cannot be shown without a secret';
COMMENT ON COLUMN schema_audit.ddl_statement.actor IS 'On whose behalf the statement was run; how far that is to be believed tells actor_trust. NULL when nobody was named and nobody proved to be anyone';
COMMENT ON COLUMN schema_audit.ddl_statement.actor_trust IS 'verified: a signed token in schema_audit.actor; claimed: a text in schema_audit.actor, which anybody can set; comment: a tag in a comment around the statement, the same; authenticated: nobody was named, the actor is authenticated_identity without its method';

-- Objects: what they were before.

ALTER TABLE schema_audit.ddl_object
    ADD COLUMN old_owner      pg_catalog.text,
    ADD COLUMN old_privileges pg_catalog.text[];
COMMENT ON COLUMN schema_audit.ddl_object.role IS 'target: named by the statement; subcommand: touched by one action of ALTER TABLE; implicit: made along with a target; secondary: the other object of the command; dropped; rewritten; unfinished: touched in an early transaction of a command that runs in several; unattributed: changed without a record of its own, by a command that event triggers were not called for, by a function in C, or by hand (object_identity is the catalog then)';
COMMENT ON COLUMN schema_audit.ddl_object.old_owner IS 'Owner before OWNER TO or REASSIGN OWNED; NULL for other commands';
COMMENT ON COLUMN schema_audit.ddl_object.old_privileges IS 'Privileges before GRANT, REVOKE or ALTER DEFAULT PRIVILEGES, as aclitem, those of a column with its name in parentheses; empty: the defaults; NULL for other commands';

-- Attempts: what did not come to be, or came to be without its record.

CREATE TABLE schema_audit.ddl_attempt (
    incarnation            pg_catalog.uuid        NOT NULL,
    id                     pg_catalog.int8        NOT NULL,
    at                     pg_catalog.timestamptz NOT NULL,
    outcome                pg_catalog.text        NOT NULL,
    command_tag            pg_catalog.text,
    statement              pg_catalog.text,
    statement_redacted     pg_catalog.bool        NOT NULL,
    sqlstate               pg_catalog.text,
    message                pg_catalog.text,
    session_role           pg_catalog.text        NOT NULL,
    effective_role         pg_catalog.text        NOT NULL,
    authenticated_identity pg_catalog.text,
    actor                  pg_catalog.text,
    actor_trust            pg_catalog.text,
    application_name       pg_catalog.text,
    client_addr            pg_catalog.text,
    client_port            pg_catalog.int4,
    backend_pid            pg_catalog.int4        NOT NULL,
    xid                    pg_catalog.xid8,
    number                 pg_catalog.int4,
    repeated               pg_catalog.int4        NOT NULL,
    PRIMARY KEY (incarnation, id)
);
COMMENT ON TABLE schema_audit.ddl_attempt IS 'DDL commands that failed, were refused or were rolled back, and commands that could not be recorded; kept apart from what happened. Written by the background worker, so only when the library is in shared_preload_libraries';
COMMENT ON COLUMN schema_audit.ddl_attempt.incarnation IS 'History that the row was written in; see ddl_statement.incarnation';
COMMENT ON COLUMN schema_audit.ddl_attempt.id IS 'Order in which attempts were stored, from 1';
COMMENT ON COLUMN schema_audit.ddl_attempt.at IS 'When the command failed or was rolled back; for an unrecorded one when it was committed; the first time, when it was repeated';
COMMENT ON COLUMN schema_audit.ddl_attempt.outcome IS 'failed: it ended with an error; refused: for want of a privilege, or by a guard of the log (SQLSTATE 42501 and class 28); rolled back: it was recorded, and then its transaction or savepoint was rolled back; unrecorded: it stands without a record; lost: so many attempts, counted in repeated, did not fit into schema_audit.attempt_buffer';
COMMENT ON COLUMN schema_audit.ddl_attempt.command_tag IS 'Command in the servers words, e.g. CREATE TABLE';
COMMENT ON COLUMN schema_audit.ddl_attempt.statement IS 'Text of the statement, as in ddl_statement, of at most 8 kB; NULL when it is unknown or cannot be shown without a secret';
COMMENT ON COLUMN schema_audit.ddl_attempt.statement_redacted IS 'Whether a secret was left out of the text, or the whole text because of one';
COMMENT ON COLUMN schema_audit.ddl_attempt.sqlstate IS 'Code of the error; NULL when it was rolled back';
COMMENT ON COLUMN schema_audit.ddl_attempt.message IS 'Message of the error, of at most 1 kB; of a statement with secrets only its constant part, with placeholders';
COMMENT ON COLUMN schema_audit.ddl_attempt.session_role IS 'Role that logged in, or of SET SESSION AUTHORIZATION; its OID when it was gone before the row was stored';
COMMENT ON COLUMN schema_audit.ddl_attempt.effective_role IS 'Role whose privileges the statement ran with; its OID when it was gone';
COMMENT ON COLUMN schema_audit.ddl_attempt.authenticated_identity IS 'As in ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_attempt.actor IS 'As in ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_attempt.actor_trust IS 'As in ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_attempt.application_name IS 'Name that the client gave itself';
COMMENT ON COLUMN schema_audit.ddl_attempt.client_addr IS 'Address of the client; NULL for a Unix-domain socket or a background process';
COMMENT ON COLUMN schema_audit.ddl_attempt.client_port IS 'TCP port of the client; NULL as client_addr';
COMMENT ON COLUMN schema_audit.ddl_attempt.backend_pid IS 'Process ID of the server process';
COMMENT ON COLUMN schema_audit.ddl_attempt.xid IS 'Its top-level transaction; NULL when that had changed nothing before';
COMMENT ON COLUMN schema_audit.ddl_attempt.number IS 'Number that its row in ddl_statement had before that was rolled back; NULL when it had none';
COMMENT ON COLUMN schema_audit.ddl_attempt.repeated IS 'How many times the same session tried the same with the same outcome before the row was stored';

-- Seals: one root per transaction, computed by the transaction itself; blocks of committed transactions, each holding the hash of
-- the block before.

CREATE TABLE schema_audit.ddl_transaction (
    incarnation pg_catalog.uuid  NOT NULL,
    xid         pg_catalog.xid8  NOT NULL,
    statements  pg_catalog.int4  NOT NULL,
    objects     pg_catalog.int4  NOT NULL,
    leaves      pg_catalog.bytea NOT NULL,
    root        pg_catalog.bytea NOT NULL,
    PRIMARY KEY (incarnation, xid)
);
COMMENT ON TABLE schema_audit.ddl_transaction IS 'One row per transaction with rows in the log: what the log must hold of it';
COMMENT ON COLUMN schema_audit.ddl_transaction.incarnation IS 'History that the transaction belongs to; see ddl_statement.incarnation';
COMMENT ON COLUMN schema_audit.ddl_transaction.xid IS 'Top-level transaction, as pg_current_xact_id()';
COMMENT ON COLUMN schema_audit.ddl_transaction.statements IS 'Number of its rows in ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_transaction.objects IS 'Number of its rows in ddl_object';
COMMENT ON COLUMN schema_audit.ddl_transaction.leaves IS 'First 8 bytes of the hash of each of its rows, in the order of number over both tables';
COMMENT ON COLUMN schema_audit.ddl_transaction.root IS 'Merkle root over the whole hashes of its rows (SHA-256)';

CREATE TABLE schema_audit.ddl_block (
    incarnation  pg_catalog.uuid        NOT NULL,
    number       pg_catalog.int8        NOT NULL,
    algorithm    pg_catalog.text        NOT NULL,
    sealed_at    pg_catalog.timestamptz NOT NULL,
    first_xid    pg_catalog.xid8        NOT NULL,
    end_xid      pg_catalog.xid8        NOT NULL,
    transactions pg_catalog.int4        NOT NULL,
    rows         pg_catalog.int8        NOT NULL,
    root         pg_catalog.bytea       NOT NULL,
    previous     pg_catalog.bytea       NOT NULL,
    hash         pg_catalog.bytea       NOT NULL,
    pruned_at    pg_catalog.timestamptz,
    pruned_by    pg_catalog.text,
    PRIMARY KEY (incarnation, number)
);
COMMENT ON TABLE schema_audit.ddl_block IS 'Chain of seals: each block covers the transactions from first_xid up to, not including, end_xid';
COMMENT ON COLUMN schema_audit.ddl_block.incarnation IS 'History that the block belongs to; each has a chain of its own';
COMMENT ON COLUMN schema_audit.ddl_block.number IS 'Place in the chain, from 1';
COMMENT ON COLUMN schema_audit.ddl_block.algorithm IS 'How roots and hashes are computed: sha256-v1';
COMMENT ON COLUMN schema_audit.ddl_block.sealed_at IS 'When the block was made, by the server''s clock';
COMMENT ON COLUMN schema_audit.ddl_block.first_xid IS 'First transaction that it can cover: end_xid of the block before';
COMMENT ON COLUMN schema_audit.ddl_block.end_xid IS 'First transaction that it does not cover any more';
COMMENT ON COLUMN schema_audit.ddl_block.transactions IS 'Number of transactions that it covers';
COMMENT ON COLUMN schema_audit.ddl_block.rows IS 'Number of log rows that these wrote';
COMMENT ON COLUMN schema_audit.ddl_block.root IS 'Merkle root over the hashes of its rows of ddl_transaction, in the order of xid';
COMMENT ON COLUMN schema_audit.ddl_block.previous IS 'hash of the block before; of block 1 that of the block which its history comes from, or no bytes';
COMMENT ON COLUMN schema_audit.ddl_block.hash IS 'SHA-256 over the columns from incarnation to previous';
COMMENT ON COLUMN schema_audit.ddl_block.pruned_at IS 'When schema_audit.prune_log() removed its log rows; NULL: they are there';
COMMENT ON COLUMN schema_audit.ddl_block.pruned_by IS 'Role that had them removed';

CREATE FUNCTION schema_audit.seal() RETURNS pg_catalog.int8
AS 'MODULE_PATHNAME', 'schema_audit_seal'
LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION schema_audit.seal() IS
'Seals what was committed since the last block, up to the oldest transaction that is still running, and returns the number of transactions sealed. The background worker does this by itself. Waits for nobody: 0 also when another session is sealing. Errors: 25006 in a read-only transaction or during recovery.';
CREATE FUNCTION schema_audit.prune_log(before pg_catalog.timestamptz) RETURNS pg_catalog.int8
AS 'MODULE_PATHNAME', 'schema_audit_prune_log'
LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION schema_audit.prune_log(pg_catalog.timestamptz) IS
'Removes the log rows of whole blocks that were sealed before then, oldest first, and returns the number of blocks. The blocks themselves stay, and the log says who had it done (PRUNE LOG). Errors: 42P01 when the tables of the extension are older than its library, 25006 in a read-only transaction or during recovery.';
REVOKE ALL ON FUNCTION schema_audit.seal(), schema_audit.prune_log(pg_catalog.timestamptz) FROM PUBLIC;

ALTER TABLE schema_audit.snapshot ADD COLUMN catalog_mark pg_catalog.text;
COMMENT ON COLUMN schema_audit.snapshot.catalog_mark IS
'a sum over the row versions of the catalogs at that time: as long as it is the same, nothing of the schema has changed';

ALTER TABLE schema_audit.snapshot ADD COLUMN catalog_places pg_catalog.bytea;
COMMENT ON COLUMN schema_audit.snapshot.catalog_places IS
'the same sum object by object, so that the next snapshot reads only what has changed; of the last snapshot for which the catalog was read';

CREATE FUNCTION @extschema@.schema_fingerprint() RETURNS pg_catalog.text
AS 'MODULE_PATHNAME', 'schema_audit_fingerprint'
LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION @extschema@.schema_fingerprint() IS
'The fingerprint that a snapshot of this database would have now, the changes of the current transaction included. Stores nothing. Equal schemas have equal fingerprints. Errors: 55P03 when an open transaction keeps a relation locked that a view is made of.';
REVOKE ALL ON FUNCTION @extschema@.schema_fingerprint() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @extschema@.schema_fingerprint() TO pg_monitor;

CREATE FUNCTION @extschema@.schema_prune(before pg_catalog.timestamptz) RETURNS pg_catalog.int4
AS 'MODULE_PATHNAME', 'schema_audit_prune_snapshots'
LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION @extschema@.schema_prune(pg_catalog.timestamptz) IS
'Removes the snapshots that were taken before then, except the newest, with the versions of objects that no other snapshot has, and returns their number. Every remaining snapshot stays whole. Errors: 25006 in a read-only transaction or during recovery.';
REVOKE ALL ON FUNCTION @extschema@.schema_prune(pg_catalog.timestamptz) FROM PUBLIC;

CREATE FUNCTION @extschema@.schema_verify(
  from_block pg_catalog.int8 DEFAULT NULL,
  OUT "check" pg_catalog.text, OUT status pg_catalog.text, OUT detail pg_catalog.text)
RETURNS SETOF pg_catalog.record
AS 'MODULE_PATHNAME', 'schema_audit_verify'
LANGUAGE C VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT;
COMMENT ON FUNCTION @extschema@.schema_verify(pg_catalog.int8) IS
'Compares the whole log with its seals, and looks whether everything that it needs is in place: one row per check with status ok, warning or failed, and a row more for each thing that is wrong. With from_block only the blocks of the current history from that number on are compared. Changes nothing. Errors: 42P01 without the tables of the extension.';
REVOKE ALL ON FUNCTION @extschema@.schema_verify(pg_catalog.int8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @extschema@.schema_verify(pg_catalog.int8) TO pg_monitor;

CREATE OR REPLACE VIEW schema_audit.ddl_log AS
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
       o.statement AS statement_number,
       o.old_owner,
       o.old_privileges,
       s.client_dn,
       s.backend_type,
       s.captured_by,
       s.duration_us,
       s.call_stack
  FROM schema_audit.ddl_object AS o
  JOIN schema_audit.ddl_statement AS s
    ON s.incarnation OPERATOR(pg_catalog.=) o.incarnation
   AND s.xid OPERATOR(pg_catalog.=) o.xid
   AND s.number OPERATOR(pg_catalog.=) o.statement;
COMMENT ON COLUMN schema_audit.ddl_log.role IS 'target: named by the statement; subcommand: touched by one action of ALTER TABLE; implicit: made along with a target; secondary: the other object of the command; dropped; rewritten; unfinished: touched in an early transaction of a command that runs in several; unattributed: changed without a record of its own, by a command that event triggers were not called for, by a function in C, or by hand (object_identity is the catalog then)';
COMMENT ON COLUMN schema_audit.ddl_log.old_owner IS 'Owner before OWNER TO or REASSIGN OWNED; NULL for other commands';
COMMENT ON COLUMN schema_audit.ddl_log.old_privileges IS 'Privileges before GRANT, REVOKE or ALTER DEFAULT PRIVILEGES, as aclitem, those of a column with its name in parentheses; empty: the defaults; NULL for other commands';
COMMENT ON COLUMN schema_audit.ddl_log.client_dn IS 'Subject of the certificate that the client proved to have; NULL without one';
COMMENT ON COLUMN schema_audit.ddl_log.backend_type IS 'Kind of server process, as pg_stat_activity.backend_type';
COMMENT ON COLUMN schema_audit.ddl_log.captured_by IS 'What noticed the command: event trigger, utility hook, tripwire, guard or function; see ddl_statement';
COMMENT ON COLUMN schema_audit.ddl_log.duration_us IS 'Microseconds from the start of the command to its record; NULL when the start is unknown';
COMMENT ON COLUMN schema_audit.ddl_log.call_stack IS 'Functions that the statement was run by, innermost first; NULL when the client sent it itself';

CREATE FUNCTION schema_audit.actor_token(
  actor pg_catalog.text, valid_for pg_catalog.interval DEFAULT '5 minutes', role pg_catalog.text DEFAULT session_user)
RETURNS pg_catalog.text
AS 'MODULE_PATHNAME', 'schema_audit_actor_token'
LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION schema_audit.actor_token(pg_catalog.text, pg_catalog.interval, pg_catalog.text) IS
'A token for schema_audit.actor that proves the actor in this database, to sessions that logged in as the role, for transactions that begin within valid_for (1 second to 1 day). Signed with schema_audit.actor_key. Errors: 55000 when no key is set, 22023 for an empty actor or an interval out of range.';
REVOKE ALL ON FUNCTION schema_audit.actor_token(pg_catalog.text, pg_catalog.interval, pg_catalog.text) FROM PUBLIC;

-- Who may monitor may read; nobody else gets anything by default.
REVOKE ALL ON TABLE schema_audit.ddl_attempt, schema_audit.ddl_transaction, schema_audit.ddl_block FROM PUBLIC;
GRANT SELECT ON TABLE schema_audit.ddl_attempt, schema_audit.ddl_transaction, schema_audit.ddl_block TO pg_monitor;

-- A dump of the database keeps them.
SELECT pg_catalog.pg_extension_config_dump('schema_audit.ddl_attempt', '');
SELECT pg_catalog.pg_extension_config_dump('schema_audit.ddl_transaction', '');
SELECT pg_catalog.pg_extension_config_dump('schema_audit.ddl_block', '');

CREATE FUNCTION schema_audit.store_attempts() RETURNS pg_catalog.int8
AS 'MODULE_PATHNAME', 'schema_audit_store_attempts'
LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION schema_audit.store_attempts() IS
'Moves the attempts of this database that wait in shared memory into schema_audit.ddl_attempt, as part of the current transaction, and returns how many rows that made. The background worker does this by itself. Waits for others that do the same. 0 when the library is not in shared_preload_libraries. Errors: 25006 in a read-only transaction or during recovery.';
REVOKE ALL ON FUNCTION schema_audit.store_attempts() FROM PUBLIC;

-- Guards: rows of the log come from the extension alone.

CREATE FUNCTION schema_audit.guard_log() RETURNS pg_catalog.trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'schema_audit_guard_log';
COMMENT ON FUNCTION schema_audit.guard_log() IS 'Refuses changes of the log by hand, and records those that a superuser may make';
REVOKE ALL ON FUNCTION schema_audit.guard_log() FROM PUBLIC;

DO $guards$
DECLARE
    guarded pg_catalog.text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['ddl_statement', 'ddl_object', 'ddl_attempt', 'ddl_transaction', 'ddl_block', 'snapshot', 'object_version'] LOOP
        EXECUTE pg_catalog.format('CREATE TRIGGER schema_audit_guard_rows BEFORE INSERT OR UPDATE OR DELETE ON schema_audit.%I FOR EACH ROW EXECUTE FUNCTION schema_audit.guard_log()', guarded);
        EXECUTE pg_catalog.format('CREATE TRIGGER schema_audit_guard_statement BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON schema_audit.%I FOR EACH STATEMENT EXECUTE FUNCTION schema_audit.guard_log()', guarded);
        EXECUTE pg_catalog.format('CREATE TRIGGER schema_audit_guard_report AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON schema_audit.%I FOR EACH STATEMENT EXECUTE FUNCTION schema_audit.guard_log()', guarded);
        EXECUTE pg_catalog.format('ALTER TABLE schema_audit.%I ENABLE ALWAYS TRIGGER schema_audit_guard_rows, ENABLE ALWAYS TRIGGER schema_audit_guard_statement, ENABLE ALWAYS TRIGGER schema_audit_guard_report', guarded);
    END LOOP;
END
$guards$;

CREATE FUNCTION @extschema@.schema_migration(before pg_catalog.int4, after pg_catalog.int4) RETURNS pg_catalog.text
AS 'MODULE_PATHNAME', 'schema_audit_migration'
LANGUAGE C STABLE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION @extschema@.schema_migration(pg_catalog.int4, pg_catalog.int4) IS
'The statements that turn the schema of one stored snapshot into that of another, in order, as a script for psql; empty when both are equal. What a step does to data, and what no statement can do, stands in comments. Swap the arguments for the way back. Errors: 42704 when a snapshot does not exist, 0A000 when one has another format.';
REVOKE ALL ON FUNCTION @extschema@.schema_migration(pg_catalog.int4, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @extschema@.schema_migration(pg_catalog.int4, pg_catalog.int4) TO pg_monitor;

-- Findings that only follow from another say so. A view of somebody's own on the old function keeps that.

DO $diff$ BEGIN
DROP FUNCTION @extschema@.schema_diff(pg_catalog.int4, pg_catalog.int4), @extschema@.schema_diff();
CREATE FUNCTION @extschema@.schema_diff(
  before pg_catalog.int4, after pg_catalog.int4,
  OUT severity pg_catalog.text, OUT finding pg_catalog.text, OUT who pg_catalog.text, OUT at pg_catalog.timestamptz,
  OUT application pg_catalog.text, OUT client_address pg_catalog.text, OUT statement pg_catalog.text, OUT code pg_catalog.text,
  OUT advice pg_catalog.text, OUT kind pg_catalog.text, OUT object pg_catalog.text, OUT attribute pg_catalog.text,
  OUT from_value pg_catalog.text, OUT to_value pg_catalog.text, OUT events pg_catalog.jsonb, OUT follows pg_catalog.text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'schema_audit_diff'
LANGUAGE C STABLE PARALLEL UNSAFE STRICT;
COMMENT ON FUNCTION @extschema@.schema_diff(pg_catalog.int4, pg_catalog.int4) IS
'Findings that lead from one stored snapshot to another, worst first: severity (critical, major, minor), a sentence, and the last event that explains it (who, when, from where, with which statement); all events are in the column events. What only follows from another finding stands below it, with its object in the column follows. Errors: 42704 when a snapshot does not exist.';
CREATE FUNCTION @extschema@.schema_diff(
  OUT severity pg_catalog.text, OUT finding pg_catalog.text, OUT who pg_catalog.text, OUT at pg_catalog.timestamptz,
  OUT application pg_catalog.text, OUT client_address pg_catalog.text, OUT statement pg_catalog.text, OUT code pg_catalog.text,
  OUT advice pg_catalog.text, OUT kind pg_catalog.text, OUT object pg_catalog.text, OUT attribute pg_catalog.text,
  OUT from_value pg_catalog.text, OUT to_value pg_catalog.text, OUT events pg_catalog.jsonb, OUT follows pg_catalog.text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'schema_audit_diff_live'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION @extschema@.schema_diff() IS
'Findings that lead from the newest snapshot to the catalog as it is now; see schema_diff(integer, integer). Stores nothing. Errors: 55000 when there is no snapshot yet, 55P03 when an open transaction keeps a relation locked that a view is made of.';
REVOKE ALL ON FUNCTION @extschema@.schema_diff(pg_catalog.int4, pg_catalog.int4), @extschema@.schema_diff() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @extschema@.schema_diff(pg_catalog.int4, pg_catalog.int4), @extschema@.schema_diff() TO pg_monitor;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'schema_diff() stays without the column follows, because something depends on it';
END $diff$;

-- DROP EXTENSION says what is lost in a session that has not loaded the library yet, too.

CREATE FUNCTION schema_audit.on_ddl_command_start() RETURNS pg_catalog.event_trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'schema_audit_ddl_command_start';
COMMENT ON FUNCTION schema_audit.on_ddl_command_start() IS 'Loads the library before a command that may drop the log, to tell what is lost';
REVOKE ALL ON FUNCTION schema_audit.on_ddl_command_start() FROM PUBLIC;
CREATE EVENT TRIGGER schema_audit_ddl_command_start ON ddl_command_start
    WHEN TAG IN ('DROP EXTENSION', 'DROP SCHEMA', 'DROP OWNED')
    EXECUTE FUNCTION schema_audit.on_ddl_command_start();
COMMENT ON EVENT TRIGGER schema_audit_ddl_command_start IS 'Loads schema_audit before a command that may drop its log';
ALTER EVENT TRIGGER schema_audit_ddl_command_start ENABLE ALWAYS;

-- What snapshots print expressions with.

CREATE FUNCTION schema_audit.expression_text(expression pg_catalog.pg_node_tree, relation pg_catalog.oid) RETURNS pg_catalog.text
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'schema_audit_expression_text';
COMMENT ON FUNCTION schema_audit.expression_text(pg_catalog.pg_node_tree, pg_catalog.oid) IS
'The text of an expression, as pg_get_expr() prints it; within a snapshot without opening the relation';
REVOKE ALL ON FUNCTION schema_audit.expression_text(pg_catalog.pg_node_tree, pg_catalog.oid) FROM PUBLIC;
