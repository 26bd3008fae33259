// The snapshots of this database, kept in schema_audit.snapshot and schema_audit.object_version.
//
// REQUIRES, for every function: an SPI connection, and the rights of the extension's owner
// (extension_owner.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/snapshot_delta.hpp"
#include "extension/store/instant.hpp"

namespace schema_audit {

struct SnapshotRow {
  std::int32_t id = 0;
  std::string taken_at;  // RFC 3339, UTC
  std::int32_t server_version = 0;
  std::int32_t format_version = 0;
  std::string fingerprint;  // hexadecimal
  std::int32_t objects = 0;
  Instant instant;
};

// Keeps other sessions from storing a snapshot until this transaction ends. Readers go on.
void lock_store();

// nullopt when there is no such snapshot.
std::optional<SnapshotRow> find_snapshot(std::int32_t id);
std::optional<SnapshotRow> newest_snapshot();

// What is different now from the newest snapshot, or from nothing at all; the catalog is read for that where
// it has changed. REQUIRES: as read_instant().
struct Changes {
  SnapshotDelta delta;
  Instant now;
};
Changes changes_since(const std::optional<SnapshotRow>& newest);

// Stores a snapshot and returns its id: the newest one's plus one. REQUIRES: lock_store().
std::int32_t write_snapshot(const SnapshotDelta& delta, const Instant& instant, std::string_view label);

// All versions that hold in a snapshot, by kind and identity.
std::vector<Object> objects_of(std::int32_t id);

// The versions of some root objects that hold in a snapshot.
std::vector<Object> objects_of(std::int32_t id, const std::vector<VersionKey>& keys);

// The last version of every root object that no longer exists in the newest snapshot.
std::vector<Object> gone_objects();

// What holds in one of two snapshots and not in the other. Reads only what changed between them.
struct Difference {
  std::vector<Object> before;
  std::vector<Object> after;
};
Difference difference(std::int32_t before, std::int32_t after);

// What holds in both of two snapshots, and stays as it is stored.
void each_alike(
    std::int32_t before, std::int32_t after,
    const std::function<void(const VersionKey& key, std::string_view body, std::string_view hints)>& visit);

// Every version of one root object, oldest first.
struct StoredVersion {
  std::int32_t first_snapshot = 0;
  std::optional<std::int32_t> last_snapshot;
  std::string first_taken_at;
  Object object;
};
std::vector<StoredVersion> versions_of(const VersionKey& key);

}  // namespace schema_audit
