// The files of an embedded store: private to their owner from the first moment.
#pragma once

#include <filesystem>

namespace schema_audit {

// Makes the missing directories above the file, mode 0700. Throws StoreError.
void make_store_directory(const std::filesystem::path& file);

// Makes an empty file of mode 0600 unless there is one. Throws StoreError.
void make_store_file(const std::filesystem::path& file);

}  // namespace schema_audit
