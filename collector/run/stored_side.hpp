// A stored snapshot as one side of a comparison.
#pragma once

#include <string>
#include <vector>

#include "collector/run/comparison.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// That events of a target were pruned, in words; empty when none were.
std::string log_since(Store& store, TargetId target);

// All objects of a stored snapshot, with those of its cluster.
std::vector<Object> stored_objects(Store& store, TargetId target, SnapshotId snapshot);

// Without objects: see keep_differing(). The store must outlive the side.
Side stored_side(Store& store, const TargetRow& target, const SnapshotRow& snapshot, std::string name);

}  // namespace schema_audit
