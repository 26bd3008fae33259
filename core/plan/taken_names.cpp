#include "core/plan/taken_names.hpp"

#include <set>

#include "core/plan/free_name.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

std::vector<std::string> taken_names(const Unit& unit) {
  std::vector<std::string> names;
  if (unit.facet != Facet::kObject) return names;
  const Object& object = *unit.object;
  const std::string name =
      qualified(object.kind == "index" || unit.is_root() ? unit.root->schema : "", object.name);
  const std::string_view kind = object.kind;
  const std::string_view type = object.attributes.text("constraint_type");
  const bool index = type == "primary key" || type == "unique" || type == "exclusion";
  const bool relation = kind == "table" || kind == "foreign_table" || kind == "view" ||
                        kind == "materialized_view" || kind == "sequence" || kind == "index" ||
                        kind == "composite_type";
  if (relation) names.push_back("relation " + name);
  if (index) names.push_back("relation " + qualified(unit.root->schema, object.name));
  if (kind == "column" && object.attributes.find("identity")) {
    names.push_back("relation " + qualified(unit.root->schema, object.attributes.text("identity_sequence")));
  }
  const bool typed = kind == "table" || kind == "foreign_table" || kind == "view" ||
                     kind == "materialized_view" || kind == "composite_type" || kind == "enum" ||
                     kind == "domain" || kind == "range_type" || kind == "base_type" || kind == "shell_type";
  if (typed) names.push_back("type " + name);
  if (kind == "routine") names.push_back("routine " + name + "(" + object.arguments + ")");
  if (kind == "column") names.push_back("column " + qualified(*unit.root) + "." + object.name);
  return names;
}

std::string temporary_name(const Model& before, const Model& after, const Unit& unit,
                           std::string_view ending) {
  const auto all = [&] {
    std::set<std::string> names;
    for (const Model* model : {&before, &after}) {
      for (const Unit& other : model->units()) {
        if (other.is_root() && other.root->schema == unit.root->schema) names.insert(other.root->name);
      }
    }
    return std::vector<std::string>(names.begin(), names.end());
  };
  return free_name_among(all, unit.object->name, ending, [&](const std::string& name) {
    const std::string qualified_name = qualified(unit.object->schema, name);
    bool taken = false;
    for (const Model* model : {&before, &after}) {
      for (const auto kind :
           {"enum", "domain", "composite_type", "range_type", "base_type", "shell_type", "collation"}) {
        taken = taken || model->root(kind, qualified_name);
      }
      taken = taken || model->relation(qualified_name);
    }
    return taken;
  });
}

}  // namespace schema_audit
