-- schema_snapshot(): numbers, labels, intervals of versions, what is left out.
SET client_min_messages = warning;
SET DateStyle = ISO;
DROP EXTENSION IF EXISTS schema_audit;
DROP SCHEMA IF EXISTS schema_audit CASCADE;
CREATE EXTENSION schema_audit;
SELECT schema_diff();
CREATE SCHEMA snap;
CREATE TABLE snap.t (id int PRIMARY KEY, a text);
SELECT schema_snapshot('first');
-- Unchanged: one row, no version.
SELECT schema_snapshot();
SELECT schema_snapshot('');
CREATE VIEW snap.v AS SELECT a FROM snap.t;
ALTER TABLE snap.t ADD COLUMN b int DEFAULT 1;
SELECT schema_snapshot(label => 'third ''quoted'' – Ü');
DROP VIEW snap.v;
ALTER TABLE snap.t DROP COLUMN b;
SELECT schema_snapshot();
CREATE VIEW snap.v AS SELECT a FROM snap.t;
SELECT schema_snapshot();
-- Without the settings that pg_regress gives its database.
SELECT id, label, taken_by = session_user AS by_me, added - (SELECT count(*) FROM schema_audit.object_version
       WHERE kind = 'database_setting' AND first_snapshot = id) AS added, altered, removed, taken_at <= clock_timestamp() AS past,
       server_version = current_setting('server_version_num')::int AS version
  FROM schema_audit.snapshots ORDER BY id;
SELECT kind, identity, first_snapshot, last_snapshot FROM schema_audit.object_version
 WHERE identity LIKE 'snap%' ORDER BY kind, identity, first_snapshot;
-- Equal schemas have equal fingerprints, different ones do not.
SELECT s.id, min(o.id) AS same_as FROM schema_audit.snapshots s JOIN schema_audit.snapshots o USING (fingerprint)
 GROUP BY s.id ORDER BY s.id;
SELECT bool_and(hash = sha256(body)) AS sealed FROM schema_audit.object_version;
-- Several in one transaction; the changes of the transaction itself are seen; what is rolled back is gone.
BEGIN;
CREATE TABLE snap.mine (id int);
SELECT schema_snapshot();
DROP TABLE snap.mine;
SELECT schema_snapshot();
SAVEPOINT a;
CREATE TABLE snap.mine (id int);
SELECT schema_snapshot();
ROLLBACK TO a;
SELECT schema_snapshot();
COMMIT;
BEGIN;
SELECT schema_snapshot('undone');
ROLLBACK;
SELECT schema_snapshot();
SELECT count(*), max(id) FROM schema_audit.snapshots;
-- Temporary objects never appear, members of extensions do not, and what is left out is said.
CREATE TEMP TABLE passing (id int);
SELECT schema_snapshot();
SELECT added, altered, removed FROM schema_audit.snapshots ORDER BY id DESC LIMIT 1;
CREATE TABLE snap.member (id int);
ALTER EXTENSION plpgsql ADD TABLE snap.member;
CREATE POLICY added ON snap.member;
SELECT schema_snapshot();
SELECT e->>'kind' AS kind, e->>'reason' AS reason FROM schema_audit.snapshot, json_array_elements(skipped::json) e
 WHERE id = (SELECT max(id) FROM schema_audit.snapshot) AND e->>'kind' = 'policy';
ALTER EXTENSION plpgsql DROP TABLE snap.member;
-- Dropped and created anew in the same shape: no new version, but a later rename is still seen as one.
CREATE TABLE snap.again (id int);
SELECT schema_snapshot();
DROP TABLE snap.again;
CREATE TABLE snap.again (id int);
SELECT schema_snapshot() AS id \gset
SELECT added, altered, removed FROM schema_audit.snapshots WHERE id = :id;
ALTER TABLE snap.again RENAME TO once_more;
SELECT severity, finding FROM schema_diff();
DROP SCHEMA snap CASCADE;
