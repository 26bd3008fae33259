// A stored snapshot that a caller names by its number.
#pragma once

#include <cstdint>

#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

// Throws SqlError when there is no such snapshot, or one of another format. REQUIRES: as snapshot_store.hpp.
SnapshotRow required_snapshot(std::int32_t id);

}  // namespace schema_audit
