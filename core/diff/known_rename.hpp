// Renames that somebody knows of between two databases, where no hint of a catalog tells them.
#pragma once

#include <vector>

#include "core/diff/change.hpp"

namespace schema_audit {

struct KnownRename {
  Identity before;
  Identity after;
};

// diff() of unrelated databases in which each of these is one object that is called differently now. What is
// not there on its side, or is there on both, is no rename.
std::vector<Change> diff_renamed(std::vector<Object> before, std::vector<Object> after,
                                 const std::vector<KnownRename>& renames);

}  // namespace schema_audit
