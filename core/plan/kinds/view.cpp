// Plan of kind "view".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/kinds/view_query.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string text_of(const Unit& unit, std::string_view command) {
  std::string sql = std::string(command) + " VIEW " + qualified(*unit.root);
  if (const TextMap& options = map_of(unit.attributes(), "options"); !options.empty()) {
    sql += " WITH " + storage_options(options);
  }
  return sql + " AS\n" + query_of(unit);
}

// CREATE OR REPLACE keeps the columns there are and adds some behind them.
bool keeps_columns(const Alteration& a) {
  const auto before = a.before_model.columns(a.before);
  const auto after = a.after_model.columns(a.after);
  if (before.size() > after.size()) return false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Object& b = *before[i]->object;
    const Object& c = *after[i]->object;
    // Without hints their order is not known.
    if (!b.hint.known() || !c.hint.known()) return false;
    if (b.name != c.name || b.attributes.text("type") != c.attributes.text("type") ||
        b.attributes.text("collation") != c.attributes.text("collation")) {
      return false;
    }
  }
  return true;
}

void create(const Creation& creation, Steps& steps) { steps.add(text_of(creation.unit, "CREATE")); }

void alter(Alteration& a) {
  if (a.changed("query")) {
    if (!keeps_columns(a)) {
      a.replace = true;
      return;
    }
    a.steps.exclusive(text_of(a.after, "CREATE OR REPLACE"));
    return;
  }
  if (a.changed("options")) alter_storage_options(a, "ALTER VIEW");
}

std::string target(const Unit& unit) { return target_of("VIEW", unit); }

}  // namespace

std::string query_of(const Unit& view) {
  std::string_view query = view.attributes().text("query");
  while (!query.empty() && (query.back() == ';' || query.back() == '\n' || query.back() == ' '))
    query.remove_suffix(1);
  return std::string(query);
}

std::string empty_view(const Model& model, const Unit& view, std::string_view command) {
  std::vector<std::string> columns;
  for (const Unit* column : model.columns(view)) {
    std::string item = "NULL::" + std::string(column->attributes().text("type"));
    if (const auto collation = column->attributes().text("collation"); !collation.empty()) {
      item += " COLLATE " + std::string(collation);
    }
    columns.push_back(item + " AS " + quote_identifier(column->object->name));
  }
  return std::string(command) + " VIEW " + qualified(*view.root) + " AS\n SELECT " + join(columns, ",\n    ");
}

constinit const KindPlan kViewPlan{
    .kind = "view",
    .target = target,
    .create = create,
    .alter = alter,
    .grant_word = "TABLE",
};

}  // namespace schema_audit
