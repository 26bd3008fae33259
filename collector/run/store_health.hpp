// How the store itself is: for check and for the metrics.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "collector/config/config.hpp"

namespace schema_audit {

struct StoreHealth {
  std::filesystem::path file;
  bool damaged = false;
  std::string integrity;  // what was looked at, or what is wrong
  std::uintmax_t bytes = 0;
  std::uintmax_t wal_bytes = 0;
  std::uintmax_t free_bytes = 0;  // of its file system, for this user
  std::vector<std::string> problems;
};

// The sizes alone; costs nothing. REQUIRES: the store exists.
StoreHealth store_sizes(const Config& config);

// With a look at its pages that takes two seconds at most.
StoreHealth store_health(const Config& config);

}  // namespace schema_audit
