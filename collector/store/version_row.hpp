// A version of a root object and the interval of snapshots in which it held.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/store/snapshot_row.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

struct VersionRow {
  VersionKey key;
  std::string hash;   // bytes
  std::string body;   // canonical encoding
  std::string hints;  // see encode_hints()
  SnapshotId first_snapshot = 0;
  std::optional<SnapshotId> last_snapshot;  // nullopt: it still holds
};

// What differs between two snapshots, each list sorted by key. A changed object is in both.
struct VersionChanges {
  std::vector<VersionRow> before;  // held in the first, not in the second
  std::vector<VersionRow> after;   // hold in the second, did not in the first
};

}  // namespace schema_audit
