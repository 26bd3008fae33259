#include "core/diff/diff.hpp"

#include <map>
#include <string>
#include <utility>

#include "core/diff/match.hpp"

namespace schema_audit {

namespace {

using Side = SharedObject;

class Differ {
 public:
  explicit Differ(Lineage lineage) : lineage_(lineage) {}

  void compare(std::vector<Side> before, std::vector<Side> after, const Match* root) {
    const std::vector<Match> pairs = match(std::move(before), std::move(after), lineage_);
    if (!root) note_containers(pairs);
    for (const Match& pair : pairs) {
      if (!pair.before || !pair.after) {
        Change change = start(pair.before ? ChangeType::kDropped : ChangeType::kAdded, pair, root);
        changes_.push_back(std::move(change));
      } else if (!(*pair.before == *pair.after)) {
        compare_pair(pair, root);
      }
    }
  }

  std::vector<Change> take() { return std::move(changes_); }

 private:
  static Identity identity(const Side& side, const Side& root) {
    return root ? identity_of(*root, *side) : identity_of(*side);
  }

  // What is in a schema bears its name: that it is called differently now is not their change.
  void note_containers(const std::vector<Match>& pairs) {
    for (const Match& pair : pairs) {
      if (pair.before && pair.after && pair.before->schema.empty() && pair.before->kind == "schema")
        containers_[pair.before->name] = pair.after->name;
    }
  }

  // Whether it is in another schema now, and not in one that is called differently now.
  bool moved(const Object& before, const Object& after) const {
    if (before.schema == after.schema) return false;
    const auto container = containers_.find(before.schema);
    return container == containers_.end() || container->second != after.schema;
  }

  Change start(ChangeType type, const Match& pair, const Match* root) const {
    const bool now = pair.after != nullptr;
    Change change;
    change.type = type;
    change.content = now ? pair.after : pair.before;
    const Side root_side = !root ? nullptr : now ? root->after : root->before;
    change.object = identity(change.content, root_side);
    if (now || lineage_ == Lineage::kSameDatabase) change.hint = change.content->hint;
    change.root_hint = root ? root->after->hint : change.hint;
    return change;
  }

  void compare_pair(const Match& pair, const Match* root) {
    const Object& before = *pair.before;
    const Object& after = *pair.after;
    // A part follows its root to another schema without being renamed itself.
    if ((!root && moved(before, after)) || before.name != after.name || before.arguments != after.arguments) {
      Change change = start(ChangeType::kRenamed, pair, root);
      change.before = identity(pair.before, root ? root->before : nullptr);
      changes_.push_back(std::move(change));
    }
    compare_attributes(pair, root);
    if (!root) compare(parts_of(pair.before), parts_of(pair.after), &pair);
  }

  void compare_attributes(const Match& pair, const Match* root) {
    auto b = pair.before->attributes.begin();
    auto a = pair.after->attributes.begin();
    const auto b_end = pair.before->attributes.end();
    const auto a_end = pair.after->attributes.end();
    while (b != b_end || a != a_end) {
      const bool has_before = b != b_end && (a == a_end || b->name <= a->name);
      const bool has_after = a != a_end && (b == b_end || a->name <= b->name);
      if (!has_before || !has_after || !(b->value == a->value)) {
        Change change = start(ChangeType::kAltered, pair, root);
        change.attribute = has_before ? b->name : a->name;
        if (has_before) change.from = b->value;
        if (has_after) change.to = a->value;
        changes_.push_back(std::move(change));
      }
      if (has_before) ++b;
      if (has_after) ++a;
    }
  }

  Lineage lineage_;
  std::map<std::string, std::string> containers_;  // what schemas were called, and are
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> diff(std::vector<Object> before, std::vector<Object> after, Lineage lineage) {
  Differ differ(lineage);
  differ.compare(share(std::move(before)), share(std::move(after)), nullptr);
  return differ.take();
}

Change reversed(Change change) {
  change.hint = change.type == ChangeType::kDropped ? change.content->hint : Hint{};
  change.root_hint = change.object.is_root() ? change.hint : Hint{};
  if (change.type == ChangeType::kDropped) {
    change.type = ChangeType::kAdded;
  } else if (change.type == ChangeType::kAdded) {
    change.type = ChangeType::kDropped;
  }
  if (change.before) std::swap(change.object, *change.before);
  std::swap(change.from, change.to);
  return change;
}

}  // namespace schema_audit
