// Files that hold a secret.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace schema_audit {

// The whole file. Throws CollectorError: permission when it cannot be read or others can read or change it,
// config when it is no file or larger than `most`.
std::string read_secret_file(const std::filesystem::path& path, std::size_t most);

}  // namespace schema_audit
