// Values that tell from outside whether a catalog is as it was, and where it is not.
//
// The queries have one row. Each value differs between two MVCC snapshots whenever the rows that it is made
// of differ: of each row version the transaction that wrote it counts, not where it is.
#pragma once

#include <string>

namespace schema_audit {

// Two columns: a sum of all the rows in the database's own catalogs that a snapshot is made of and that are
// of no place, and the sums by place (catalog_places.hpp). The deparse functions read the newest catalog, not
// the snapshot of the query: reading these values at the beginning and again, under a new snapshot, at the
// end tells whether a snapshot could be a mixture.
std::string catalog_mark_query(int server_version);

// The same with a third column, of the catalogs of the cluster and of who reads which server. As long as all
// three are the same, two readings give the same objects. The third differs after a restart of the server,
// too; it is NULL where it cannot be told. May be refused where somebody has revoked what everybody may read.
std::string whole_mark_query(int server_version);

}  // namespace schema_audit
