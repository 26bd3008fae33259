// A short value that tells whether the catalog is as it was, and a longer one that tells where it is not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/kinds/changed_roots.hpp"

namespace schema_audit {

struct CatalogMark {
  // As long as it is the same, nothing that a snapshot is made of has changed, the catalogs of the cluster
  // and the own changes of the transaction included; another version of the server or of this library gives
  // another one. The reverse does not hold: VACUUM FULL of a catalog gives another mark, too.
  std::string text;
  // The same of each object by itself, for changed_addresses(). A few bytes for each relation, type and
  // routine.
  std::string places;
};

// The mark of the catalog as the active snapshot sees it.
//
// It is a sum over place and transaction number of each row version of the catalogs, so it costs one walk
// over them and takes no lock but theirs (AccessShareLock). Means nothing in another incarnation. REQUIRES:
// an active MVCC snapshot; no CatalogAsOf.
//
// The places are left empty when the text is the known one.
CatalogMark catalog_mark(const std::string& known);

// What the rows belong to that differ between two marks: relations, types, routines, statistics, and parts of
// them that have a comment. nullopt when it cannot be told, or when rows differ that belong to nothing of the
// kind: to a schema, a role, an operator, an extension.
std::optional<std::vector<Address>> changed_addresses(std::string_view before, std::string_view after);

}  // namespace schema_audit
