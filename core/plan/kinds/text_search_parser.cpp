// Plan of kind "text_search_parser".

#include "core/plan/definition.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  Definition definition(creation.unit.attributes());
  definition.put("START", "start_function");
  definition.put("GETTOKEN", "token_function");
  definition.put("END", "end_function");
  definition.put("HEADLINE", "headline_function");
  definition.put("LEXTYPES", "token_types_function");
  steps.add("CREATE TEXT SEARCH PARSER " + qualified(*creation.unit.root) + " (" + join(definition.items()) +
            ")");
}

std::string target(const Unit& unit) { return target_of("TEXT SEARCH PARSER", unit); }

}  // namespace

constinit const KindPlan kTextSearchParserPlan{
    .kind = "text_search_parser",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
