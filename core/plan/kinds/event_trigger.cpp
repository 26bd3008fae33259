// Plan of kind "event_trigger".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void set_mode(const Unit& unit, Steps& steps) {
  const std::string_view mode = unit.attributes().text("enabled");
  steps.add("ALTER EVENT TRIGGER " + qualified(*unit.root) +
            (mode == "disabled" ? " DISABLE"
             : mode.empty()     ? " ENABLE"
                                : " ENABLE " + upper(mode)));
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::string sql =
      "CREATE EVENT TRIGGER " + qualified(*unit.root) + " ON " + std::string(attributes.text("event"));
  std::vector<std::string> tags;
  for (const std::string& tag : list_of(attributes, "tags")) tags.push_back(quote_literal(tag));
  if (!tags.empty()) sql += "\n WHEN TAG IN (" + join(tags) + ")";
  steps.add(sql + "\n EXECUTE FUNCTION " + std::string(attributes.text("function")) + "()");
  if (attributes.find("enabled")) set_mode(unit, steps);
}

void alter(Alteration& a) {
  for (const auto name : {"event", "function", "tags"}) a.replace = a.replace || a.changed(name);
  if (!a.replace && a.changed("enabled")) set_mode(a.after, a.steps);
}

std::string target(const Unit& unit) { return target_of("EVENT TRIGGER", unit); }

}  // namespace

constinit const KindPlan kEventTriggerPlan{
    .kind = "event_trigger",
    .target = target,
    .create = create,
    .alter = alter,
};

}  // namespace schema_audit
