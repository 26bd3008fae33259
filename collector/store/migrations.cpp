#include "collector/store/migrations.hpp"

#include <array>

namespace schema_audit {
namespace {

// target_id leads every key. Times are RFC 3339 text in UTC with six digits, so
// their order as text is their order.
constexpr std::string_view kFirst = R"sql(
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
)sql";

// What version 0.2 of the extension records, its seals, and what the collector found about them. Digests are
// hexadecimal.
constexpr std::string_view kTrust = R"sql(
ALTER TABLE ddl_statement ADD COLUMN session_role_oid INTEGER;
ALTER TABLE ddl_statement ADD COLUMN outer_role_oid INTEGER;
ALTER TABLE ddl_statement ADD COLUMN effective_role_oid INTEGER;
ALTER TABLE ddl_statement ADD COLUMN client_dn TEXT;
ALTER TABLE ddl_statement ADD COLUMN backend_type TEXT;
ALTER TABLE ddl_statement ADD COLUMN captured_by TEXT;
ALTER TABLE ddl_statement ADD COLUMN duration_us INTEGER;
ALTER TABLE ddl_statement ADD COLUMN call_stack TEXT;
ALTER TABLE ddl_statement ADD COLUMN statement_length INTEGER;
ALTER TABLE ddl_statement ADD COLUMN statement_hash TEXT;
ALTER TABLE ddl_object ADD COLUMN old_owner TEXT;
ALTER TABLE ddl_object ADD COLUMN old_privileges TEXT;

-- An extension that was dropped and created anew begins with id 1 again.
CREATE TABLE ddl_attempt (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  id INTEGER NOT NULL,
  at TEXT NOT NULL,
  outcome TEXT NOT NULL,
  command_tag TEXT,
  statement TEXT,
  statement_redacted INTEGER NOT NULL,
  sqlstate TEXT,
  message TEXT,
  session_role TEXT NOT NULL,
  effective_role TEXT NOT NULL,
  authenticated_identity TEXT,
  actor TEXT,
  actor_trust TEXT,
  application_name TEXT,
  client_addr TEXT,
  client_port INTEGER,
  backend_pid INTEGER NOT NULL,
  xid INTEGER,
  number INTEGER,
  repeated INTEGER,
  PRIMARY KEY (target_id, incarnation, id, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX ddl_attempt_at ON ddl_attempt (target_id, at);

CREATE TABLE ddl_transaction (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  xid INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  objects INTEGER NOT NULL,
  leaves TEXT NOT NULL,
  root TEXT NOT NULL,
  PRIMARY KEY (target_id, incarnation, xid)
) STRICT, WITHOUT ROWID;

CREATE TABLE ddl_block (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  number INTEGER NOT NULL,
  algorithm TEXT NOT NULL,
  sealed_at TEXT NOT NULL,
  first_xid INTEGER NOT NULL,
  end_xid INTEGER NOT NULL,
  transactions INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  root TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  pruned_at TEXT,
  pruned_by TEXT,
  PRIMARY KEY (target_id, incarnation, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE anchor (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  head INTEGER NOT NULL,
  position TEXT NOT NULL,
  extension TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  superseded INTEGER NOT NULL,
  accepted_gone INTEGER NOT NULL,
  PRIMARY KEY (target_id, incarnation)
) STRICT, WITHOUT ROWID;

-- accepted_at NULL: it stands.
CREATE TABLE log_finding (
  target_id INTEGER NOT NULL REFERENCES target,
  digest TEXT NOT NULL,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  sentence TEXT NOT NULL,
  advice TEXT NOT NULL,
  found_at TEXT NOT NULL,
  accepted_at TEXT,
  accepted_by TEXT NOT NULL,
  PRIMARY KEY (target_id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE accepted_transaction (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  xid INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (target_id, incarnation, xid)
) STRICT, WITHOUT ROWID;
)sql";

// What collections found, and up to where the retention has removed a log.
constexpr std::string_view kKeep = R"sql(
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  target_id INTEGER NOT NULL REFERENCES target,
  made_at TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('changes', 'drift')),
  reference TEXT NOT NULL,
  snapshot INTEGER NOT NULL,
  critical INTEGER NOT NULL,
  major INTEGER NOT NULL,
  minor INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT;
CREATE INDEX report_made_at ON report (target_id, type, made_at);

CREATE TABLE pruned (
  target_id INTEGER NOT NULL REFERENCES target,
  incarnation TEXT NOT NULL,
  events_below INTEGER NOT NULL,
  attempts_through INTEGER NOT NULL,
  PRIMARY KEY (target_id, incarnation)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::string_view kChannels = R"sql(
-- What a channel was told of a drift and was not told the end of.
CREATE TABLE told_drift (
  target_id INTEGER NOT NULL REFERENCES target,
  reference_id INTEGER NOT NULL REFERENCES target,
  channel TEXT NOT NULL,
  digest TEXT NOT NULL,
  severity TEXT NOT NULL,
  since TEXT NOT NULL,
  told_at TEXT NOT NULL,
  PRIMARY KEY (target_id, reference_id, channel)
) STRICT, WITHOUT ROWID;

-- Whether a channel can be reached.
CREATE TABLE channel (
  name TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  retry_at TEXT,
  last_error TEXT NOT NULL,
  last_failure_at TEXT,
  last_success_at TEXT
) STRICT, WITHOUT ROWID;
)sql";

// What snapshots looked at, and which databases are gone.
constexpr std::string_view kFleet = R"sql(
ALTER TABLE snapshot ADD COLUMN scope TEXT NOT NULL DEFAULT '';
ALTER TABLE target ADD COLUMN gone_at TEXT;
ALTER TABLE target ADD COLUMN databases TEXT NOT NULL DEFAULT '';
)sql";

constexpr std::string_view kClusters = R"sql(
-- Up to which snapshot of which target it was told what changed in a cluster.
CREATE TABLE told_cluster (
  cluster TEXT PRIMARY KEY,
  target_id INTEGER NOT NULL REFERENCES target,
  snapshot INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::string_view kAttachments = R"sql(
ALTER TABLE alert ADD COLUMN attachments TEXT NOT NULL DEFAULT '';
)sql";

// By which an unchanged catalog is known.
constexpr std::string_view kMarks = R"sql(
ALTER TABLE snapshot ADD COLUMN mark TEXT NOT NULL DEFAULT '';
)sql";

// By which it is known where a catalog has changed since the newest snapshot: that with this mark.
constexpr std::string_view kPlaces = R"sql(
CREATE TABLE catalog_places (
  target_id INTEGER PRIMARY KEY REFERENCES target,
  mark TEXT NOT NULL,
  elsewhere TEXT NOT NULL,
  places BLOB NOT NULL
) STRICT;
)sql";

constexpr std::array<Migration, 9> kMigrations = {{{1, "first", kFirst},
                                                   {2, "trust", kTrust},
                                                   {3, "keep", kKeep},
                                                   {4, "channels", kChannels},
                                                   {5, "fleet", kFleet},
                                                   {6, "clusters", kClusters},
                                                   {7, "attachments", kAttachments},
                                                   {8, "marks", kMarks},
                                                   {9, "places", kPlaces}}};

}  // namespace

std::span<const Migration> sqlite_migrations() { return kMigrations; }

}  // namespace schema_audit
