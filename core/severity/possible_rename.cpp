#include "core/severity/possible_rename.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace schema_audit {

namespace {

// What says who may use an object, or explains it, is not its shape.
constexpr std::array<std::string_view, 4> kNoShape{"comment", "owner", "privileges", "security_labels"};

void add_shape(std::string& out, const Object& object) {
  for (const Attribute& attribute : object.attributes) {
    if (std::find(kNoShape.begin(), kNoShape.end(), attribute.name) != kNoShape.end()) continue;
    const std::string value = to_text(attribute.value);
    out += attribute.name + '=' + std::to_string(value.size()) + ':' + value + ';';
  }
}

// Two with the same text look alike. The columns of a table are its shape; its other parts bear names that
// often change with it.
std::string shape(const Change& change) {
  std::string out = change.object.kind + '\n' + change.object.schema + '\n' + change.object.parent + '\n' +
                    change.object.arguments + '\n';
  add_shape(out, *change.content);
  for (const Object& child : change.content->children) {
    if (child.kind != "column") continue;
    out += '\n' + std::to_string(child.name.size()) + ':' + child.name + ' ';
    add_shape(out, child);
  }
  return out;
}

bool denied(const Identity& from, const Identity& to, const std::vector<RenameRule>& rules) {
  return std::any_of(rules.begin(), rules.end(), [&](const RenameRule& rule) {
    return !rule.is_rename && rule.kind == from.kind && rule.from == to_text(from) && rule.to == to_text(to);
  });
}

struct Alike {
  std::vector<std::size_t> dropped;
  std::vector<std::size_t> added;
};

}  // namespace

void note_possible_renames(std::vector<Finding>& findings, const std::vector<RenameRule>& rules) {
  std::map<std::string, Alike> shapes;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Change& change = findings[i].change;
    if (change.type == ChangeType::kDropped) shapes[shape(change)].dropped.push_back(i);
    if (change.type == ChangeType::kAdded) shapes[shape(change)].added.push_back(i);
  }
  for (const auto& [text, alike] : shapes) {
    if (alike.dropped.size() != 1 || alike.added.size() != 1) continue;
    Finding& dropped = findings[alike.dropped.front()];
    Finding& added = findings[alike.added.front()];
    const Identity& from = dropped.change.object;
    const Identity& to = added.change.object;
    if (denied(from, to, rules)) continue;
    dropped.note = "possibly renamed to " + to_text(to) + ", which has the same shape at the same place";
    added.note = "possibly renamed from " + to_text(from) + ", which had the same shape at the same place";
  }
}

}  // namespace schema_audit
