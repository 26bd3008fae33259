// Compares two sets of objects. Knows no kind: what a change means is said elsewhere.
#pragma once

#include <vector>

#include "core/diff/change.hpp"
#include "core/diff/match.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

// What leads from before to after. Objects in both and equal give nothing, so either side may leave out
// objects that are known to be equal. A root object that is added or dropped is one change: its parts go with
// it.
//
// Within one database objects are matched by hint first, so that a rename is a rename and the parts of a
// renamed table have not changed; what is left is matched by identity. Between unrelated databases only
// identity counts.
//
// The result is sorted: by root object, its own changes first, then its parts in canonical order, then by
// attribute.
std::vector<Change> diff(std::vector<Object> before, std::vector<Object> after, Lineage lineage);

// The way back, between unrelated databases: for looking at a change in the log of the earlier side. Its
// hints are those of the earlier side where they are known.
Change reversed(Change change);

}  // namespace schema_audit
