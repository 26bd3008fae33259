// Plan of kind "statistics".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void set_target(const Unit& unit, Steps& steps) {
  steps.add("ALTER STATISTICS " + qualified(*unit.root) + " SET STATISTICS " +
            std::to_string(number_of(unit.attributes(), "target").value_or(-1)));
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::vector<std::string> items;
  for (const std::string& column : list_of(attributes, "columns")) items.push_back(quote_identifier(column));
  for (const std::string& expression : list_of(attributes, "expressions"))
    items.push_back("(" + expression + ")");
  const TextList& measures = list_of(attributes, "measures");
  // Of a single expression there is nothing to choose.
  const bool choice = !measures.empty() && items.size() > 1;
  steps.add("CREATE STATISTICS " + qualified(*unit.root) + (choice ? " (" + join(measures) + ")" : "") +
            " ON " + join(items) + " FROM " + std::string(attributes.text("on_table")));
  if (attributes.find("target")) set_target(unit, steps);
}

void alter(Alteration& a) {
  for (const auto name : {"columns", "expressions", "measures", "on_table"})
    a.replace = a.replace || a.changed(name);
  if (!a.replace && a.changed("target")) set_target(a.after, a.steps);
}

std::string target(const Unit& unit) { return target_of("STATISTICS", unit); }

}  // namespace

constinit const KindPlan kStatisticsPlan{
    .kind = "statistics",
    .target = target,
    .create = create,
    .alter = alter,
};

}  // namespace schema_audit
