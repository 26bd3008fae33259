// Up to where it was told what changed in a cluster: roles, databases and the like, which every target in it
// sees.
#pragma once

#include "collector/store/snapshot_row.hpp"
#include "collector/store/target_row.hpp"

namespace schema_audit {

// A snapshot of one of the targets in it.
struct ToldCluster {
  TargetId target = 0;
  SnapshotId snapshot = 0;

  friend bool operator==(const ToldCluster&, const ToldCluster&) = default;
};

}  // namespace schema_audit
