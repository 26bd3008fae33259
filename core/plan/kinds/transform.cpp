// Plan of kind "transform".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// "for type language name", which is how it is addressed.
std::string target(const Unit& unit) { return "TRANSFORM " + unit.object->name; }

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  // Its functions take one argument of type internal.
  std::vector<std::string> items;
  if (const auto function = attributes.text("from_sql"); !function.empty()) {
    items.push_back("FROM SQL WITH FUNCTION " + std::string(function) + "(internal)");
  }
  if (const auto function = attributes.text("to_sql"); !function.empty()) {
    items.push_back("TO SQL WITH FUNCTION " + std::string(function) + "(internal)");
  }
  steps.add("CREATE " + target(creation.unit) + " (" + join(items) + ")");
}

}  // namespace

constinit const KindPlan kTransformPlan{
    .kind = "transform",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
