// Plan of kind "operator_class". Its members are added to its family, which gives them to the class again.

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string target(const Unit& unit) { return "OPERATOR CLASS " + to_text(unit.identity()); }

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  const std::string_view family = attributes.text("family");
  const std::string_view storage = attributes.text("storage_type");
  steps.add("CREATE OPERATOR CLASS " + qualified(*unit.root) +
            (attributes.flag("is_default") ? " DEFAULT" : "") + " FOR TYPE " +
            std::string(attributes.text("type")) + " USING " + quote_identifier(unit.object->arguments) +
            " FAMILY " + (family.empty() ? qualified(*unit.root) : std::string(family)) +
            " AS\n    STORAGE " + std::string(storage.empty() ? attributes.text("type") : storage));
}

}  // namespace

constinit const KindPlan kOperatorClassPlan{
    .kind = "operator_class",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
