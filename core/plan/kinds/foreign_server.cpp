// Plan of kind "foreign_server".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void say_hidden(const Unit& unit, std::string_view attribute, Steps& steps) {
  if (has_hidden(map_of(unit.attributes(), attribute))) {
    steps.note("options of " + to_text(unit.identity()) + " have hidden values: set them by hand");
  }
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::string sql = "CREATE SERVER " + qualified(*unit.root);
  if (const auto type = attributes.text("type"); !type.empty()) sql += " TYPE " + quote_literal(type);
  if (const auto version = attributes.text("version"); !version.empty())
    sql += " VERSION " + quote_literal(version);
  sql += " FOREIGN DATA WRAPPER " + quote_identifier(attributes.text("wrapper"));
  const std::string options = generic_options(map_of(attributes, "options"));
  if (!options.empty()) sql += " OPTIONS (" + options + ")";
  steps.add(sql);
  say_hidden(unit, "options", steps);
}

void alter(Alteration& a) {
  if (a.changed("type") || a.changed("wrapper")) {
    a.replace = true;
    return;
  }
  const std::string begin = "ALTER SERVER " + qualified(*a.after.root);
  if (a.changed("version")) {
    const std::string_view version = a.to("version");
    a.steps.add(begin + " VERSION " + (version.empty() ? "NULL" : quote_literal(version)));
  }
  if (a.changed("options")) {
    const std::string options =
        changed_options(map_of(a.before.attributes(), "options"), map_of(a.after.attributes(), "options"));
    if (!options.empty()) a.steps.add(begin + " OPTIONS (" + options + ")");
    say_hidden(a.after, "options", a.steps);
  }
}

std::string target(const Unit& unit) { return target_of("SERVER", unit); }

}  // namespace

constinit const KindPlan kForeignServerPlan{
    .kind = "foreign_server",
    .target = target,
    .create = create,
    .alter = alter,
    .grant_word = "FOREIGN SERVER",
};

}  // namespace schema_audit
