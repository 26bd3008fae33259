// Plan of kind "schema".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  steps.add("CREATE SCHEMA " + qualified(*creation.unit.root));
}

std::string target(const Unit& unit) { return target_of("SCHEMA", unit); }

}  // namespace

constinit const KindPlan kSchemaPlan{
    .kind = "schema",
    .target = target,
    .create = create,
    .grant_word = "SCHEMA",
};

}  // namespace schema_audit
