// What has to be read again after a change of some rows of the catalog.
#pragma once

#include <optional>
#include <span>

#include "core/kinds/catalog_selection.hpp"
#include "extension/store/catalog_mark.hpp"

namespace schema_audit {

// The root objects whose content can be another one when the rows of these addresses are: the objects
// themselves, what depends on them (pg_depend says whose text holds the name of whom), and what they belong
// to. Of relations, types, routines and statistics only these; of all other kinds nothing, or, when one of
// them depends on what changed, everything: they are few. nullopt when they are so many that reading
// everything takes no longer. REQUIRES: an SpiConnection, an active snapshot, the catalog's settings with
// nested loops allowed.
std::optional<CatalogSelection> changed_roots(std::span<const Address> changed);

}  // namespace schema_audit
