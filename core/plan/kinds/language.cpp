// Plan of kind "language".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string text_of(const Unit& unit, std::string_view command) {
  const Attributes& attributes = unit.attributes();
  std::string sql = std::string(command) + (attributes.flag("trusted") ? " TRUSTED" : "") + " LANGUAGE " +
                    qualified(*unit.root) + " HANDLER " + std::string(attributes.text("handler"));
  if (const auto inline_handler = attributes.text("inline_handler"); !inline_handler.empty()) {
    sql += " INLINE " + std::string(inline_handler);
  }
  if (const auto validator = attributes.text("validator"); !validator.empty())
    sql += " VALIDATOR " + std::string(validator);
  return sql;
}

void create(const Creation& creation, Steps& steps) { steps.add(text_of(creation.unit, "CREATE")); }

void alter(Alteration& a) { a.steps.add(text_of(a.after, "CREATE OR REPLACE")); }

std::string target(const Unit& unit) { return target_of("LANGUAGE", unit); }

}  // namespace

constinit const KindPlan kLanguagePlan{
    .kind = "language",
    .target = target,
    .create = create,
    .alter = alter,
    .grant_word = "LANGUAGE",
    .public_default = "USAGE",
};

}  // namespace schema_audit
