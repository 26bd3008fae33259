// Plan of kind "conversion".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  steps.add(std::string(attributes.flag("is_default") ? "CREATE DEFAULT CONVERSION " : "CREATE CONVERSION ") +
            qualified(*creation.unit.root) + " FOR " + quote_literal(attributes.text("from_encoding")) +
            " TO " + quote_literal(attributes.text("to_encoding")) + " FROM " +
            std::string(attributes.text("function")));
}

std::string target(const Unit& unit) { return target_of("CONVERSION", unit); }

}  // namespace

constinit const KindPlan kConversionPlan{
    .kind = "conversion",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
