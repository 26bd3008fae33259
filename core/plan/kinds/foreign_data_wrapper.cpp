// Plan of kind "foreign_data_wrapper".

#include "core/plan/foreign_options.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string functions(const Unit& unit) {
  const Attributes& attributes = unit.attributes();
  const std::string_view handler = attributes.text("handler");
  const std::string_view validator = attributes.text("validator");
  return (handler.empty() ? std::string(" NO HANDLER") : " HANDLER " + std::string(handler)) +
         (validator.empty() ? std::string(" NO VALIDATOR") : " VALIDATOR " + std::string(validator));
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  std::string sql = "CREATE FOREIGN DATA WRAPPER " + qualified(*unit.root) + functions(unit);
  const std::string options = generic_options(map_of(unit.attributes(), "options"));
  if (!options.empty()) sql += " OPTIONS (" + options + ")";
  steps.add(sql);
  note_hidden_options(unit, steps);
}

void alter(Alteration& a) {
  const std::string begin = "ALTER FOREIGN DATA WRAPPER " + qualified(*a.after.root);
  if (a.changed("handler") || a.changed("validator")) a.steps.add(begin + functions(a.after));
  if (a.changed("connection_function")) {
    const std::string_view name = a.to("connection_function");
    a.steps.add(begin + (name.empty() ? " NO CONNECTION" : " CONNECTION " + std::string(name)));
  }
  alter_options(a, begin);
}

std::string target(const Unit& unit) { return target_of("FOREIGN DATA WRAPPER", unit); }

}  // namespace

constinit const KindPlan kForeignDataWrapperPlan{
    .kind = "foreign_data_wrapper",
    .target = target,
    .create = create,
    .alter = alter,
    .grant_word = "FOREIGN DATA WRAPPER",
};

}  // namespace schema_audit
