// Plan of kind "rule".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void set_mode(const Unit& unit, Steps& steps) {
  const std::string_view mode = unit.attributes().text("enabled");
  steps.exclusive(alter_table(*unit.root) +
                  (mode == "disabled" ? "DISABLE"
                   : mode.empty()     ? "ENABLE"
                                      : "ENABLE " + upper(mode)) +
                  " RULE " + quote_identifier(unit.object->name));
}

std::string text_of(const Unit& unit, std::string_view command) {
  return std::string(command) + " RULE " + quote_identifier(unit.object->name) + " AS\n    ON " +
         upper(unit.attributes().text("event")) + " TO " + qualified(*unit.root) + " " +
         std::string(unit.attributes().text("definition"));
}

void create(const Creation& creation, Steps& steps) {
  steps.exclusive(text_of(creation.unit, "CREATE"));
  if (creation.unit.attributes().find("enabled")) set_mode(creation.unit, steps);
}

void alter(Alteration& a) {
  if (a.changed("definition") || a.changed("event")) a.steps.exclusive(text_of(a.after, "CREATE OR REPLACE"));
  if (a.changed("enabled")) set_mode(a.after, a.steps);
}

std::string target(const Unit& unit) {
  return "RULE " + quote_identifier(unit.object->name) + " ON " + qualified(*unit.root);
}

}  // namespace

constinit const KindPlan kRulePlan{
    .kind = "rule",
    .target = target,
    .create = create,
    .alter = alter,
};

}  // namespace schema_audit
