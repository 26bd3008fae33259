// Documents as files, compressed with zstd where the name or the content says so. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace schema_audit {

// Whether a file of this name is to be compressed: it ends in ".zst".
bool wants_compression(std::string_view name);

std::string compress(std::string_view text);

// The text itself when it is not compressed. Throws CollectorError (bad data) for what is damaged, and for
// what would have more than `most` bytes: a small file may unfold into more than there is memory.
std::string decompress(std::string text, std::size_t most);

}  // namespace schema_audit
