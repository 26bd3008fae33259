// The places of a catalog mark in the form in which a snapshot keeps them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace schema_audit {

// The rows of one object; adding up, order does not matter.
struct Place {
  std::uint64_t address;  // catalog and OID of the object; 0: of whatever is no object by itself
  std::uint64_t hash;

  bool operator==(const Place&) const = default;
};

// Nine to ten bytes for each place. REQUIRES: sorted by address, each once.
//
// All hashes come first: they look like chance, so that the server's compression, which gives up when it has
// found nothing in the first kilobyte, does not work through the rest in vain.
std::string pack(std::span<const Place> places);

// nullopt when the bytes are nothing that pack() returned.
std::optional<std::vector<Place>> unpack(std::string_view bytes);

}  // namespace schema_audit
