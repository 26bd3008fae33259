#include "collector/store/pg_snapshot.hpp"

#include <algorithm>
#include <charconv>

namespace schema_audit {
namespace {

// Takes a number off the front of the text.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

bool PgSnapshot::sees(std::uint64_t xid) const {
  if (xid < xmin) return true;
  if (xid >= xmax) return false;
  return !std::ranges::binary_search(xip, xid);
}

std::optional<PgSnapshot> parse_pg_snapshot(std::string_view text) {
  PgSnapshot snapshot;
  const auto xmin = take_number(text);
  if (!xmin || !take(text, ':')) return std::nullopt;
  const auto xmax = take_number(text);
  if (!xmax || !take(text, ':')) return std::nullopt;
  snapshot.xmin = *xmin;
  snapshot.xmax = *xmax;
  while (!text.empty()) {
    const auto xid = take_number(text);
    if (!xid || (!text.empty() && !take(text, ','))) return std::nullopt;
    snapshot.xip.push_back(*xid);
  }
  if (!std::ranges::is_sorted(snapshot.xip) || snapshot.xmin > snapshot.xmax) return std::nullopt;
  return snapshot;
}

}  // namespace schema_audit
