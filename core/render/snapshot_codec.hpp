// The interchange form of a snapshot: one versioned JSON document.
//
//   {"format": "schema_audit/snapshot", "version": 1, "database": ..., "server_version": ..., "taken_at":
//   ...,
//    "fingerprint": ..., "objects": [{"kind", "schema", "name", "arguments"?, "hint"?, "attributes",
//    "children"?}], "cluster"?: {"fingerprint": ..., "objects": [...]}, "skipped": [...], "scope"?:
//    {"schemas": [...], "kinds": [...]}}
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/model/snapshot.hpp"

namespace schema_audit {

inline constexpr std::string_view kSnapshotFormat = "schema_audit/snapshot";

// A document that is not a snapshot, of a later version, torn, or altered.
class DocumentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The same snapshot gives the same bytes. Text that is not UTF-8 is written by to_utf8() (utf8.hpp), so
// nothing is lost. REQUIRES: seal().
std::string snapshot_to_json(const Snapshot& snapshot, bool indented);

// The inverse. Checks format, version and the fingerprint. Throws DocumentError with what is wrong and where.
// Refuses documents larger than max_bytes before parsing, nesting deeper than a snapshot can have, and more
// objects or values than one can have (4 and 16 million).
Snapshot snapshot_from_json(std::string_view text, std::size_t max_bytes = std::size_t{512} << 20U);

// The list of what was left out, for stores that keep it beside a snapshot. The inverse throws DocumentError.
std::string skipped_to_json(const std::vector<Skipped>& skipped);
std::vector<Skipped> skipped_from_json(std::string_view text);

// The same for what was looked at. The text of everything is empty.
std::string scope_to_json(const Scope& scope);
Scope scope_from_json(std::string_view text);

// Sorts the objects by identity, the database's before the cluster's, and fills in the fingerprint, which is
// over the database's: what belongs to the server is the same for all its databases and has one of its own in
// the document.
void seal(Snapshot& snapshot);

}  // namespace schema_audit
