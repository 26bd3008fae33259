// Copies of a store that stand on their own.
//
// A backup is one file, private to its owner, named after the store and the time in UTC:
// store-20261121T152000.123456Z.db. It appears whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "collector/clock.hpp"

namespace schema_audit {

struct Backup {
  std::filesystem::path file;
  std::uintmax_t bytes = 0;
  std::int64_t rows = 0;  // in all tables
};

// "backups" beside the store.
std::filesystem::path default_backup_directory(const std::filesystem::path& store);

// Copies the store as of one instant, while others may write it, and verifies the copy by opening it and
// comparing every row. `why` becomes part of the name; letters, digits and "-" only. Throws StoreError.
Backup back_up_store(const std::filesystem::path& store, const std::filesystem::path& directory,
                     UnixMicros now, std::string_view why = "");

// Deletes the backups of this store that are older than so many days, but never the newest one. Returns what
// it deleted, oldest first.
std::vector<std::filesystem::path> drop_old_backups(const std::filesystem::path& store,
                                                    const std::filesystem::path& directory, UnixMicros now,
                                                    int days);

}  // namespace schema_audit
