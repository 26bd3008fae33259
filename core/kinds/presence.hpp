// Which of the rare kinds a database has any of: one question instead of one for each of them.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/kinds/catalog_selection.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/row_source.hpp"

namespace schema_audit {

// The query: kind (text); one row for each kind with a `presence` that holds. only: as for read_catalog();
// then a row for each kind of relations, of their parts and of types that there is any of in the selection,
// too.
std::string presence_query(const CatalogSelection* only = nullptr);

// The kinds whose queries are to be asked. Throws what source throws.
class Presence {
 public:
  explicit Presence(RowSource& source, const CatalogSelection* only = nullptr);

  bool has(const Kind& kind) const;

 private:
  const CatalogSelection* only_;
  std::set<std::string, std::less<>> kinds_;
};

}  // namespace schema_audit
