#include "core/diff/diff.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace schema_audit {

namespace {

using Side = std::shared_ptr<const Object>;

struct Match {
  Side before;  // null: added
  Side after;   // null: dropped
};

using NameKey = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
using HintKey = std::tuple<std::string_view, Hint>;

NameKey name_key(const Object& o) { return {o.kind, o.schema, o.name, o.arguments}; }

// Takes the members of `after` that `key` pairs with a member of `before` out of both.
template <typename KeyOf>
void pair_by(std::vector<Side>& before, std::vector<Side>& after, std::vector<Match>& matches,
             const KeyOf& key_of) {
  using Key = decltype(key_of(*before.front()));
  std::map<Key, std::size_t> index;
  for (std::size_t i = 0; i < after.size(); ++i) index.emplace(key_of(*after[i]), i);
  std::vector<Side> unmatched;
  for (Side& side : before) {
    const auto it = index.find(key_of(*side));
    if (it == index.end()) {
      unmatched.push_back(std::move(side));
    } else {
      matches.push_back({std::move(side), std::move(after[it->second])});
      index.erase(it);
    }
  }
  before = std::move(unmatched);
  std::erase(after, nullptr);
}

std::vector<Match> match(std::vector<Side> before, std::vector<Side> after, Lineage lineage) {
  std::vector<Match> matches;
  if (lineage == Lineage::kSameDatabase && !before.empty() && !after.empty()) {
    // What has no hint must not match another one without: it waits for the second pass.
    const auto known = [](const Side& s) { return s->hint.known(); };
    const auto split = [&](std::vector<Side>& sides) {
      const auto middle = std::stable_partition(sides.begin(), sides.end(), known);
      std::vector<Side> rest(std::make_move_iterator(middle), std::make_move_iterator(sides.end()));
      sides.erase(middle, sides.end());
      return rest;
    };
    std::vector<Side> before_rest = split(before);
    std::vector<Side> after_rest = split(after);
    pair_by(before, after, matches, [](const Object& o) { return HintKey{o.kind, o.hint}; });
    std::move(before_rest.begin(), before_rest.end(), std::back_inserter(before));
    std::move(after_rest.begin(), after_rest.end(), std::back_inserter(after));
  }
  if (!before.empty() && !after.empty()) pair_by(before, after, matches, name_key);
  for (Side& side : before) matches.push_back({std::move(side), nullptr});
  for (Side& side : after) matches.push_back({nullptr, std::move(side)});
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    const auto key = [](const Match& m) {
      // What was dropped comes before what now bears its name.
      return std::pair(name_key(m.after ? *m.after : *m.before), m.after != nullptr);
    };
    return key(a) < key(b);
  });
  return matches;
}

// The parts of a root as shared objects that keep their root alive.
std::vector<Side> parts_of(const Side& root) {
  std::vector<Side> parts;
  parts.reserve(root->children.size());
  for (const Object& child : root->children) parts.emplace_back(root, &child);
  return parts;
}

class Differ {
 public:
  explicit Differ(Lineage lineage) : lineage_(lineage) {}

  void compare(std::vector<Side> before, std::vector<Side> after, const Match* root) {
    for (const Match& pair : match(std::move(before), std::move(after), lineage_)) {
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
    const bool moved = !root && before.schema != after.schema;
    if (moved || before.name != after.name || before.arguments != after.arguments) {
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
  std::vector<Change> changes_;
};

std::vector<Side> share(std::vector<Object> objects) {
  std::vector<Side> sides;
  sides.reserve(objects.size());
  for (Object& object : objects) sides.push_back(std::make_shared<const Object>(std::move(object)));
  return sides;
}

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
