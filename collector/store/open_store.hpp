// Opening a store by what the configuration says.
#pragma once

#include <filesystem>
#include <memory>

#include "collector/store/store.hpp"

namespace schema_audit {

enum class StoreMode {
  kReadOnly,   // the store must exist; nothing is ever written to it
  kReadWrite,  // made when missing; backed up, then brought up to date when older
};

// `backups`: where a backup goes before a migration; default_backup_directory() when empty.
// Throws StoreError: no such store, not a store, written by a newer version,
// not writable, in use, damaged.
std::unique_ptr<Store> open_store(const std::filesystem::path& file, StoreMode mode,
                                  const std::filesystem::path& backups = {});

}  // namespace schema_audit
