#include "core/plan/facets.hpp"

#include <algorithm>

#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/parents.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// Partitions and children have defaults of their own.
void set_default(const Unit& unit, Steps& steps) {
  steps.exclusive(alter_column(unit, true) + "SET DEFAULT " + default_text(unit.attributes()));
}

void own(const Unit& unit, Steps& steps) {
  steps.add("ALTER SEQUENCE " + qualified(*unit.root) + " OWNED BY " +
            std::string(unit.attributes().text("owned_by")));
}

// The checks of the partitioned table, those it got from its own included.
void add_checks(const Creation& creation, std::string_view parent_name, Steps& steps) {
  const Unit* parent = creation.model.relation(parent_name);
  if (!parent) return;
  for (const UnitId id : parent->parts) {
    const Unit& part = creation.model.unit(id);
    if (part.facet != Facet::kObject || part.attributes().text("constraint_type") != "check" ||
        part.attributes().flag("no_inherit")) {
      continue;
    }
    // One that it has already is merged.
    if (creation.model.part(creation.unit, "constraint", part.object->name)) continue;
    const Unit* old = creation.before_model.find(*creation.unit.root, *creation.unit.root);
    const Unit* own = old ? creation.before_model.part(*old, "constraint", part.object->name) : nullptr;
    if (own && constraint_definition(*own) == constraint_definition(part)) continue;
    steps.exclusive(alter_table(*creation.unit.root) + "ADD CONSTRAINT " +
                        quote_identifier(part.object->name) + " " + constraint_definition(part),
                    {Hazard::kScansTable});
  }
  add_checks(creation, parent->attributes().text("partition_of"), steps);
}

void attach(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const std::string parent(unit.attributes().text("partition_of"));
  // One that was a partition of the same table has them, though not as its own.
  const Unit* old = creation.before_model.find(*unit.root, *unit.root);
  if (!old || old->attributes().text("partition_of") != parent) add_checks(creation, parent, steps);
  steps.add("ALTER TABLE ONLY " + parent + " ATTACH PARTITION " + qualified(*unit.root) + " " +
                std::string(unit.attributes().text("partition_bound")),
            {Hazard::kScansTable}, Lock::kShareUpdateExclusive);
}

// DETACH CONCURRENTLY leaves the bound behind as a check, by a name that is free.
void drop_bound(const Model& before, const Unit& partition, Steps& steps) {
  TextList own;
  for (const UnitId id : before.unit(partition.root_unit).parts) {
    const Unit& part = before.unit(id);
    if (part.facet == Facet::kObject && part.attributes().text("constraint_type") == "check")
      own.push_back(quote_literal(part.object->name));
  }
  const std::string table = qualified(*partition.root);
  steps.exclusive(
      "DO " +
      dollar_quoted(
          "DECLARE bound pg_catalog.name;\nBEGIN\n  FOR bound IN SELECT conname FROM "
          "pg_catalog.pg_constraint WHERE contype = 'c' AND conrelid = " +
          quote_literal(table) + "::pg_catalog.regclass AND conname <> ALL (ARRAY[" + join(own) +
          "]::pg_catalog.name[]) LOOP\n    EXECUTE pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT %I', " +
          quote_literal(table) + ", bound);\n  END LOOP;\nEND"));
}

void attach_index(const Unit& unit, Steps& steps) {
  steps.add("ALTER INDEX " + std::string(unit.attributes().text("attached_to")) + " ATTACH PARTITION " +
            qualified(unit.root->schema, unit.object->name));
}

// A member as the catalog says it: "1 app.<(integer,integer) (integer, integer) FOR ORDER BY app.f" is an
// operator, "1 (integer, integer) app.f(integer,integer)" a function.
struct Member {
  std::string word;
  std::string number;
  std::string types;  // with parentheses
  std::string what;
  std::string purpose;
};

