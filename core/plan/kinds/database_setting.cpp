// Plan of kind "database_setting".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// The name of the database is only known where the plan runs.
std::string statement(const Unit& unit, const std::string& what) {
  // "NAME" or "NAME of role ROLE"
  const std::string& name = unit.object->name;
  const auto of = name.find(" of role ");
  const std::string begin = of == std::string::npos
                                ? "ALTER DATABASE %I "
                                : "ALTER ROLE " + name.substr(of + 9) + " IN DATABASE %I ";
  std::vector<std::string> parts = split_name(name.substr(0, of));
  for (std::string& part : parts) part = quote_identifier(part);
  const std::string setting = join(parts, ".");
  // What EXECUTE format() takes: a percent sign is doubled.
  std::string text;
  for (const char c : (what.empty() ? "RESET " + setting : "SET " + setting + " TO " + what)) {
    text += c;
    if (c == '%') text += c;
  }
  return "DO " + dollar_quoted("BEGIN EXECUTE pg_catalog.format(" + quote_literal(begin + text) +
                               ", pg_catalog.current_database()); END");
}

void set(const Unit& unit, Steps& steps) {
  const std::string value(unit.attributes().text("value"));
  if (value == "(hidden)") {
    steps.note("the value of setting " + unit.object->name + " is hidden: set it by hand");
    return;
  }
  const std::string name = unit.object->name.substr(0, unit.object->name.find(" of role "));
  steps.add(statement(unit, setting_value(name, value)));
}

void create(const Creation& creation, Steps& steps) { set(creation.unit, steps); }

void drop(const Unit& unit, Steps& steps) { steps.add(statement(unit, "")); }

void alter(Alteration& a) { set(a.after, a.steps); }

}  // namespace

constinit const KindPlan kDatabaseSettingPlan{
    .kind = "database_setting",
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
