// Plan of kind "text_search_configuration".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string begin(const Unit& unit) {
  return "ALTER TEXT SEARCH CONFIGURATION " + qualified(*unit.root) + " ";
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  steps.add("CREATE TEXT SEARCH CONFIGURATION " + qualified(*unit.root) +
            " (PARSER = " + std::string(unit.attributes().text("parser")) + ")");
  for (const auto& [token, dictionaries] : map_of(unit.attributes(), "mappings")) {
    steps.add(begin(unit) + "ADD MAPPING FOR " + quote_identifier(token) + " WITH " + dictionaries);
  }
}

void alter(Alteration& a) {
  if (a.changed("parser")) {
    a.replace = true;
    return;
  }
  const TextMap& from = map_of(a.before.attributes(), "mappings");
  const TextMap& to = map_of(a.after.attributes(), "mappings");
  for (const auto& [token, dictionaries] : from) {
    if (!to.contains(token)) a.steps.add(begin(a.after) + "DROP MAPPING FOR " + quote_identifier(token));
  }
  for (const auto& [token, dictionaries] : to) {
    const auto old = from.find(token);
    if (old != from.end() && old->second == dictionaries) continue;
    a.steps.add(begin(a.after) + (old == from.end() ? "ADD" : "ALTER") + " MAPPING FOR " +
                quote_identifier(token) + " WITH " + dictionaries);
  }
}

std::string target(const Unit& unit) { return target_of("TEXT SEARCH CONFIGURATION", unit); }

}  // namespace

constinit const KindPlan kTextSearchConfigurationPlan{
    .kind = "text_search_configuration",
    .target = target,
    .create = create,
    .alter = alter,
};

}  // namespace schema_audit
