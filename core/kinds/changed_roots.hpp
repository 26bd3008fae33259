// What has to be read again after a change of some rows of the catalog.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/kinds/catalog_selection.hpp"

namespace schema_audit {

// On top of kCatalogSettings, for when everything is read and for when a few objects are looked for one by
// one.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSettingsForAll{
    {{"enable_nestloop", "off"}, {"enable_hashjoin", "on"}, {"enable_mergejoin", "on"}}};
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSettingsForFew{
    {{"enable_nestloop", "on"}, {"enable_hashjoin", "off"}, {"enable_mergejoin", "off"}}};

// An object: a relation, a type, a routine, a statistics object, or a part of one of these.
struct Address {
  std::uint32_t catalog;
  std::uint32_t oid;
};

// With more of them, reading everything takes no longer.
inline constexpr std::size_t kMostChanged = 2000;

// The root objects whose content can be another one when the rows of some objects are: the objects
// themselves, what depends on them (pg_depend says whose text holds the name of whom), and what they belong
// to. Its rows are addresses, and one of zeros when kinds of which few objects exist are concerned, too. Run
// under kCatalogSettings and kSettingsForFew.
std::string changed_roots_query(std::span<const Address> changed);

// Of relations, types, routines and statistics only these; of all other kinds nothing, or, when one of them
// depends on what changed, everything: they are few. nullopt when they are so many that reading everything
// takes no longer. REQUIRES: roots as changed_roots_query() gives them, in its order.
std::optional<CatalogSelection> selection_of(std::span<const Address> roots);

}  // namespace schema_audit
