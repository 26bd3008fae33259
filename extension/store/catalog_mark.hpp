// A short value that tells whether the catalog is as it was.
#pragma once

#include <string>

namespace schema_audit {

// The mark of the catalog as the active snapshot sees it. As long as the mark of a database is the same,
// nothing that a snapshot is made of has changed, the catalogs of the cluster and the own changes of the
// transaction included; another version of the server or of this library gives another mark. The reverse does
// not hold: VACUUM FULL of a catalog gives another mark, too.
//
// It is a sum over place and transaction number of each row version of the catalogs, so it costs one walk
// over them and takes no lock but theirs (AccessShareLock). Means nothing in another incarnation. REQUIRES:
// an active MVCC snapshot; no CatalogAsOf.
std::string catalog_mark();

}  // namespace schema_audit
