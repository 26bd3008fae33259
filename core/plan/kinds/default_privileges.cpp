// Plan of kind "default_privileges". Its name says whose, where and on what.

#include "core/plan/grants.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

Grants grants_of(const Unit& unit) {
  // "for role NAME [in schema NAME] on KIND"
  const std::string& name = unit.object->name;
  constexpr std::string_view kBegin = "for role ";
  std::size_t end = kBegin.size();
  bool quoted = false;
  for (; end < name.size() && (quoted || name[end] != ' '); ++end)
    quoted = name[end] == '"' ? !quoted : quoted;
  const std::string role = name.substr(kBegin.size(), end - kBegin.size());
  const std::string what = name.substr(name.rfind(" on ") + 4);
  Grants grants;
  grants.prefix = "ALTER DEFAULT PRIVILEGES FOR ROLE " + role + " ";
  if (!unit.object->schema.empty())
    grants.prefix += "IN SCHEMA " + quote_identifier(unit.object->schema) + " ";
  grants.on = upper(what);
  grants.only_added = !unit.object->schema.empty();
  grants.owner = role;
  grants.public_default = what == "functions" ? "EXECUTE" : what == "types" ? "USAGE" : "";
  return grants;
}

const TextMap& privileges(const Unit& unit) { return map_of(unit.attributes(), "privileges"); }

void create(const Creation& creation, Steps& steps) {
  change_privileges(grants_of(creation.unit), {}, privileges(creation.unit), steps);
}

void drop(const Unit& unit, Steps& steps) { change_privileges(grants_of(unit), privileges(unit), {}, steps); }

void alter(Alteration& a) {
  change_privileges(grants_of(a.after), privileges(a.before), privileges(a.after), a.steps);
}

}  // namespace

constinit const KindPlan kDefaultPrivilegesPlan{
    .kind = "default_privileges",
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
