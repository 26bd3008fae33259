// Plan of kind "operator_family"; its members are in facets.cpp.

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string target(const Unit& unit) { return "OPERATOR FAMILY " + to_text(unit.identity()); }

// One of the system has no owner here: only what was added to it is an object of the schema.
bool of_system(const Unit& unit) { return unit.attributes().text("owner").empty(); }

void create(const Creation& creation, Steps& steps) {
  if (!of_system(creation.unit)) steps.add("CREATE " + target(creation.unit));
}

void drop(const Unit& unit, Steps& steps) {
  if (!of_system(unit)) steps.add("DROP " + target(unit));
}

// Members come and go by themselves.
void alter(Alteration&) {}

}  // namespace

constinit const KindPlan kOperatorFamilyPlan{
    .kind = "operator_family",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
