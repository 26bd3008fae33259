// What the logs of two databases, and the user, know of renames between them.
#pragma once

#include <vector>

#include "collector/run/comparison.hpp"
#include "core/diff/known_rename.hpp"

namespace schema_audit {

// Those of the rows that give an object another name.
std::vector<LoggedRename> renames_in(const std::vector<ObjectRow>& rows);

// Pairs of what was dropped and what was added that are one object. The user's rules come first, then the log
// of the later side, then, backwards, that of the earlier one.
std::vector<KnownRename> known_renames(const std::vector<Change>& changes, const Side& before,
                                       const Side& after, const std::vector<RenameRule>& rules);

}  // namespace schema_audit
