// The catalog as of one instant, for the server's own look-ups too.
#pragma once

#include "extension/backend/guard.hpp"

namespace schema_audit {

// Queries see the catalog as their snapshot does; the functions that deparse expressions and views look into
// the server's caches, which hold the newest rows. While an object of this class lives, the caches are filled
// from the active snapshot, by the means that logical decoding has for reading a catalog of the past. So what
// is read is of one instant, whatever other sessions commit meanwhile.
//
// In that time nothing may be written and no other snapshot taken: only queries with read_only.
// REQUIRES: an active snapshot that outlives the object; a subtransaction around it that is rolled back in
// the end, and forget_catalog() after that.
class CatalogAsOf {
 public:
  CatalogAsOf();
  ~CatalogAsOf();
  CatalogAsOf(const CatalogAsOf&) = delete;
  CatalogAsOf& operator=(const CatalogAsOf&) = delete;
};

// Empties the caches, so that they are filled from the newest catalog again.
void forget_catalog();

}  // namespace schema_audit
