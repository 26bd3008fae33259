// Plan of kind "foreign_table"; its columns are in column.cpp.

#include "core/plan/foreign_options.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/parents.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::vector<std::string> items;
  for (const Unit* column : creation.model.columns(unit)) {
    if (!column->attributes().flag("inherited")) items.push_back(column_definition(creation, *column));
  }
  std::string sql = "CREATE FOREIGN TABLE " + qualified(*unit.root) +
                    (items.empty() ? " (\n)" : " (\n    " + join(items, ",\n    ") + "\n)");
  if (const TextList& parents = list_of(attributes, "inherits"); !parents.empty())
    sql += "\nINHERITS (" + join(parents) + ")";
  sql += "\nSERVER " + quote_identifier(attributes.text("server"));
  const std::string options = generic_options(map_of(attributes, "options"));
  if (!options.empty()) sql += "\nOPTIONS (" + options + ")";
  steps.add(sql);
  for (const Unit* column : creation.model.columns(unit)) add_column_settings(creation, *column, steps);
  note_hidden_options(unit, steps);
}

void drop(const Unit& unit, Steps& steps) { steps.exclusive("DROP FOREIGN TABLE " + qualified(*unit.root)); }

void alter(Alteration& a) {
  if (a.changed("server")) {
    a.replace = true;
    return;
  }
  alter_options(a, "ALTER FOREIGN TABLE " + qualified(*a.after.root));
  if (a.changed("inherits")) {
    end_inheritance(a.before, a.steps);
    begin_inheritance(a.after, a.steps);
  }
}

std::string target(const Unit& unit) { return target_of("FOREIGN TABLE", unit); }

}  // namespace

constinit const KindPlan kForeignTablePlan{
    .kind = "foreign_table",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
    .grant_word = "TABLE",
};

}  // namespace schema_audit
