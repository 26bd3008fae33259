// What a database holds that no kind stands for yet, so that it is counted instead of passed over.
#pragma once

#include <string>

#include "core/kinds/catalog_selection.hpp"

namespace schema_audit {

// The query: kind (text), count; one row for each kind of which there is at least one. only: as for
// read_catalog().
std::string unmodelled_query(const CatalogSelection* only = nullptr);

}  // namespace schema_audit
