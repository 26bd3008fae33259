-- A store as schema-audit 0.1.0 made it: its first migration as it was released, and one target with a statement,
-- two objects and a snapshot.
PRAGMA application_id = 1396798820;
PRAGMA user_version = 1;
CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT;
INSERT INTO migration VALUES (1, 'first', '49e4148fff32780f30ab10103942ea23d7eb78cacaf22f47007dccab2ef9028f', '2026-11-20T08:00:00.000000Z');
CREATE TABLE target (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  environment TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  last_attempt_at TEXT,
  last_success_at TEXT,
  last_error TEXT NOT NULL DEFAULT '',
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE ddl_statement (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  xid INTEGER NOT NULL,
  number INTEGER NOT NULL,
  logged_at TEXT NOT NULL,
  transaction_at TEXT NOT NULL,
  statement_at TEXT NOT NULL,
  command_tag TEXT NOT NULL,
  statement TEXT,
  statement_redacted INTEGER NOT NULL,
  top_level INTEGER,
  session_role TEXT NOT NULL,
  outer_role TEXT NOT NULL,
  effective_role TEXT NOT NULL,
  authenticated_identity TEXT,
  superuser INTEGER NOT NULL,
  actor TEXT,
  actor_trust TEXT,
  reason TEXT,
  application_name TEXT NOT NULL,
  client_addr TEXT,
  client_port INTEGER,
  backend_pid INTEGER NOT NULL,
  backend_start TEXT NOT NULL,
  replication_role TEXT NOT NULL,
  in_extension TEXT,
  PRIMARY KEY (target_id, incarnation, xid, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX ddl_statement_logged_at ON ddl_statement (target_id, logged_at);

-- Arrays are JSON text. A row may lack its statement: what a target sends is kept as it is.
CREATE TABLE ddl_object (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  xid INTEGER NOT NULL,
  number INTEGER NOT NULL,
  statement INTEGER NOT NULL,
  role TEXT NOT NULL,
  command_tag TEXT,
  subcommand TEXT,
  kind TEXT,
  object_type TEXT NOT NULL,
  schema_name TEXT,
  object_identity TEXT,
  address_names TEXT,
  address_args TEXT,
  old_name TEXT,
  old_identity TEXT,
  class_id INTEGER NOT NULL,
  object_id INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  original INTEGER,
  normal INTEGER,
  rewrite_reason INTEGER,
  privileges TEXT,
  grantees TEXT,
  PRIMARY KEY (target_id, incarnation, xid, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX ddl_object_address_names ON ddl_object (target_id, address_names);

CREATE TABLE watermark (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  pg_snapshot TEXT NOT NULL,
  pulled_at TEXT NOT NULL,
  PRIMARY KEY (target_id, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
  target_id INTEGER NOT NULL REFERENCES target,
  id INTEGER NOT NULL CHECK (id > 0),
  taken_at TEXT NOT NULL,
  label TEXT NOT NULL,
  database TEXT NOT NULL,
  server_version INTEGER NOT NULL,
  xact_snapshot TEXT NOT NULL,
  incarnation TEXT,
  extension_version TEXT,
  no_events TEXT NOT NULL,
  lineage TEXT NOT NULL,
  format_version INTEGER NOT NULL,
  fingerprint BLOB NOT NULL,
  objects INTEGER NOT NULL,
  added INTEGER NOT NULL,
  altered INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  skipped TEXT NOT NULL,
  PRIMARY KEY (target_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_taken_at ON snapshot (target_id, taken_at);

-- Holds from first_snapshot to last_snapshot, both included; NULL: it still holds. The body comes last: what stands
-- before it is read without it.
CREATE TABLE object_version (
  target_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  identity TEXT NOT NULL,
  first_snapshot INTEGER NOT NULL,
  last_snapshot INTEGER,
  hash BLOB NOT NULL,
  hints BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (target_id, kind, identity, first_snapshot),
  FOREIGN KEY (target_id, first_snapshot) REFERENCES snapshot,
  CHECK (last_snapshot >= first_snapshot)
) STRICT;
CREATE INDEX object_version_first ON object_version (target_id, first_snapshot);
CREATE INDEX object_version_last ON object_version (target_id, last_snapshot);
CREATE UNIQUE INDEX object_version_open ON object_version (target_id, kind, identity)
  WHERE last_snapshot IS NULL;

-- What the drift between two targets was when it was last told about.
CREATE TABLE drift (
  target_id INTEGER NOT NULL REFERENCES target,
  reference_id INTEGER NOT NULL REFERENCES target,
  digest TEXT NOT NULL,
  noted_at TEXT NOT NULL,
  PRIMARY KEY (target_id, reference_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
  target_id INTEGER NOT NULL REFERENCES target,
  id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  severity TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (target_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
  target_id INTEGER NOT NULL,
  alert_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try_at TEXT NOT NULL,
  last_try_at TEXT,
  last_error TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (target_id, alert_id, channel),
  FOREIGN KEY (target_id, alert_id) REFERENCES alert
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (next_try_at) WHERE state = 'pending';

INSERT INTO target VALUES (1, 'production', 'production', '2026-11-20T08:00:00.000000Z', '2026-11-20T08:00:01.000000Z',
  '2026-11-20T08:00:01.000000Z', '', 0);
INSERT INTO ddl_statement VALUES (1, '6a1f0000-0000-0001-0000-000500000001', 741, 1, '2026-11-20T07:59:00.000000Z',
  '2026-11-20T07:59:00.000000Z', '2026-11-20T07:59:00.000000Z', 'CREATE TABLE', 'CREATE TABLE t (id int PRIMARY KEY)', 0, 1,
  'maria', 'deploy', 'deploy', NULL, 0, 'maria@example.com', 'claimed', NULL, 'psql', NULL, NULL, 4711,
  '2026-11-20T07:58:00.000000Z', 'origin', NULL);
INSERT INTO ddl_object VALUES (1, '6a1f0000-0000-0001-0000-000500000001', 741, 2, 1, 'target', 'CREATE TABLE', NULL, 'table', 'table',
  'public', 'public.t', '["public","t"]', '[]', NULL, NULL, 1259, 16400, 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ddl_object VALUES (1, '6a1f0000-0000-0001-0000-000500000001', 741, 3, 1, 'target', 'CREATE INDEX', NULL, 'index', 'index',
  'public', 'public.t_pkey', '["public","t_pkey"]', '[]', NULL, NULL, 1259, 16403, 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO watermark VALUES (1, '6a1f0000-0000-0001-0000-000500000001', '742:742:', '2026-11-20T08:00:01.000000Z');
INSERT INTO snapshot VALUES (1, 1, '2026-11-20T08:00:01.000000Z', '', 'app', 150020, '742:742:',
  '6a1f0000-0000-0001-0000-000500000001', '0.1.0', '', '1/5', 1, x'00', 0, 0, 0, 0, '[]');
