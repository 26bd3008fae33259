// What has changed in a catalog since an earlier look at it.
//
// For every function: a connection in a transaction under kCatalogSettings. Throws PostgresError.
#pragma once

#include <optional>
#include <string>

#include "collector/postgres/connection.hpp"
#include "collector/store/places_row.hpp"
#include "core/kinds/catalog_selection.hpp"

namespace schema_audit {

// What an earlier look left behind.
struct EarlierLook {
  std::string lineage;
  std::string mark;                 // as in SnapshotRow; empty: not known
  std::optional<PlacesRow> places;  // of that mark; nullopt: not known, or something was left out then
};

struct CatalogMarks {
  std::string catalog;              // the same while the database's own catalogs are; empty: not known
  std::optional<PlacesRow> places;  // nullopt when it cannot be told
};

// The marks of the catalogs as this transaction sees them. They are others for another version of this
// program, which may read more.
CatalogMarks catalog_marks(Connection& connection);

// CatalogMarks::catalog by itself; it can always be told.
std::string catalog_mark(Connection& connection);

// A part of a catalog outside of which nothing has changed.
struct ChangedPart {
  CatalogSelection now;     // the root objects to read
  CatalogSelection before;  // what may be gone or another one: those, and all that ever was in their places
};

// nullopt: everything has to be read. With a part, the server's planner is set for reading it until
// read_all_again().
std::optional<ChangedPart> changed_part(Connection& connection, const EarlierLook& earlier,
                                        const CatalogMarks& marks);
void read_all_again(Connection& connection);

}  // namespace schema_audit
