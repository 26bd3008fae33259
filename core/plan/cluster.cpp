#include "core/plan/cluster.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

using ByAddress = std::map<std::pair<std::string, std::string>, Object>;

ByAddress take(std::vector<Object>& objects) {
  const auto of_cluster = std::stable_partition(
      objects.begin(), objects.end(), [](const Object& object) { return !is_cluster_kind(object.kind); });
  ByAddress taken;
  for (auto it = of_cluster; it != objects.end(); ++it) {
    auto address = std::pair(it->kind, it->name);
    taken.emplace(std::move(address), std::move(*it));
  }
  objects.erase(of_cluster, objects.end());
  return taken;
}

std::string note(std::string_view kind, int count) {
  return std::to_string(count) + (count == 1 ? " object of kind " : " objects of kind ") + std::string(kind) +
         (count == 1 ? " differs and is left as it is: it belongs"
                     : " differ and are left as they are: they belong") +
         " to the whole cluster, not to this database";
}

}  // namespace

std::vector<std::string> take_cluster(std::vector<Object>& before, std::vector<Object>& after,
                                      Lineage lineage) {
  const ByAddress from = take(before);
  const ByAddress to = take(after);
  std::vector<std::string> notes;
  if (lineage != Lineage::kSameDatabase) return notes;
  std::map<std::string_view, int> different;
  for (const auto& [address, object] : from) {
    const auto it = to.find(address);
    if (it == to.end() || !(it->second == object)) ++different[object.kind];
  }
  for (const auto& [address, object] : to) {
    if (!from.contains(address)) ++different[object.kind];
  }
  for (const auto& [kind, count] : different) notes.push_back(note(kind, count));
  return notes;
}

}  // namespace schema_audit
