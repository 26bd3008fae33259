// Plan of kind "cast".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string target(const Unit& unit) { return "CAST " + unit.object->name; }

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  // "(from AS to)": a function takes the first type, and may take a length and a flag besides.
  const std::string& name = creation.unit.object->name;
  const std::string_view method = attributes.text("method");
  std::string sql = "CREATE " + target(creation.unit);
  if (method == "function") {
    sql += " WITH FUNCTION " + std::string(attributes.text("function")) + "(" +
           name.substr(1, name.find(" AS ") - 1) + ")";
  } else {
    sql += method == "inout" ? " WITH INOUT" : " WITHOUT FUNCTION";
  }
  if (const auto context = attributes.text("context"); !context.empty()) sql += " AS " + upper(context);
  steps.add(sql);
}

}  // namespace

constinit const KindPlan kCastPlan{
    .kind = "cast",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
