// Plan of kind "composite_type"; its attributes are in column.cpp.

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  std::vector<std::string> items;
  for (const Unit* column : creation.model.columns(creation.unit))
    items.push_back(column_definition(creation, *column));
  steps.add("CREATE TYPE " + qualified(*creation.unit.root) + " AS (" +
            (items.empty() ? "" : "\n    " + join(items, ",\n    ") + "\n") + ")");
}

std::string target(const Unit& unit) { return target_of("TYPE", unit); }

}  // namespace

constinit const KindPlan kCompositeTypePlan{
    .kind = "composite_type",
    .target = target,
    .create = create,
    .grant_word = "TYPE",
    .public_default = "USAGE",
};

}  // namespace schema_audit
