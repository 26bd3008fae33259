// What objects cannot exist without, read from pg_depend: the part of it that attributes do not tell.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/kinds/catalog_selection.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/row_source.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

// The query: catalog and object (OIDs), number (of a column, else 0), of_default, needs (text[] of
// catalog/oid/number). only: as for read_catalog().
std::string dependencies_query(const CatalogSelection* only = nullptr);

// Read once, before the objects. Throws what source throws.
class Dependencies {
 public:
  explicit Dependencies(RowSource& source, const CatalogSelection* only = nullptr);

  // Fills in Object::needs of an object of that catalog.
  void attach(Catalog catalog, Object& object);

 private:
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>, std::vector<Dependency>> needs_;
};

}  // namespace schema_audit
