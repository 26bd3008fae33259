// Plan of kind "text_search_dictionary".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  std::string sql = "CREATE TEXT SEARCH DICTIONARY " + qualified(*creation.unit.root) +
                    " (TEMPLATE = " + std::string(attributes.text("template"));
  if (const auto options = attributes.text("options"); !options.empty()) sql += ", " + std::string(options);
  steps.add(sql + ")");
}

std::string target(const Unit& unit) { return target_of("TEXT SEARCH DICTIONARY", unit); }

}  // namespace

constinit const KindPlan kTextSearchDictionaryPlan{
    .kind = "text_search_dictionary",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
