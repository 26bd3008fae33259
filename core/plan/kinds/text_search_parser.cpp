// Plan of kind "text_search_parser".

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
  put("START", "start_function");
  put("GETTOKEN", "token_function");
  put("END", "end_function");
  put("HEADLINE", "headline_function");
  put("LEXTYPES", "token_types_function");
  steps.add("CREATE TEXT SEARCH PARSER " + qualified(*creation.unit.root) + " (" + join(items) + ")");
}

std::string target(const Unit& unit) { return target_of("TEXT SEARCH PARSER", unit); }

}  // namespace

constinit const KindPlan kTextSearchParserPlan{
    .kind = "text_search_parser",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
