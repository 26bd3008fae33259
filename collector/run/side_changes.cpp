#include "collector/run/side_changes.hpp"

#include <utility>

#include "collector/run/known_renames.hpp"
#include "core/diff/diff.hpp"

namespace schema_audit {

std::vector<Change> changes_of(Side& before, Side& after, Lineage lineage,
                               const std::vector<RenameRule>& rules) {
  if (lineage == Lineage::kSameDatabase)
    return diff(std::move(before.objects), std::move(after.objects), lineage);
  std::vector<Change> changes = diff(before.objects, after.objects, lineage);
  const std::vector<KnownRename> renames = known_renames(changes, before, after, rules);
  if (renames.empty()) return changes;
  return diff_renamed(std::move(before.objects), std::move(after.objects), renames);
}

std::vector<KnownRename> renames_among(const std::vector<Change>& changes) {
  std::vector<KnownRename> renames;
  for (const Change& change : changes) {
    if (change.type == ChangeType::kRenamed) renames.push_back({*change.before, change.object});
  }
  return renames;
}

}  // namespace schema_audit
