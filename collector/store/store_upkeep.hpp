// Keeps the file of a store small and its queries quick.
#pragma once

#include <cstdint>
#include <filesystem>

namespace schema_audit {

struct Upkeep {
  std::uintmax_t bytes_before = 0;  // of the file and its write-ahead log
  std::uintmax_t bytes_after = 0;
};

// Counts anew what the planner of queries goes by, gives back the room of what was deleted, and empties the
// write-ahead log. Needs as much free room as the store takes. Interrupted at any moment, the store is as it
// was. Throws StoreError. REQUIRES: the caller holds the RunLock of the store.
Upkeep maintain_store(const std::filesystem::path& store);

}  // namespace schema_audit
