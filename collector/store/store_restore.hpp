// Puts a backup in the place of a store.
#pragma once

#include <filesystem>

#include "collector/clock.hpp"

namespace schema_audit {

struct Restored {
  std::filesystem::path kept;  // where what was there before is now; empty: nothing was there
  bool damaged = false;        // what was there could not be backed up: its files were moved aside
};

// Verifies the backup, keeps the store that is there as a backup of its own, then replaces all of it in one
// transaction: whenever it is interrupted, the store is the one before or the one after. A store that is
// damaged is moved aside. Throws StoreError; nothing is touched when the backup is not whole. REQUIRES: the
// caller holds the RunLock of the store.
Restored restore_store(const std::filesystem::path& store, const std::filesystem::path& backup,
                       const std::filesystem::path& directory, UnixMicros now);

}  // namespace schema_audit
