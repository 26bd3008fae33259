// Plan of kind "policy".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string name_on_table(const Unit& unit) {
  return quote_identifier(unit.object->name) + " ON " + qualified(*unit.root);
}

std::string roles(const Attributes& attributes) {
  const TextList& names = list_of(attributes, "roles");
  return names.empty() ? "PUBLIC" : quoted_list(names);
}

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  std::string sql = "CREATE POLICY " + name_on_table(creation.unit);
  if (attributes.flag("restrictive")) sql += " AS RESTRICTIVE";
  if (attributes.text("command") != "all") sql += " FOR " + upper(attributes.text("command"));
  if (attributes.find("roles")) sql += " TO " + roles(attributes);
  if (const auto expression = attributes.text("using"); !expression.empty()) {
    sql += " USING (" + std::string(expression) + ")";
  }
  if (const auto expression = attributes.text("with_check"); !expression.empty()) {
    sql += " WITH CHECK (" + std::string(expression) + ")";
  }
  steps.exclusive(std::move(sql));
}

void alter(Alteration& a) {
  // An expression can be changed in place, not taken away.
  for (const auto name : {"using", "with_check"}) {
    if (a.changed(name) && a.to(name).empty()) a.replace = true;
  }
  if (a.changed("command") || a.changed("restrictive")) a.replace = true;
  if (a.replace) return;
  std::string sql = "ALTER POLICY " + name_on_table(a.after);
  if (a.changed("roles")) sql += " TO " + roles(a.after.attributes());
  if (a.changed("using")) sql += " USING (" + std::string(a.to("using")) + ")";
  if (a.changed("with_check")) sql += " WITH CHECK (" + std::string(a.to("with_check")) + ")";
  a.steps.exclusive(std::move(sql));
}

std::string target(const Unit& unit) { return "POLICY " + name_on_table(unit); }

}  // namespace

constinit const KindPlan kPolicyPlan{
    .kind = "policy",
    .target = target,
    .create = create,
    .alter = alter,
};

}  // namespace schema_audit
