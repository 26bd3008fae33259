#include "extension/functions/stored_snapshot.hpp"

#include "extension/backend/spi.hpp"

namespace schema_audit {

SnapshotRow required_snapshot(std::int32_t id) {
  auto snapshot = find_snapshot(id);
  if (!snapshot) {
    throw SqlError(ERRCODE_UNDEFINED_OBJECT, "snapshot " + std::to_string(id) + " does not exist", "",
                   "SELECT * FROM schema_audit.snapshots lists the snapshots there are.");
  }
  if (snapshot->format_version != kFormatVersion) {
    throw SqlError(ERRCODE_FEATURE_NOT_SUPPORTED, "snapshot " + std::to_string(id) + " has format version " +
                                                      std::to_string(snapshot->format_version) +
                                                      ", this library compares version " +
                                                      std::to_string(kFormatVersion));
  }
  return *snapshot;
}

}  // namespace schema_audit
