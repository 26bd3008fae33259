-- What belongs to the cluster is in every snapshot, counts for no fingerprint of the schema, and has findings.
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS schema_audit;
CREATE EXTENSION schema_audit;
SELECT schema_snapshot();
SELECT schema_fingerprint() = fingerprint AS same FROM schema_audit.snapshots ORDER BY id DESC LIMIT 1;
CREATE ROLE regress_sa_group;
CREATE ROLE regress_sa_member PASSWORD 's3cret';
SELECT schema_snapshot();
SELECT severity, code, finding FROM schema_diff(1, 2) WHERE object ~ 'regress_sa' ORDER BY code, object;
-- Nothing of the database itself has changed.
SELECT count(DISTINCT fingerprint) AS fingerprints, sum(added + altered + removed) - max(added) AS counted FROM schema_audit.snapshots;
ALTER ROLE regress_sa_member LOGIN CREATEROLE BYPASSRLS CONNECTION LIMIT 3;
GRANT regress_sa_group TO regress_sa_member WITH ADMIN OPTION;
ALTER ROLE regress_sa_member SET work_mem = '16MB';
ALTER ROLE regress_sa_member SET app.token = 's3cret';
COMMENT ON ROLE regress_sa_member IS 'someone';
GRANT SET ON PARAMETER log_min_messages TO regress_sa_group;
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE regress_sa_space LOCATION '' WITH (random_page_cost = 2);
SELECT severity, code, finding FROM schema_diff() WHERE object ~ 'regress_sa|log_min' ORDER BY code, object;
SELECT schema_snapshot();
SELECT c->>'name' AS name, c->'attributes' AS attributes
  FROM json_array_elements(schema_snapshot_json(3)->'cluster'->'objects') c WHERE c->>'name' ~ 'regress_sa|log_min' ORDER BY 1;
SELECT count(*) AS among_the_objects FROM json_array_elements(schema_snapshot_json(3)->'objects') o WHERE o->>'kind' IN ('role', 'tablespace', 'database', 'parameter');
SELECT schema_snapshot_json(3)::text ~ 's3cret' AS secret;
-- A role renamed is a role renamed.
ALTER ROLE regress_sa_member RENAME TO regress_sa_renamed;
SELECT severity, code, finding FROM schema_diff() WHERE object ~ 'regress_sa' ORDER BY code, object;
-- A schema may be called as a role is: what belongs to the cluster is meant with its kind in front only.
CREATE SCHEMA regress_sa_group;
SELECT DISTINCT kind FROM schema_blame('regress_sa_group');
SELECT DISTINCT kind FROM schema_blame('role regress_sa_group');
DROP SCHEMA regress_sa_group;
REVOKE SET ON PARAMETER log_min_messages FROM regress_sa_group;
DROP TABLESPACE regress_sa_space;
DROP ROLE regress_sa_renamed, regress_sa_group;
SELECT severity, code, finding FROM schema_diff() WHERE object ~ 'regress_sa|log_min' ORDER BY code, object;
