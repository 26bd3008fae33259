#include "core/plan/surroundings.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "core/canonical/encoding.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// Of these there may be thousands.
constexpr auto kMany = std::to_array<std::string_view>(
    {"base_type", "composite_type", "domain", "enum", "foreign_table", "materialized_view", "range_type",
     "routine", "sequence", "statistics", "table", "view"});

bool is_one_of_many(std::string_view kind) {
  return std::find(kMany.begin(), kMany.end(), kind) != kMany.end();
}

// A name that is made up is what an old one begins with, an underscore, and more.
constexpr std::size_t kKept = 40;

// How identities go on behind names that are made up begin: with each part of the name before an underscore,
// and with so much as is kept of a long one.
std::string unquoted(const std::string& identity) {
  std::string text;
  for (const char c : identity) {
    if (c != '"') text += c;
  }
  return text;
}

template <typename Visit>
void each_beginning(const std::string& identity, const Visit& visit) {
  const std::string text = unquoted(identity);
  for (std::size_t at = text.find('_'); at != std::string::npos; at = text.find('_', at + 1))
    visit(text.substr(0, at));
  if (text.size() >= kKept) visit(text.substr(0, kKept));
}

bool is_parent(std::string_view attribute) { return attribute == "partition_of" || attribute == "inherits"; }

bool is_name(std::string_view attribute) {
  return is_parent(attribute) || attribute == "referenced_table" || attribute == "of_type" ||
         attribute == "on_table" || attribute == "owned_by";
}

// The root that an attribute names.
std::string named(std::string_view attribute, std::string_view text) {
  if (attribute != "owned_by") return std::string(text);
  const std::vector<std::string> names = split_name(text);
  return names.size() == 3 ? qualified(names[0], names[1]) : std::string(text);
}

template <typename Visit>
void each_name(const Object& object, const Visit& visit) {
  for (const Attribute& attribute : object.attributes) {
    if (!is_name(attribute.name)) continue;
    if (const auto* text = std::get_if<std::string>(&attribute.value)) visit(named(attribute.name, *text));
    if (const auto* list = std::get_if<TextList>(&attribute.value)) {
      for (const std::string& text : *list) visit(named(attribute.name, text));
    }
  }
}

// Of the root that it is, or is a part of.
std::string root_key_of(const Identity& identity) {
  return identity.is_root() ? root_key(identity) : qualified(identity.schema, identity.parent);
}

}  // namespace

void Surroundings::add(const VersionKey& key, std::string_view body, std::string_view hints) {
  const std::size_t place = roots_.size();
  Root& root = roots_.emplace_back();
  root.key = key;
  by_identity_[key.identity].push_back(place);
  each_beginning(key.identity,
                 [&](std::string beginning) { by_beginning_[std::move(beginning)].push_back(place); });
  const std::size_t parts = each_text(body, [&](std::string_view attribute, std::string_view text) {
    if (!is_name(attribute)) return;
    std::string name = named(attribute, text);
    if (is_parent(attribute)) root.parents.push_back(name);
    by_name_[std::move(name)].push_back(place);
  });
  each_oid(
      hints, parts, [&](std::uint32_t oid) { by_oid_[oid].push_back(place); },
      [&](std::uint32_t oid) {
        root.needs.push_back(oid);
        by_need_[oid].push_back(place);
      });
}

void Surroundings::give(std::size_t root, std::vector<VersionKey>& keys) {
  Places waiting{root};
  const auto wait_for = [&](const auto& index, const auto& key) {
    const auto found = index.find(key);
    if (found != index.end()) waiting.insert(waiting.end(), found->second.begin(), found->second.end());
  };
  while (!waiting.empty()) {
    Root& next = roots_[waiting.back()];
    waiting.pop_back();
    if (std::exchange(next.given, true)) continue;
    keys.push_back(next.key);
    for (const std::uint32_t oid : next.needs) wait_for(by_oid_, oid);
    for (const std::string& parent : next.parents) wait_for(by_identity_, parent);
  }
}

std::vector<VersionKey> Surroundings::around(const Object& object) {
  std::vector<VersionKey> keys;
  const auto give_all = [&](const auto& index, const auto& key) {
    const auto found = index.find(key);
    if (found == index.end()) return;
    for (const std::size_t root : found->second) give(root, keys);
  };
  const auto give_of = [&](const Object& part) {
    if (part.hint.known()) give_all(by_need_, part.hint.oid);
    for (const Dependency& need : part.needs) give_all(by_oid_, need.oid);
    each_name(part, [&](const std::string& name) { give_all(by_identity_, name); });
  };
  const std::string identity = root_key(identity_of(object));
  give_all(by_identity_, identity);
  give_all(by_name_, identity);
  give_all(by_beginning_, unquoted(identity).substr(0, kKept));
  give_of(object);
  for (const Object& part : object.children) give_of(part);
  return keys;
}

std::vector<VersionKey> Surroundings::always() {
  std::vector<VersionKey> keys;
  for (std::size_t i = 0; i < roots_.size(); ++i) {
    if (!is_one_of_many(roots_[i].key.kind)) give(i, keys);
  }
  return keys;
}

Plan make_plan_around(const std::vector<Object>& before, const std::vector<Object>& after, Surroundings& same,
                      const std::function<std::vector<Object>(const std::vector<VersionKey>&)>& read,
                      const PlanOptions& options) {
  std::vector<Object> around;
  const auto add = [&](const std::vector<VersionKey>& keys) {
    if (keys.empty()) return;
    std::vector<Object> objects = read(keys);
    std::move(objects.begin(), objects.end(), std::back_inserter(around));
  };
  add(same.always());
  for (const std::vector<Object>* side : {&before, &after}) {
    for (const Object& object : *side) add(same.around(object));
  }
  std::set<std::string> taken_apart;
  for (;;) {
    const auto side = [&](const std::vector<Object>& own) {
      std::vector<Object> objects = own;
      objects.insert(objects.end(), around.begin(), around.end());
      std::sort(objects.begin(), objects.end(), [](const Object& a, const Object& b) {
        return std::pair(std::string_view(a.kind), root_key(identity_of(a))) <
               std::pair(std::string_view(b.kind), root_key(identity_of(b)));
      });
      return objects;
    };
    Plan plan = make_plan(side(before), side(after), options);
    // What is taken apart itself has surroundings, too.
    std::set<std::string> fresh;
    for (const Step& step : plan.steps) {
      std::string key = root_key_of(step.object);
      if (!taken_apart.contains(key)) fresh.insert(std::move(key));
    }
    const std::size_t known = around.size();
    std::vector<Object> apart;
    for (const Object& object : around) {
      if (fresh.contains(root_key(identity_of(object)))) apart.push_back(object);
    }
    for (const Object& object : apart) add(same.around(object));
    if (around.size() == known) return plan;
    taken_apart.merge(fresh);
  }
}

}  // namespace schema_audit
