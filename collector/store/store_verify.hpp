// Whether a store, or a backup of one, is whole and says what was written into it.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace schema_audit {

struct StoreCheck {
  std::string check;
  bool ok = false;
  std::string detail;
};

// Opens the file for reading and looks at all of it: pages, foreign keys, tables and indexes, the hash of
// every stored object, the fingerprint of every snapshot, the chain of seals. What is wrong is a check that
// is not ok; what cannot be looked at any more because of it is left out. Throws StoreError when there is no
// such file, when it may not be read or is in use.
std::vector<StoreCheck> verify_store(const std::filesystem::path& file);

// What a look at the pages alone gives.
struct QuickCheck {
  bool complete = false;  // within the time that it had
  std::string wrong;      // empty: nothing was found
};

// Without comparing rows with their indexes. Throws StoreError as above.
QuickCheck quick_check_store(const std::filesystem::path& file, std::chrono::milliseconds patience);

bool all_ok(const std::vector<StoreCheck>& checks);

}  // namespace schema_audit
