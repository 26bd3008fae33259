// Plan of kind "foreign_server".

#include "core/plan/foreign_options.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

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
  note_hidden_options(unit, steps);
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
  alter_options(a, begin);
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
