// Plan of kind "text_search_template".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  std::vector<std::string> items;
  if (const auto function = attributes.text("init_function"); !function.empty()) {
    items.push_back("INIT = " + std::string(function));
  }
  items.push_back("LEXIZE = " + std::string(attributes.text("lexize_function")));
  steps.add("CREATE TEXT SEARCH TEMPLATE " + qualified(*creation.unit.root) + " (" + join(items) + ")");
}

std::string target(const Unit& unit) { return target_of("TEXT SEARCH TEMPLATE", unit); }

}  // namespace

constinit const KindPlan kTextSearchTemplatePlan{
    .kind = "text_search_template",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
