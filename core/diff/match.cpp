#include "core/diff/match.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace schema_audit {

namespace {

using Side = SharedObject;

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

}  // namespace

std::vector<Match> match(std::vector<SharedObject> before, std::vector<SharedObject> after, Lineage lineage) {
  std::vector<Match> matches;
  if (lineage == Lineage::kSameDatabase && !before.empty() && !after.empty()) {
    // What has no hint must not match another one without: it waits for the second pass.
    const auto known = [](const SharedObject& s) { return s->hint.known(); };
    const auto split = [&](std::vector<SharedObject>& sides) {
      const auto middle = std::stable_partition(sides.begin(), sides.end(), known);
      std::vector<SharedObject> rest(std::make_move_iterator(middle), std::make_move_iterator(sides.end()));
      sides.erase(middle, sides.end());
      return rest;
    };
    std::vector<SharedObject> before_rest = split(before);
    std::vector<SharedObject> after_rest = split(after);
    pair_by(before, after, matches, [](const Object& o) { return HintKey{o.kind, o.hint}; });
    std::move(before_rest.begin(), before_rest.end(), std::back_inserter(before));
    std::move(after_rest.begin(), after_rest.end(), std::back_inserter(after));
  }
  if (!before.empty() && !after.empty()) pair_by(before, after, matches, name_key);
  for (SharedObject& side : before) matches.push_back({std::move(side), nullptr});
  for (SharedObject& side : after) matches.push_back({nullptr, std::move(side)});
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    const auto key = [](const Match& m) {
      // What was dropped comes before what now bears its name.
      return std::pair(name_key(m.after ? *m.after : *m.before), m.after != nullptr);
    };
    return key(a) < key(b);
  });
  return matches;
}

std::vector<SharedObject> parts_of(const SharedObject& root) {
  std::vector<SharedObject> parts;
  parts.reserve(root->children.size());
  for (const Object& child : root->children) parts.emplace_back(root, &child);
  return parts;
}

std::vector<SharedObject> share(std::vector<Object> objects) {
  std::vector<SharedObject> sides;
  sides.reserve(objects.size());
  for (Object& object : objects) sides.push_back(std::make_shared<const Object>(std::move(object)));
  return sides;
}

}  // namespace schema_audit
