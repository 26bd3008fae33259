// Plan of kind "domain_constraint".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string begin(const Unit& unit) { return "ALTER DOMAIN " + qualified(*unit.root) + " "; }

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  Step& step = steps.add(begin(unit) + "ADD CONSTRAINT " + quote_identifier(unit.object->name) + " CHECK (" +
                         std::string(unit.attributes().text("expression")) + ")" +
                         (unit.attributes().flag("not_valid") ? " NOT VALID" : ""));
  if (!unit.attributes().flag("not_valid")) step.hazards = {Hazard::kScansTable, Hazard::kBlocksWrites};
}

void drop(const Unit& unit, Steps& steps) {
  steps.add(begin(unit) + "DROP CONSTRAINT " + quote_identifier(unit.object->name));
}

void alter(Alteration& a) {
  if (a.changed("expression") || a.now("not_valid")) {
    a.replace = true;
    return;
  }
  a.steps.add(begin(a.after) + "VALIDATE CONSTRAINT " + quote_identifier(a.after.object->name),
              {Hazard::kScansTable});
}

std::string target(const Unit& unit) {
  return "CONSTRAINT " + quote_identifier(unit.object->name) + " ON DOMAIN " + qualified(*unit.root);
}

}  // namespace

constinit const KindPlan kDomainConstraintPlan{
    .kind = "domain_constraint",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
