#include "core/severity/selection.hpp"

#include "core/severity/ignore.hpp"

namespace schema_audit {

bool selects(const std::vector<std::string>& patterns, std::string_view text) {
  bool chosen = false;
  bool choosy = false;
  for (const std::string& pattern : patterns) {
    if (pattern.starts_with('!')) {
      if (fits(std::string_view(pattern).substr(1), text)) return false;
    } else {
      choosy = true;
      chosen = chosen || fits(pattern, text);
    }
  }
  return chosen || !choosy;
}

bool Selection::chooses(const Object& root) const {
  // The schema of a schema is itself.
  const std::string& schema = root.kind == "schema" ? root.name : root.schema;
  return selects(scope_.kinds, root.kind) && (schema.empty() || selects(scope_.schemas, schema));
}

bool Selection::keep(Object& root) {
  if (!chooses(root)) {
    ++counts_[root.kind];
    return false;
  }
  if (scope_.kinds.empty()) return true;
  std::erase_if(root.children, [&](const Object& part) {
    // Words without "!" name root objects, whose parts come with them.
    for (const std::string& pattern : scope_.kinds) {
      if (!pattern.starts_with('!') || !fits(std::string_view(pattern).substr(1), part.kind)) continue;
      ++counts_[part.kind];
      return true;
    }
    return false;
  });
  return true;
}

std::vector<Skipped> Selection::left_out() const {
  std::vector<Skipped> skipped;
  skipped.reserve(counts_.size());
  for (const auto& [kind, count] : counts_) skipped.push_back({kind, std::string(kLeftOut), count});
  return skipped;
}

void leave_out(const Scope& scope, std::vector<Object>& objects, std::vector<Skipped>& skipped) {
  if (scope.is_everything()) return;
  Selection selection(scope);
  std::erase_if(objects, [&](Object& object) { return !selection.keep(object); });
  for (Skipped& one : selection.left_out()) skipped.push_back(std::move(one));
}

std::int64_t count_left_out(const std::vector<Skipped>& skipped) {
  std::int64_t count = 0;
  for (const Skipped& one : skipped) {
    if (one.reason == kLeftOut) count += one.count;
  }
  return count;
}

}  // namespace schema_audit
