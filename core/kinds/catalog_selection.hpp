// Which objects of a catalog are to be read, when the others are known to be as they were.
//
// The queries of the kinds are put into one that wants these OIDs only. The server pushes that condition down
// to most of what they read; a sub-select that it cannot be pushed into, because it groups or unnests, has a
// comment behind a condition of its own: "/*only COLUMN*/" stands where its rows are limited to the same root
// objects.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/kinds/kind.hpp"

namespace schema_audit {

// Of the root objects that objects of the kind are, or are parts of.
inline Catalog root_catalog(const Kind& kind) { return kind.is_root ? kind.catalog : kind.parent_catalog; }

// "'{1259,1260}'::pg_catalog.oid[]"
inline std::string oid_array(const std::vector<std::uint32_t>& oids) {
  std::string list;
  for (const std::uint32_t oid : oids) list += (list.empty() ? "" : ",") + std::to_string(oid);
  return "'{" + list + "}'::pg_catalog.oid[]";
}

// Of the catalogs in it only root objects with these OIDs; of every other catalog all.
class CatalogSelection {
 public:
  // REQUIRES: oids sorted.
  void limit(Catalog catalog, std::vector<std::uint32_t> oids) { oids_[catalog] = std::move(oids); }

  // nullptr: all of it.
  const std::vector<std::uint32_t>* of(Catalog catalog) const {
    const auto found = oids_.find(catalog);
    return found == oids_.end() ? nullptr : &found->second;
  }

  bool has(Catalog catalog, std::uint32_t oid) const {
    const auto* oids = of(catalog);
    return oids == nullptr || std::binary_search(oids->begin(), oids->end(), oid);
  }

 private:
  std::map<Catalog, std::vector<std::uint32_t>> oids_;
};

}  // namespace schema_audit
