// The word a user probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schema_audit {

// The candidate with the smallest edit distance to `word`; nullopt when none
// is near enough to be a misspelling. The first of equals wins.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace schema_audit
