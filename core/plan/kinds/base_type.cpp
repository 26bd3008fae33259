// Plan of kind "base_type". Its functions name it in their arguments: a shell of it comes first (see
// facets.cpp).

#include "core/plan/definition.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  Definition definition(attributes);
  definition.put("INPUT", "input_function");
  definition.put("OUTPUT", "output_function");
  definition.put("RECEIVE", "receive_function");
  definition.put("SEND", "send_function");
  definition.put("TYPMOD_IN", "modifier_input_function");
  definition.put("TYPMOD_OUT", "modifier_output_function");
  definition.put("ANALYZE", "analyze_function");
  definition.put("SUBSCRIPT", "subscript_function");
  const auto length = number_of(attributes, "length");
  definition.add("INTERNALLENGTH = " +
                 (length && *length > 0 ? std::to_string(*length) : std::string("VARIABLE")));
  definition.put_flag("PASSEDBYVALUE", "by_value");
  definition.put("ALIGNMENT", "alignment");
  definition.put("STORAGE", "storage");
  definition.put_literal("CATEGORY", "category");
  definition.put_flag("PREFERRED = true", "preferred");
  definition.put_literal("DEFAULT", "default");
  definition.put("ELEMENT", "element");
  definition.put_literal("DELIMITER", "delimiter");
  definition.put_flag("COLLATABLE = true", "collatable");
  steps.add("CREATE TYPE " + qualified(*creation.unit.root) + " (\n    " +
            join(definition.items(), ",\n    ") + "\n)");
}

// Its functions go with it: they cannot be told apart in which of both needs the other.
void drop(const Unit& unit, Steps& steps) {
  steps.add("DROP TYPE " + qualified(*unit.root) + " CASCADE", {Hazard::kDataLoss});
}

// What ALTER TYPE ... SET can do.
void alter(Alteration& a) {
  for (const auto name : {"alignment", "by_value", "category", "collatable", "default", "delimiter",
                          "element", "input_function", "length", "output_function", "preferred"}) {
    a.replace = a.replace || a.changed(name);
  }
  if (a.replace) return;
  std::vector<std::string> items;
  const auto put = [&](std::string_view word, std::string_view attribute, std::string_view none) {
    if (!a.changed(attribute)) return;
    items.push_back(std::string(word) + " = " +
                    std::string(a.to(attribute).empty() ? none : a.to(attribute)));
  };
  put("RECEIVE", "receive_function", "NONE");
  put("SEND", "send_function", "NONE");
  put("TYPMOD_IN", "modifier_input_function", "NONE");
  put("TYPMOD_OUT", "modifier_output_function", "NONE");
  put("ANALYZE", "analyze_function", "NONE");
  put("SUBSCRIPT", "subscript_function", "NONE");
  put("STORAGE", "storage", "plain");
  a.steps.add("ALTER TYPE " + qualified(*a.after.root) + " SET (" + join(items) + ")");
}

std::string target(const Unit& unit) { return target_of("TYPE", unit); }

}  // namespace

constinit const KindPlan kBaseTypePlan{
    .kind = "base_type",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
    .grant_word = "TYPE",
    .public_default = "USAGE",
};

}  // namespace schema_audit
