// Plan of kind "domain".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// Whether the type that the domain is made of has a default by the time it is made: it gets that, too.
bool base_has_default(const Creation& creation) {
  const std::string_view base = creation.unit.attributes().text("base_type");
  for (const Model* model : {&creation.before_model, &creation.model}) {
    for (const std::string_view kind : {"domain", "base_type"}) {
      const Unit* type = model->root(kind, base);
      if (type && type->attributes().find("default")) return true;
    }
  }
  return false;
}

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  std::string sql =
      "CREATE DOMAIN " + qualified(*creation.unit.root) + " AS " + std::string(attributes.text("base_type"));
  if (const auto collation = attributes.text("collation"); !collation.empty())
    sql += " COLLATE " + std::string(collation);
  if (const auto value = attributes.text("default"); !value.empty()) sql += " DEFAULT " + std::string(value);
  if (attributes.flag("not_null")) {
    if (const auto name = attributes.text("not_null_name"); !name.empty())
      sql += " CONSTRAINT " + quote_identifier(name);
    sql += " NOT NULL";
  }
  steps.add(sql);
  if (attributes.text("default").empty() && base_has_default(creation))
    steps.add("ALTER DOMAIN " + qualified(*creation.unit.root) + " DROP DEFAULT");
}

void alter(Alteration& a) {
  if (a.changed("base_type") || a.changed("collation")) {
    a.replace = true;
    return;
  }
  const std::string begin = "ALTER DOMAIN " + qualified(*a.after.root) + " ";
  if (a.changed("default")) {
    const std::string_view value = a.to("default");
    a.steps.add(begin + (value.empty() ? "DROP DEFAULT" : "SET DEFAULT " + std::string(value)));
  }
  if (a.changed("not_null")) {
    if (a.now("not_null")) {
      a.steps.add(begin + "SET NOT NULL", {Hazard::kScansTable, Hazard::kBlocksWrites});
    } else {
      a.steps.add(begin + "DROP NOT NULL");
    }
  } else if (a.changed("not_null_name") || a.changed("not_null_comment")) {
    a.steps.note("the name of NOT NULL of " + to_text(a.after.identity()) + " is left as it is");
  }
}

std::string target(const Unit& unit) { return target_of("DOMAIN", unit); }

}  // namespace

constinit const KindPlan kDomainPlan{
    .kind = "domain",
    .target = target,
    .create = create,
    .alter = alter,
    .grant_word = "TYPE",
    .public_default = "USAGE",
};

}  // namespace schema_audit
