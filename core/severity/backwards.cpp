#include "core/severity/backwards.hpp"

#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "core/diff/diff.hpp"
#include "core/severity/attribution.hpp"
#include "core/severity/group.hpp"

namespace schema_audit {

namespace {

// A change and the one that takes it back have the same key.
using Key = std::tuple<ChangeType, std::string, std::string, std::string>;

ChangeType opposite(ChangeType type) {
  if (type == ChangeType::kAdded) return ChangeType::kDropped;
  return type == ChangeType::kDropped ? ChangeType::kAdded : type;
}

// By the catalog row, which stays when the name does not; what has none, by its name.
Key row_key(const Change& change, ChangeType type) {
  const Hint& hint = change.hint;
  const std::string row =
      hint.known() ? std::to_string(hint.oid) + "." + std::to_string(hint.number) : to_text(change.object);
  return {type, change.object.kind, change.attribute, row};
}

// Made anew under the same name, it has another row.
Key name_key(const Change& change, ChangeType type) {
  const Hint& root = change.root_hint;
  const std::string place =
      root.known() && !change.object.is_root() ? std::to_string(root.oid) : change.object.schema;
  return {type, change.object.kind, change.attribute,
          place + "\n" + change.object.name + "\n" + change.object.arguments};
}

}  // namespace

void attribute_backwards(std::vector<Finding>& findings, std::vector<Object> later,
                         std::vector<Object> earlier, const std::vector<Event>& events,
                         const std::string& reason_for_none) {
  std::vector<Finding> forward = grade(diff(std::move(earlier), std::move(later), Lineage::kSameDatabase));
  group(forward);
  attribute(forward, events, reason_for_none);
  std::map<Key, const Finding*> by_row;
  std::map<Key, const Finding*> by_name;
  for (const Finding& finding : forward) {
    by_row.emplace(row_key(finding.change, finding.change.type), &finding);
    by_name.emplace(name_key(finding.change, finding.change.type), &finding);
  }
  for (Finding& finding : findings) {
    const ChangeType type = opposite(finding.change.type);
    const Finding* taken_back = nullptr;
    if (const auto row = by_row.find(row_key(finding.change, type)); row != by_row.end()) {
      taken_back = row->second;
    } else if (const auto name = by_name.find(name_key(finding.change, type)); name != by_name.end()) {
      taken_back = name->second;
    }
    if (taken_back != nullptr) finding.events = taken_back->events;
    if (finding.events.empty()) finding.unexplained = reason_for_none;
  }
}

}  // namespace schema_audit
