#include "collector/run/store_health.hpp"

#include <chrono>
#include <system_error>

#include "collector/store/store_error.hpp"
#include "collector/store/store_verify.hpp"

namespace schema_audit {

namespace {

constexpr std::chrono::milliseconds kPatience{2'000};
constexpr std::uintmax_t kMegabyte = 1'000'000;

std::uintmax_t size_of(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

}  // namespace

StoreHealth store_sizes(const Config& config) {
  StoreHealth health;
  health.file = config.store;
  health.bytes = size_of(config.store);
  health.wal_bytes = size_of(config.store.string() + "-wal");
  std::error_code error;
  const std::filesystem::path directory = config.store.parent_path();
  const auto space = std::filesystem::space(directory.empty() ? "." : directory, error);
  if (error) {
    health.problems.push_back("the room on its file system is not known: " + error.message());
    return health;
  }
  health.free_bytes = space.available;
  const auto least = static_cast<std::uintmax_t>(config.check.min_free_disk_mb) * kMegabyte;
  if (health.free_bytes < least) {
    health.problems.push_back("only " + std::to_string(health.free_bytes / kMegabyte) +
                              " MB are free on its file system, less than check.min_free_disk_mb (" +
                              std::to_string(config.check.min_free_disk_mb) + ")");
  }
  return health;
}

StoreHealth store_health(const Config& config) {
  StoreHealth health = store_sizes(config);
  QuickCheck quick;
  try {
    quick = quick_check_store(config.store, kPatience);
  } catch (const StoreError& error) {
    // Such as on a file system that nobody can write.
    health.integrity = std::string("not looked at: ") + error.what();
    return health;
  }
  health.damaged = !quick.wrong.empty();
  if (health.damaged) {
    health.integrity = quick.wrong;
    health.problems.insert(health.problems.begin(), "damaged: " + quick.wrong +
                                                        "; schema-audit verify says more, schema-audit "
                                                        "restore puts a backup in its place");
  } else {
    health.integrity = quick.complete ? "every page is whole"
                                      : "too large to be looked at in full here: schema-audit verify does";
  }
  return health;
}

}  // namespace schema_audit