Member operator_member(const std::string& text) {
  Member member{"OPERATOR", text.substr(0, text.find(' ')), "", "", ""};
  std::string rest = text.substr(text.find(' ') + 1);
  if (const auto order = rest.find(" FOR ORDER BY "); order != std::string::npos) {
    member.purpose = rest.substr(order);
    rest.resize(order);
  }
  const auto open = rest.rfind(" (");
  member.types = rest.substr(open + 1);
  member.what = rest.substr(0, open);
  return member;
}

Member function_member(const std::string& text) {
  Member member{"FUNCTION", text.substr(0, text.find(' ')), "", "", ""};
  const std::string rest = text.substr(text.find(' ') + 1);
  const auto close = rest.find(") ");
  member.types = rest.substr(0, close + 1);
  member.what = rest.substr(close + 2);
  return member;
}

std::vector<Member> members_of(const Unit& unit, const Unit* without) {
  std::vector<Member> members;
  const auto collect = [&](std::string_view attribute, Member (*parse)(const std::string&)) {
    for (const std::string& text : list_of(unit.attributes(), attribute)) {
      const TextList& others = without ? list_of(without->attributes(), attribute) : TextList();
      bool found = false;
      for (const std::string& other : others) found = found || other == text;
      if (!found) members.push_back(parse(text));
    }
  };
  collect("operators", operator_member);
  collect("functions", function_member);
  return members;
}

void add_members(const Unit& unit, const Unit* without, Steps& steps) {
  std::vector<std::string> items;
  for (const Member& member : members_of(unit, without)) {
    items.push_back(member.word + " " + member.number + " " +
                    (member.word == "FUNCTION" ? member.types + " " : "") + member.what + member.purpose);
  }
  if (!items.empty()) {
    steps.add("ALTER OPERATOR FAMILY " + to_text(unit.identity()) + " ADD\n    " + join(items, ",\n    "));
  }
}

// The types of the members that go with a class of the family when it is dropped.
std::vector<std::string> types_that_go(const Model& before, const Model& after, const Unit& family) {
  std::vector<std::string> types;
  for (const Unit& unit : before.units()) {
    if (unit.object->kind != "operator_class" || unit.object->arguments != family.object->arguments) continue;
    const std::string_view name = unit.attributes().text("family");
    const bool own = (name.empty() ? qualified(*unit.root) : std::string(name)) == qualified(*family.root);
    if (!own || after.find(*unit.root, *unit.object)) continue;
    const std::string type(unit.attributes().text("type"));
    types.push_back("(" + type + ", " + type + ")");
  }
  return types;
}

void drop_members(const Unit& unit, const Unit* without, Steps& steps,
                  const std::vector<std::string>& gone = {}) {
  std::vector<std::string> items;
  for (const Member& member : members_of(unit, without)) {
    if (std::find(gone.begin(), gone.end(), member.types) != gone.end()) continue;
    items.push_back(member.word + " " + member.number + " " + member.types);
  }
  if (!items.empty()) {
    steps.add("ALTER OPERATOR FAMILY " + to_text(unit.identity()) + " DROP\n    " + join(items, ",\n    "));
  }
}

}  // namespace

void create_facet(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  switch (unit.facet) {
    case Facet::kDefault:
      // An expression is part of its column.
      if (!unit.attributes().find("generated")) set_default(unit, steps);
      return;
    case Facet::kOwnedBy:
      own(unit, steps);
      return;
    case Facet::kAttached:
      attach(creation, steps);
      return;
    case Facet::kParents:
      join_parents(creation, steps);
      return;
    case Facet::kTyped:
      steps.exclusive(alter_table(*unit.root) + "OF " + std::string(unit.attributes().text("of_type")));
      return;
    case Facet::kIndexAttach:
      attach_index(unit, steps);
      return;
    case Facet::kMembers:
      add_members(unit, nullptr, steps);
      return;
    case Facet::kShell:
      steps.add("CREATE TYPE " + qualified(*unit.root));
      return;
    case Facet::kObject:
      return;
  }
}

