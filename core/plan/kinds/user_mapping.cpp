// Plan of kind "user_mapping". Its options are secrets that no snapshot holds.

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string target(const Unit& unit) {
  const std::string& role = unit.object->name;
  return "USER MAPPING FOR " + (role == "public" ? std::string("PUBLIC") : quote_identifier(role)) +
         " SERVER " + quote_identifier(unit.root->name);
}

void create(const Creation& creation, Steps& steps) {
  steps.add("CREATE " + target(creation.unit), {Hazard::kHiddenValue});
  steps.note("the options of user mapping " + to_text(creation.unit.identity()) +
             " are not in the snapshot: set them by hand");
}

}  // namespace

constinit const KindPlan kUserMappingPlan{
    .kind = "user_mapping",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
