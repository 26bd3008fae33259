// What has to be read again after a change of some rows of the catalog.
#pragma once

#include <optional>
#include <span>

#include "core/kinds/catalog_selection.hpp"
#include "core/kinds/changed_roots.hpp"
#include "extension/store/catalog_mark.hpp"

namespace schema_audit {

// What has to be read when the rows of these addresses are others: see core/kinds/changed_roots.hpp. nullopt
// when that is so much that reading everything takes no longer. REQUIRES: an SpiConnection, an active
// snapshot, the catalog's settings with nested loops allowed.
std::optional<CatalogSelection> changed_roots(std::span<const Address> changed);

}  // namespace schema_audit
