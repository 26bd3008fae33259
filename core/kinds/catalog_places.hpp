// Where in a catalog something has changed, as it can be told from outside.
//
// A place is a range of kPlaceWidth OIDs. To it belong the catalog's rows of all relations, types, routines
// and statistics with these OIDs, and the comments on their constraints, triggers, rules and policies with
// these. What is made together lies together, so a place is a few tables with all they have.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schema_audit {

inline constexpr std::uint32_t kPlaceWidth = 32;

// The sums by place as catalog_mark_query() gives them, in a form to be kept: twelve bytes for each place.
// nullopt when the text is nothing of the kind.
std::optional<std::string> pack_places(std::string_view text);

// The places that differ between two packed values, sorted: those with other rows, new ones and those that
// are gone. nullopt when it cannot be told: a value is damaged, or rows of the system's own objects differ,
// whose names may be in any text.
std::optional<std::vector<std::uint32_t>> changed_places(std::string_view before, std::string_view after);

// The query for what there is in these places now, as changed_roots_query() takes it; no more rows than
// `most`. Run under kCatalogSettings and kSettingsForFew.
std::string addresses_query(const std::vector<std::uint32_t>& places, std::size_t most);

// The OIDs of these places, which are what lives there and whatever did.
std::vector<std::uint32_t> oids_of_places(const std::vector<std::uint32_t>& places);

}  // namespace schema_audit
