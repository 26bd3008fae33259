// Plan of kind "shell_type".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  steps.add("CREATE TYPE " + qualified(*creation.unit.root));
}

std::string target(const Unit& unit) { return target_of("TYPE", unit); }

}  // namespace

constinit const KindPlan kShellTypePlan{
    .kind = "shell_type",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
