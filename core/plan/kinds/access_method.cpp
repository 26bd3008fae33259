// Plan of kind "access_method".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  steps.add("CREATE ACCESS METHOD " + qualified(*creation.unit.root) + " TYPE " +
            upper(attributes.text("serves")) + " HANDLER " + std::string(attributes.text("handler")));
}

std::string target(const Unit& unit) { return target_of("ACCESS METHOD", unit); }

}  // namespace

constinit const KindPlan kAccessMethodPlan{
    .kind = "access_method",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
