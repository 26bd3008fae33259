#include "core/severity/blame.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/kinds/registry.hpp"
#include "core/severity/attribution.hpp"
#include "core/severity/privilege_blame.hpp"

namespace schema_audit {

namespace {

// The attributes that say most about a part, in the order a definition would have them.
constexpr std::array<std::string_view, 9> kState{"type",       "constraint_type", "method",
                                                 "definition", "columns",         "expression",
                                                 "not_null",   "default",         "command"};

std::string state_of(const Object& object) {
  std::string out;
  for (const std::string_view name : kState) {
    const Value* value = object.attributes.find(name);
    if (!value) continue;
    std::string text;
    if (name == "not_null") {
      text = "not null";
    } else if (name == "default") {
      text = "default " + to_text(*value);
    } else {
      text = to_text(*value);
    }
    if (text.empty() || text.find('\n') != std::string::npos) continue;
    if (!out.empty()) out += ' ';
    out += text;
  }
  return out;
}

std::optional<Event> last_event(const Object& root, const Object* part, const Attribution& attribution) {
  Change change;
  // The birth of the object and every later change count alike.
  change.type = ChangeType::kAdded;
  change.object = part ? identity_of(root, *part) : identity_of(root);
  change.hint = part ? part->hint : root.hint;
  change.root_hint = root.hint;
  Explanation found = attribution.explain(change);
  if (found.events.empty()) return std::nullopt;
  // A part of a relation has rows of its own or was born with it: whoever changed something else about the
  // relation is not to blame for it.
  const Kind* kind = part ? find_kind(part->kind) : nullptr;
  const bool of_relation = kind && kind->parent_catalog == Catalog::kRelation;
  if (of_relation && found.closeness < Closeness::kNamesakeBirth) return std::nullopt;
  return std::move(found.events.back());
}

}  // namespace

std::vector<BlameLine> blame(const Object& root, const std::vector<Event>& events) {
  std::vector<const Object*> parts;
  for (const Object& child : root.children) parts.push_back(&child);
  std::stable_sort(parts.begin(), parts.end(), [](const Object* a, const Object* b) {
    const auto rank = [](const Object* o) { return o->kind == "column" ? o->hint.number : 1'000'000; };
    return rank(a) < rank(b);
  });
  const Attribution attribution(events);
  std::vector<BlameLine> lines;
  const auto add_privileges = [&](const Object* part) {
    for (BlameLine& line : blame_privileges(root, part, attribution)) lines.push_back(std::move(line));
  };
  lines.push_back(
      {root.kind, to_text(identity_of(root)), state_of(root), last_event(root, nullptr, attribution)});
  add_privileges(nullptr);
  for (const Object* part : parts) {
    lines.push_back(
        {part->kind, quote_identifier(part->name), state_of(*part), last_event(root, part, attribution)});
    add_privileges(part);
  }
  return lines;
}

std::string command_of(const Event& event) {
  if (event.subcommand.empty()) return event.command_tag;
  return event.privileges.empty() ? event.subcommand : event.command_tag + " " + event.subcommand;
}

}  // namespace schema_audit
