#include "core/diff/known_rename.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/diff/diff.hpp"

namespace schema_audit {

namespace {

struct Place {
  Object* root = nullptr;
  Object* part = nullptr;  // null: the root itself is meant

  explicit operator bool() const { return root != nullptr; }
  Object& object() const { return part != nullptr ? *part : *root; }
};

Place find(std::vector<Object>& objects, const Identity& identity) {
  for (Object& root : objects) {
    if (root.schema != identity.schema) continue;
    if (identity.is_root()) {
      if (identity_of(root) == identity) return {&root, nullptr};
    } else if (root.name == identity.parent) {
      for (Object& part : root.children) {
        if (identity_of(root, part) == identity) return {&root, &part};
      }
    }
  }
  return {};
}

// A part of what was itself renamed is looked for where that is now.
Identity moved(Identity identity, const std::vector<KnownRename>& renames) {
  for (const KnownRename& rename : renames) {
    const Identity& root = rename.before;
    if (!identity.is_root() && root.is_root() && root.schema == identity.schema &&
        root.name == identity.parent) {
      identity.schema = rename.after.schema;
      identity.parent = rename.after.name;
      return identity;
    }
  }
  return identity;
}

void set_name(const Place& place, const Identity& to) {
  Object& object = place.object();
  object.name = to.name;
  object.arguments = to.arguments;
  if (place.part != nullptr) {
    sort_children(*place.root);
    return;
  }
  object.schema = to.schema;
  for (Object& child : object.children) child.schema = to.schema;
}

}  // namespace

std::vector<Change> diff_renamed(std::vector<Object> before, std::vector<Object> after,
                                 const std::vector<KnownRename>& renames) {
  std::vector<Change> found;
  for (const bool roots : {true, false}) {
    for (const KnownRename& rename : renames) {
      if (rename.before.is_root() != roots || rename.before.kind != rename.after.kind) continue;
      const Identity from = moved(rename.before, renames);
      const Place old = find(before, from);
      const Place now = find(after, rename.after);
      if (!old || !now || find(before, rename.after) || find(after, from)) continue;
      Change change;
      change.type = ChangeType::kRenamed;
      change.object = rename.after;
      change.before = rename.before;
      change.content = std::make_shared<const Object>(now.object());
      change.hint = now.object().hint;
      change.root_hint = now.root->hint;
      found.push_back(std::move(change));
      set_name(old, rename.after);
    }
  }
  std::vector<Change> changes = diff(std::move(before), std::move(after), Lineage::kUnrelated);
  changes.insert(changes.begin(), std::make_move_iterator(found.begin()),
                 std::make_move_iterator(found.end()));
  return changes;
}

}  // namespace schema_audit
