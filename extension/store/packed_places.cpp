#include "extension/store/packed_places.hpp"

#include <cstring>

namespace schema_audit {

namespace {

// Seven bits a byte, the lowest first; the last byte is below 128.
void append(std::uint64_t number, std::string& bytes) {
  for (; number >= 128; number >>= 7U) bytes += static_cast<char>((number & 127U) | 128U);
  bytes += static_cast<char>(number);
}

std::optional<std::uint64_t> take(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 127U) << shift;
    if (byte < 128) return number;
  }
  return std::nullopt;
}

}  // namespace

std::string pack(std::span<const Place> places) {
  std::string bytes;
  append(places.size(), bytes);
  for (const Place& place : places)
    bytes.append(reinterpret_cast<const char*>(&place.hash), sizeof(place.hash));
  std::uint64_t before = 0;
  for (const Place& place : places) {
    append(place.address - before, bytes);
    before = place.address;
  }
  return bytes;
}

std::optional<std::vector<Place>> unpack(std::string_view bytes) {
  const auto count = take(bytes);
  if (!count || *count > bytes.size() / sizeof(Place::hash)) return std::nullopt;
  std::string_view hashes = bytes.substr(0, *count * sizeof(Place::hash));
  bytes.remove_prefix(hashes.size());
  std::vector<Place> places(*count);
  std::uint64_t address = 0;
  for (Place& place : places) {
    const auto distance = take(bytes);
    if (!distance || (*distance == 0 && &place != places.data())) return std::nullopt;
    place.address = address += *distance;
    std::memcpy(&place.hash, hashes.data(), sizeof(place.hash));
    hashes.remove_prefix(sizeof(place.hash));
  }
  if (!bytes.empty()) return std::nullopt;
  return places;
}

}  // namespace schema_audit
