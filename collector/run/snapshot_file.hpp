// A snapshot document in a file, plain or compressed with zstd.
#pragma once

#include <string>

#include "core/model/snapshot.hpp"

namespace schema_audit {

// Throws CollectorError (bad data) that names the file.
Snapshot read_snapshot_file(const std::string& path);

// The bytes of a document, decompressed, and the snapshot in such bytes. Throw as above.
std::string read_document_file(const std::string& path);
Snapshot snapshot_in(const std::string& bytes, const std::string& path);

}  // namespace schema_audit
