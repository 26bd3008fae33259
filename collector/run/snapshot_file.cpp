#include "collector/run/snapshot_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "collector/compression.hpp"
#include "collector/error.hpp"
#include "core/render/printable.hpp"
#include "core/render/snapshot_codec.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLargestDocument = std::size_t{512} << 20U;

}  // namespace

std::string read_document_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) {
    throw CollectorError(ExitCode::kBadData,
                         "cannot read the document " + printable(path) + ": " + std::strerror(errno));
  }
  try {
    return decompress(std::move(bytes).str(), kLargestDocument);
  } catch (const CollectorError& error) {
    throw CollectorError(error.exit_code(), printable(path) + ": " + error.what());
  }
}

Snapshot snapshot_in(const std::string& bytes, const std::string& path) {
  try {
    return snapshot_from_json(bytes, kLargestDocument);
  } catch (const DocumentError& error) {
    throw CollectorError(ExitCode::kBadData, printable(path) + ": " + error.what());
  }
}

Snapshot read_snapshot_file(const std::string& path) { return snapshot_in(read_document_file(path), path); }

}  // namespace schema_audit
