// Plan of kind "changed_privileges". Its name is the word of the object and its address.

#include <array>

#include "core/plan/grants.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

struct Word {
  std::string_view type;   // as pg_identify_object() calls it
  std::string_view grant;  // as GRANT ... ON does
  std::string_view public_default;
};

constexpr auto kWords = std::to_array<Word>({
    {"aggregate ", "ROUTINE ", "EXECUTE"},
    {"foreign-data wrapper ", "FOREIGN DATA WRAPPER ", ""},
    {"foreign table ", "TABLE ", ""},
    {"function ", "ROUTINE ", "EXECUTE"},
    {"language ", "LANGUAGE ", "USAGE"},
    {"materialized view ", "TABLE ", ""},
    {"procedure ", "ROUTINE ", "EXECUTE"},
    {"schema ", "SCHEMA ", ""},
    {"sequence ", "SEQUENCE ", ""},
    {"server ", "FOREIGN SERVER ", ""},
    {"table column ", "TABLE ", ""},
    {"view column ", "TABLE ", ""},
    {"table ", "TABLE ", ""},
    {"type ", "TYPE ", "USAGE"},
    {"view ", "TABLE ", ""},
});

bool grants_of(const Unit& unit, Grants& grants) {
  const std::string& name = unit.object->name;
  for (const Word& word : kWords) {
    if (!name.starts_with(word.type)) continue;
    std::string address = name.substr(word.type.size());
    if (word.type.find("column") != std::string_view::npos) {
      std::vector<std::string> parts = split_name(address);
      if (parts.size() != 3) return false;
      grants.column = quote_identifier(parts[2]);
      address = qualified(parts[0], parts[1]);
    }
    grants.on = std::string(word.grant) + address;
    grants.public_default = word.public_default;
    return true;
  }
  return false;
}

void set(const Unit& unit, const TextMap& from, const TextMap& to, Steps& steps) {
  Grants grants;
  if (!grants_of(unit, grants)) {
    steps.note("privileges on " + unit.object->name + " are to be set by hand");
    return;
  }
  change_privileges(grants, from, to, steps);
}

const TextMap& privileges(const Unit& unit) { return map_of(unit.attributes(), "privileges"); }

// What the extension or the system gave PUBLIC is not in the map when it was taken away.
void create(const Creation& creation, Steps& steps) {
  TextMap from;
  if (!privileges(creation.unit).contains("PUBLIC")) from.emplace("PUBLIC", "ALL");
  set(creation.unit, from, privileges(creation.unit), steps);
}

void drop(const Unit& unit, Steps& steps) {
  set(unit, privileges(unit), {}, steps);
  steps.note("what the extension or the system had granted on " + unit.object->name +
             " is not known: check it");
}

void alter(Alteration& a) { set(a.after, privileges(a.before), privileges(a.after), a.steps); }

}  // namespace

constinit const KindPlan kChangedPrivilegesPlan{
    .kind = "changed_privileges",
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
