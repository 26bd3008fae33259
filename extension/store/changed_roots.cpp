#include "extension/store/changed_roots.hpp"

#include <charconv>
#include <string>
#include <vector>

#include "extension/backend/spi.hpp"

namespace schema_audit {

namespace {

std::uint32_t to_oid(const std::optional<std::string>& text) {
  std::uint32_t oid = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), oid);
  return oid;
}

}  // namespace

std::optional<CatalogSelection> changed_roots(std::span<const Address> changed) {
  if (changed.size() > kMostChanged) return std::nullopt;
  std::vector<Address> roots;
  for (const SpiRow& row : spi_query(changed_roots_query(changed).c_str(), {}, true))
    roots.push_back({to_oid(row.at(0)), to_oid(row.at(1))});
  return selection_of(roots);
}

}  // namespace schema_audit
