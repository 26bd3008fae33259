#include "collector/run/catalog_change.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "collector/postgres/local_settings.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "core/canonical/hash.hpp"
#include "core/kinds/catalog_places.hpp"
#include "core/kinds/changed_roots.hpp"
#include "core/kinds/mark_query.hpp"
#include "core/kinds/number_text.hpp"
#include "core/model/snapshot.hpp"

namespace schema_audit {

namespace {

// With so many, reading everything takes no longer.
constexpr std::size_t kMostPlaces = 200;

std::string both(const Result& result) { return result.text(0, 0) + "\n" + result.text(0, 1); }

std::string digest(const std::string& text) { return to_hex(sha256(text)); }

std::vector<Address> addresses(Connection& connection, const std::string& query) {
  const Result result = connection.query(query);
  std::vector<Address> all;
  all.reserve(static_cast<std::size_t>(result.rows()));
  for (int row = 0; row < result.rows(); ++row) {
    all.push_back(
        {to_integer<std::uint32_t>(result.text(row, 0)), to_integer<std::uint32_t>(result.text(row, 1))});
  }
  return all;
}

std::vector<std::uint32_t> sorted_union(const std::vector<std::uint32_t>& a,
                                        const std::vector<std::uint32_t>& b) {
  std::vector<std::uint32_t> all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

}  // namespace

CatalogMarks catalog_marks(Connection& connection) {
  connection.query("SAVEPOINT mark");
  try {
    const Result result = connection.query(whole_mark_query(connection.server_version()));
    CatalogMarks marks{both(result), std::nullopt};
    const auto packed = pack_places(result.text(0, 1));
    if (packed && result.field(0, 2)) {
      PlacesRow places;
      places.elsewhere = digest(SCHEMA_AUDIT_VERSION " " + std::to_string(kFormatVersion) + " " +
                                std::to_string(connection.server_version()) + " " + result.text(0, 0) + "\n" +
                                result.text(0, 2));
      places.mark = digest(places.elsewhere + *packed);
      places.places = *packed;
      marks.places = std::move(places);
    }
    return marks;
  } catch (const PostgresError& error) {
    if (error.sqlstate() != "42501") throw;
    connection.query("ROLLBACK TO SAVEPOINT mark");
    return {};
  }
}

std::string catalog_mark(Connection& connection) {
  return both(connection.query(catalog_mark_query(connection.server_version())));
}

std::optional<ChangedPart> changed_part(Connection& connection, const EarlierLook& earlier,
                                        const CatalogMarks& marks) {
  if (!marks.places || !earlier.places || earlier.places->mark != earlier.mark ||
      earlier.places->elsewhere != marks.places->elsewhere) {
    return std::nullopt;
  }
  const auto places = changed_places(earlier.places->places, marks.places->places);
  if (!places || places->size() > kMostPlaces) return std::nullopt;
  set_locally(connection, kSettingsForFew);
  const auto changed = addresses(connection, addresses_query(*places, kMostChanged + 1));
  std::optional<CatalogSelection> now;
  if (changed.size() <= kMostChanged) now = selection_of(addresses(connection, changed_roots_query(changed)));
  if (!now) {
    read_all_again(connection);
    return std::nullopt;
  }
  ChangedPart part{*now, std::move(*now)};
  const std::vector<std::uint32_t> touched = oids_of_places(*places);
  for (const Catalog catalog :
       {Catalog::kRelation, Catalog::kType, Catalog::kProcedure, Catalog::kStatistics})
    part.before.limit(catalog, sorted_union(*part.before.of(catalog), touched));
  return part;
}

void read_all_again(Connection& connection) { set_locally(connection, kSettingsForAll); }

}  // namespace schema_audit
