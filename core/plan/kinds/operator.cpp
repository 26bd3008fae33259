// Plan of kind "operator".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string target(const Unit& unit) { return "OPERATOR " + to_text(unit.identity()); }

// "app.+(integer, bigint)" -> "OPERATOR(app.+)"
std::string reference(std::string_view text) {
  return "OPERATOR(" + std::string(text.substr(0, text.rfind('('))) + ")";
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::vector<std::string> items{"FUNCTION = " + std::string(attributes.text("function"))};
  const std::string& arguments = unit.object->arguments;
  // A type's modifier may hold a comma, no operand has one.
  const auto comma = arguments.find(", ");
  const std::string left = arguments.substr(0, comma);
  const std::string right = arguments.substr(comma + 2);
  if (left != "NONE") items.push_back("LEFTARG = " + left);
  if (right != "NONE") items.push_back("RIGHTARG = " + right);
  const auto put = [&](std::string_view word, std::string_view attribute) {
    const std::string_view text = attributes.text(attribute);
    if (!text.empty()) items.push_back(std::string(word) + " = " + std::string(text));
  };
  if (const auto other = attributes.text("commutator"); !other.empty())
    items.push_back("COMMUTATOR = " + reference(other));
  if (const auto other = attributes.text("negator"); !other.empty())
    items.push_back("NEGATOR = " + reference(other));
  put("RESTRICT", "restrict_function");
  put("JOIN", "join_function");
  if (attributes.flag("hashes")) items.emplace_back("HASHES");
  if (attributes.flag("merges")) items.emplace_back("MERGES");
  steps.add("CREATE OPERATOR " + quote_identifier(unit.object->schema) + "." + unit.object->name +
            " (\n    " + join(items, ",\n    ") + "\n)");
}

void alter(Alteration& a) {
  for (const auto name : {"function", "commutator", "negator", "hashes", "merges"}) {
    a.replace = a.replace || a.changed(name);
  }
  if (a.replace) return;
  std::vector<std::string> items;
  const auto put = [&](std::string_view word, std::string_view attribute) {
    if (!a.changed(attribute)) return;
    items.push_back(std::string(word) + " = " +
                    std::string(a.to(attribute).empty() ? "NONE" : a.to(attribute)));
  };
  put("RESTRICT", "restrict_function");
  put("JOIN", "join_function");
  a.steps.add("ALTER " + target(a.after) + " SET (" + join(items) + ")");
}

}  // namespace

constinit const KindPlan kOperatorPlan{
    .kind = "operator",
    .target = target,
    .create = create,
    .alter = alter,
};

}  // namespace schema_audit
