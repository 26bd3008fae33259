// Values that tell from outside whether a catalog is as it was.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

// A query with one row and one column whose value differs between two MVCC snapshots whenever the rows that
// the kinds read of relations, routines, types and the like differ. The deparse functions read the newest
// catalog, not the snapshot of the query: reading this value at the beginning and again, under a new
// snapshot, at the end tells whether a snapshot could be a mixture.
std::string_view catalog_mark_query();

// A query with that value and another one. Both together differ with everything that a snapshot is made of,
// the catalogs of the cluster included, and with who reads which server: as long as they are the same, two
// readings give the same objects. They differ after a restart of the server, too. The second is NULL where
// that cannot be told. May be refused where somebody has revoked what everybody may read.
std::string whole_mark_query(int server_version);

}  // namespace schema_audit
