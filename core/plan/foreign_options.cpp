#include "core/plan/foreign_options.hpp"

#include "core/plan/words.hpp"

namespace schema_audit {

void note_hidden_options(const Unit& unit, Steps& steps) {
  if (has_hidden(map_of(unit.attributes(), "options"))) {
    steps.note("options of " + to_text(unit.identity()) + " have hidden values: set them by hand");
  }
}

void alter_options(Alteration& a, const std::string& begin) {
  if (!a.changed("options")) return;
  const std::string options =
      changed_options(map_of(a.before.attributes(), "options"), map_of(a.after.attributes(), "options"));
  if (!options.empty()) a.steps.add(begin + " OPTIONS (" + options + ")");
  note_hidden_options(a.after, a.steps);
}

}  // namespace schema_audit
