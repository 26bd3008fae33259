#include "core/kinds/catalog_places.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace schema_audit {

namespace {

constexpr std::uint32_t kFirstNormalObjectId = 16384;
// What has an address of its own in a place.
constexpr auto kClasses =
    std::to_array<std::pair<std::uint32_t, std::string_view>>({{1259, "pg_class"},
                                                               {1247, "pg_type"},
                                                               {1255, "pg_proc"},
                                                               {3381, "pg_statistic_ext"},
                                                               {2606, "pg_constraint"},
                                                               {2618, "pg_rewrite"},
                                                               {2620, "pg_trigger"},
                                                               {3256, "pg_policy"}});

constexpr std::size_t kNumberBytes = 4;
constexpr std::size_t kPlaceBytes = kNumberBytes + 8;

void append(std::uint64_t number, std::size_t bytes, std::string& packed) {
  for (std::size_t i = bytes; i > 0; --i) packed += static_cast<char>(number >> (8 * (i - 1)));
}

std::uint32_t number_at(std::string_view packed, std::size_t position) {
  std::uint32_t number = 0;
  for (const char byte : packed.substr(position, kNumberBytes))
    number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

// The sum is of any length; what counts is its last 64 bits.
std::optional<std::uint64_t> parse_sum(std::string_view digits) {
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  if (digits.empty()) return std::nullopt;
  std::uint64_t sum = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    sum = sum * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return negative ? 0 - sum : sum;
}

bool is_packed(std::string_view packed) {
  if (packed.size() % kPlaceBytes != 0) return false;
  for (std::size_t at = kPlaceBytes; at < packed.size(); at += kPlaceBytes) {
    if (number_at(packed, at) <= number_at(packed, at - kPlaceBytes)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> pack_places(std::string_view text) {
  std::string packed;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    std::uint32_t place = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), place);
    if (error != std::errc() || end == item.data() + item.size() || *end != ':') return std::nullopt;
    const auto sum = parse_sum(item.substr(static_cast<std::size_t>(end + 1 - item.data())));
    if (!sum) return std::nullopt;
    append(place, kNumberBytes, packed);
    append(*sum, kPlaceBytes - kNumberBytes, packed);
  }
  return packed;
}

std::optional<std::vector<std::uint32_t>> changed_places(std::string_view before, std::string_view after) {
  if (!is_packed(before) || !is_packed(after)) return std::nullopt;
  std::vector<std::uint32_t> changed;
  while (!before.empty() || !after.empty()) {
    if (before.substr(0, kPlaceBytes) == after.substr(0, kPlaceBytes)) {
      before.remove_prefix(kPlaceBytes);
      after.remove_prefix(kPlaceBytes);
      continue;
    }
    const bool gone = after.empty() || (!before.empty() && number_at(before, 0) < number_at(after, 0));
    const bool is_new = before.empty() || (!after.empty() && number_at(after, 0) < number_at(before, 0));
    changed.push_back(number_at(gone ? before : after, 0));
    if (!is_new) before.remove_prefix(kPlaceBytes);
    if (!gone) after.remove_prefix(kPlaceBytes);
  }
  if (!changed.empty() && changed.front() < kFirstNormalObjectId / kPlaceWidth) return std::nullopt;
  return changed;
}

std::string addresses_query(const std::vector<std::uint32_t>& places, std::size_t most) {
  std::string low;
  std::string high;
  for (const std::uint32_t place : places) {
    const std::uint64_t first = std::uint64_t{place} * kPlaceWidth;
    low += (low.empty() ? "" : ",") + std::to_string(first);
    high += (high.empty() ? "" : ",") + std::to_string(first + kPlaceWidth - 1);
  }
  std::string classes;
  for (const auto& [catalog, name] : kClasses) {
    classes += std::string(classes.empty() ? "SELECT " : "UNION ALL SELECT ") + std::to_string(catalog) +
               "::oid, x.oid FROM ranges AS b JOIN " + std::string(name) +
               " AS x ON x.oid BETWEEN b.low AND b.high\n";
  }
  return "WITH ranges (low, high) AS (SELECT * FROM unnest('{" + low + "}'::oid[], '{" + high +
         "}'::oid[]))\n" + classes + "LIMIT " + std::to_string(most);
}

std::vector<std::uint32_t> oids_of_places(const std::vector<std::uint32_t>& places) {
  std::vector<std::uint32_t> oids;
  oids.reserve(places.size() * kPlaceWidth);
  for (const std::uint32_t place : places) {
    for (std::uint32_t i = 0; i < kPlaceWidth; ++i) oids.push_back(place * kPlaceWidth + i);
  }
  return oids;
}

}  // namespace schema_audit
