// What reports are made of, and the SQL beside them.
#pragma once

#include <vector>

#include "collector/run/comparison.hpp"
#include "core/diff/known_rename.hpp"

namespace schema_audit {

// What leads from before to after, with the renames that rules and logs know of. Takes the objects of both.
// REQUIRES: make_comparable() said so of them.
std::vector<Change> changes_of(Side& before, Side& after, Lineage lineage,
                               const std::vector<RenameRule>& rules);

// What is one object under two names.
std::vector<KnownRename> renames_among(const std::vector<Change>& changes);

}  // namespace schema_audit
