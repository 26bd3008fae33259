-- schema_prune(): old snapshots go, and every one that stays is whole.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
CREATE SCHEMA prune;
CREATE TABLE prune.always (a int);
CREATE TABLE prune.early (a int);
SELECT schema_snapshot('1');
ALTER TABLE prune.always ADD b int;
SELECT schema_snapshot('2');
DROP TABLE prune.early;
CREATE TABLE prune.late (a int);
SELECT schema_snapshot('3');
ALTER TABLE prune.late ADD b int;
SELECT schema_snapshot('4');
CREATE TABLE prune.early (a int);
DROP TABLE prune.late;
SELECT schema_snapshot('5');
CREATE TEMP TABLE documents AS SELECT id, schema_snapshot_json(id)::text AS document FROM schema_audit.snapshots;
CREATE TEMP TABLE findings AS SELECT a, b, f.* FROM (VALUES (3, 4), (4, 5), (3, 5), (5, 3)) p(a, b), schema_diff(a, b) f;
-- In notations of another session.
SET DateStyle = German;
SET TimeZone = 'Asia/Kolkata';
SELECT schema_prune('-infinity');
SELECT schema_prune((SELECT taken_at FROM schema_audit.snapshots WHERE label = '3'));
SELECT id, label FROM schema_audit.snapshots ORDER BY id;
SELECT kind, identity, first_snapshot, last_snapshot FROM schema_audit.object_version
 WHERE identity LIKE 'prune.%' ORDER BY kind, identity, first_snapshot;
SELECT id, document = schema_snapshot_json(id)::text AS whole FROM documents JOIN schema_audit.snapshots USING (id) ORDER BY id;
SELECT count(*) AS differences FROM (
  (TABLE findings EXCEPT ALL SELECT a, b, f.* FROM (VALUES (3, 4), (4, 5), (3, 5), (5, 3)) p(a, b), schema_diff(a, b) f)
  UNION ALL
  (SELECT a, b, f.* FROM (VALUES (3, 4), (4, 5), (3, 5), (5, 3)) p(a, b), schema_diff(a, b) f EXCEPT ALL TABLE findings)) d;
SELECT count(*) AS dangling FROM schema_audit.object_version v
 WHERE first_snapshot NOT IN (SELECT id FROM schema_audit.snapshot) OR last_snapshot NOT IN (SELECT id FROM schema_audit.snapshot);
SELECT what FROM schema_history('prune.always') WHERE what ~ 'snapshot|version';
-- All but the newest; the next one has a number of its own.
SELECT schema_prune('infinity');
SELECT schema_prune('infinity');
SELECT id, document = schema_snapshot_json(id)::text AS whole FROM documents JOIN schema_audit.snapshots USING (id);
CREATE TABLE prune.more (a int);
SELECT schema_snapshot('6');
SELECT severity, finding FROM schema_diff(5, 6) WHERE object ~ 'prune';
SELECT schema_prune(NULL);
BEGIN READ ONLY;
SELECT schema_prune('infinity');
ROLLBACK;
DROP SCHEMA prune CASCADE;
