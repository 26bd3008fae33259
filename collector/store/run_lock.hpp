// Only one collection at a time for one store.
//
// The lock is the kernel's (flock) on "<store>.lock", so it ends with the
// process however that ends. Movable; released by the destructor.
#pragma once

#include <filesystem>

namespace schema_audit {

class RunLock {
 public:
  // Makes the directory of the store when it is missing. Throws StoreError:
  // busy (75) with the process that holds the lock, or 74 when the lock file
  // cannot be made.
  explicit RunLock(const std::filesystem::path& store);

  RunLock(RunLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  RunLock& operator=(RunLock&&) = delete;
  ~RunLock();

 private:
  int descriptor_ = -1;
};

}  // namespace schema_audit
