// Plan of kind "range_type".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  std::vector<std::string> items;
  const auto put = [&](std::string_view word, std::string_view attribute) {
    const std::string_view text = attributes.text(attribute);
    if (!text.empty()) items.push_back(std::string(word) + " = " + std::string(text));
  };
  put("SUBTYPE", "subtype");
  put("SUBTYPE_OPCLASS", "subtype_operator_class");
  put("COLLATION", "collation");
  put("CANONICAL", "canonical");
  put("SUBTYPE_DIFF", "subtype_difference");
  put("MULTIRANGE_TYPE_NAME", "multirange");
  steps.add("CREATE TYPE " + qualified(*creation.unit.root) + " AS RANGE (\n    " + join(items, ",\n    ") +
            "\n)");
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
