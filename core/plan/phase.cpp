#include "core/plan/phase.hpp"

#include <algorithm>

#include "core/kinds/registry.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

int place_of(std::string_view kind) {
  const auto kinds = registry();
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i]->name == kind) return static_cast<int>(i);
  }
  return static_cast<int>(kinds.size());
}

std::string number_text(int number) {
  std::string text = std::to_string(number);
  return std::string(5 - std::min<std::size_t>(text.size(), 5), '0') + text;
}

}  // namespace

int phase_of(const Unit& unit, Role role) {
  const std::string_view kind = unit.object->kind;
  if (role == Role::kDrop) {
    if (kind == "event_trigger" || kind == "default_privileges" || kind == "changed_privileges") return 0;
    if (kind == "extension" || kind == "schema") return 30;
    return 10;
  }
  if (role == Role::kRename) return 12;
  if (kind == "enum" && role == Role::kAlter) return 5;
  if (kind == "event_trigger") return kLatePhase + 10;
  if (kind == "default_privileges" || kind == "changed_privileges" || kind == "database_setting")
    return kLatePhase;
  if (kind == "constraint" && unit.attributes().text("constraint_type") == "foreign key") return 50;
  if (kind == "publication" || kind == "publication_table" || kind == "subscription") return 60;
  if (kind == "trigger" || kind == "policy" || kind == "rule" || kind == "statistics") return 45;
  if (kind == "extension" || kind == "schema") return 14;
  return role == Role::kAlter ? 20 : 22;
}

std::string key_of(const Unit& unit, bool on_before) {
  const int place = place_of(unit.object->kind);
  // What comes first when it is created goes last.
  return number_text(on_before ? 1000 - place : place) + " " + qualified(*unit.root) + " " +
         number_text(unit.object->kind == "column" ? unit.object->hint.number : 0) + " " + unit.object->name +
         " " + unit.object->arguments + " " + std::to_string(static_cast<int>(unit.facet));
}

}  // namespace schema_audit
