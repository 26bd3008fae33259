// Plan of kind "range_type".

#include "core/plan/definition.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  Definition definition(creation.unit.attributes());
  definition.put("SUBTYPE", "subtype");
  definition.put("SUBTYPE_OPCLASS", "subtype_operator_class");
  definition.put("COLLATION", "collation");
  definition.put("CANONICAL", "canonical");
  definition.put("SUBTYPE_DIFF", "subtype_difference");
  definition.put("MULTIRANGE_TYPE_NAME", "multirange");
  steps.add("CREATE TYPE " + qualified(*creation.unit.root) + " AS RANGE (\n    " +
            join(definition.items(), ",\n    ") + "\n)");
}

std::string target(const Unit& unit) { return target_of("TYPE", unit); }

}  // namespace

constinit const KindPlan kRangeTypePlan{
    .kind = "range_type",
    .target = target,
    .create = create,
    .grant_word = "TYPE",
    .public_default = "USAGE",
};

}  // namespace schema_audit
