// SHA-256.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace schema_audit {

using Digest = std::array<std::uint8_t, 32>;

// Throws std::runtime_error when the crypto library refuses (out of memory, a provider that forbids SHA-256).
Digest sha256(std::string_view bytes);

std::string to_hex(const Digest& digest);

// The 32 bytes as a string, the form in which stores keep them.
std::string to_bytes(const Digest& digest);

// REQUIRES: bytes.size() == 32, else throws std::invalid_argument.
Digest digest_from_bytes(std::string_view bytes);

}  // namespace schema_audit