namespace {

// Beside one the server detaches nothing CONCURRENTLY.
bool has_default_partition(const Model& before, std::string_view whole) {
  return std::ranges::any_of(before.units(), [&](const Unit& unit) {
    return unit.facet == Facet::kAttached && unit.attributes().text("partition_of") == whole &&
           unit.attributes().text("partition_bound") == "DEFAULT";
  });
}

}  // namespace

void drop_facet(const Model& before, const Model& after, const Unit& unit, Steps& steps, bool online) {
  switch (unit.facet) {
    case Facet::kDefault:
      if (!unit.attributes().find("generated")) steps.exclusive(alter_column(unit, true) + "DROP DEFAULT");
      return;
    case Facet::kOwnedBy:
      steps.add("ALTER SEQUENCE " + qualified(*unit.root) + " OWNED BY NONE");
      return;
    case Facet::kAttached: {
      const std::string whole(unit.attributes().text("partition_of"));
      const bool beside = online && !has_default_partition(before, whole);
      Step& step = steps.exclusive("ALTER TABLE " + whole + " DETACH PARTITION " + qualified(*unit.root) +
                                   (beside ? " CONCURRENTLY" : ""));
      if (beside) {
        step.in_transaction = false;
        step.lock = Lock::kShareUpdateExclusive;
        step.hazards = {Hazard::kOutsideTransaction};
        drop_bound(before, unit, steps);
      }
      return;
    }
    case Facet::kMembers:
      drop_members(unit, nullptr, steps, types_that_go(before, after, unit));
      return;
    case Facet::kParents:
      leave_parents(before, after, before.unit(unit.root_unit), steps);
      return;
    case Facet::kTyped:
      steps.exclusive(alter_table(*unit.root) + "NOT OF");
      return;
    case Facet::kIndexAttach:
    case Facet::kShell:
    case Facet::kObject:
      return;
  }
}

bool same_facet(const Unit& before, const Unit& after) {
  const auto same = [&](std::string_view name) {
    const Value* from = before.attributes().find(name);
    const Value* to = after.attributes().find(name);
    return from == nullptr || to == nullptr ? from == to : *from == *to;
  };
  switch (before.facet) {
    case Facet::kDefault:
      return same("default") && same("generated") && same("generation_expression");
    case Facet::kOwnedBy:
      return same("owned_by");
    case Facet::kAttached:
      return same("partition_of") && same("partition_bound");
    case Facet::kParents:
      return same("inherits");
    case Facet::kTyped:
      return same("of_type");
    case Facet::kIndexAttach:
      return same("attached_to");
    case Facet::kMembers:
      return same("operators") && same("functions");
    case Facet::kShell:
    case Facet::kObject:
      return true;
  }
  return true;
}

bool alter_facet(const Model& before_model, const Model& after_model, const Unit& before, const Unit& after,
                 Steps& steps) {
  switch (after.facet) {
    case Facet::kDefault:
      if (before.attributes().find("generated") || after.attributes().find("generated")) return false;
      set_default(after, steps);
      return true;
    case Facet::kOwnedBy:
      // With the table that owned it, its own owner may have changed.
      steps.add("ALTER SEQUENCE " + qualified(*after.root) + " OWNED BY NONE");
      steps.add("ALTER SEQUENCE " + qualified(*after.root) + " OWNER TO " +
                quote_identifier(after.attributes().text("owner")));
      own(after, steps);
      return true;
    case Facet::kMembers:
      drop_members(before, &after, steps, types_that_go(before_model, after_model, before));
      add_members(after, &before, steps);
      return true;
    case Facet::kAttached:
    case Facet::kParents:
    case Facet::kTyped:
    case Facet::kIndexAttach:
    case Facet::kShell:
    case Facet::kObject:
      return false;
  }
  return false;
}

}  // namespace schema_audit
