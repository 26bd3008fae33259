#include <algorithm>

#include "core/plan/common.hpp"
#include "core/plan/decisions.hpp"
#include "core/plan/facets.hpp"
#include "core/plan/parents.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

bool is_view(const Unit& unit) { return unit.root->kind == "view" || unit.root->kind == "materialized_view"; }

// What a column can be converted to a new one of.
bool is_type(std::string_view kind) {
  return kind == "enum" || kind == "domain" || kind == "composite_type" || kind == "range_type" ||
         kind == "base_type" || kind == "collation";
}

bool is_foreign_key(const Unit& unit) { return unit.attributes().text("constraint_type") == "foreign key"; }

// A column may lose what was revoked from its table, or passed on with it to a new owner, and has to get it
// again.
bool loses_privileges(const Unit& before, const Unit& after) {
  if (after.object->kind != "column") return false;
  if (!after.attributes().find("privileges") && !after.attributes().find("identity_privileges")) return false;
  const Attributes& from = before.root->attributes;
  const Attributes& to = after.root->attributes;
  return from.text("owner") != to.text("owner") || map_of(from, "privileges") != map_of(to, "privileges");
}

// Every attribute that differs and that a room has to write.
std::vector<std::string> own_differences(const Unit& before, const Unit& after) {
  std::vector<std::string> names;
  const auto collect = [&](const Attributes& from, const Attributes& to) {
    for (const Attribute& attribute : from) {
      const Value* other = to.find(attribute.name);
      if (other && *other == attribute.value) continue;
      if (is_common(before.object->kind, attribute.name)) continue;
      names.push_back(attribute.name);
    }
  };
  collect(before.attributes(), after.attributes());
  collect(after.attributes(), before.attributes());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

Decisions::Decisions(const Model& before, const Model& after, bool online)
    : before_(before),
      after_(after),
      online_(online),
      by_before_(before.units().size(), -1),
      by_after_(after.units().size(), -1) {
  pair_units();
  for (std::size_t i = 0; i < items_.size(); ++i) compare(items_[i]);
  spread();
  std::sort(notes_.begin(), notes_.end());
}

void Decisions::pair_units() {
  const auto add = [&](UnitId before, UnitId after) {
    Item item;
    item.before = before;
    item.after = after;
    item.action = before == kNoUnit ? Action::kCreate : after == kNoUnit ? Action::kDrop : Action::kKeep;
    const int index = static_cast<int>(items_.size());
    if (before != kNoUnit) by_before_[static_cast<std::size_t>(before)] = index;
    if (after != kNoUnit) by_after_[static_cast<std::size_t>(after)] = index;
    items_.push_back(std::move(item));
  };
  for (const Unit& unit : before_.units()) {
    const Unit* other = after_.find(*unit.root, *unit.object, unit.facet);
    add(unit.id, other ? other->id : kNoUnit);
  }
  for (const Unit& unit : after_.units()) {
    if (by_after_[static_cast<std::size_t>(unit.id)] < 0) add(kNoUnit, unit.id);
  }
}

void Decisions::compare(Item& item) {
  if (item.action != Action::kKeep) return;
  const Unit& before = before_.unit(item.before);
  const Unit& after = after_.unit(item.after);
  if (after.facet == Facet::kObject) {
    if (loses_privileges(before, after) || !(before.attributes() == after.attributes()))
      compare_objects(item, before, after);
    return;
  }
  if (after.facet == Facet::kParents) {
    if (changes_parents(before_, after_, before_.unit(before.root_unit), after_.unit(after.root_unit)))
      item.action = Action::kReplace;
    return;
  }
  if (same_facet(before, after)) return;
  item.action = Action::kAlter;
  if (!alter_facet(before_, after_, before, after, item.steps)) {
    item.steps = {};
    item.action = Action::kReplace;
  }
}

void Decisions::compare_objects(Item& item, const Unit& before, const Unit& after) {
  const std::vector<std::string> names = own_differences(before, after);
  const KindPlan* room = plan_of(after.object->kind);
  if (!room) {
    notes_.push_back("objects of kind " + after.object->kind +
                     " are not planned: " + to_text(after.identity()));
    return;
  }
  const bool new_parents =
      changes_parents(before_, after_, before_.unit(before.root_unit), after_.unit(after.root_unit));
  if (after.object->kind == "column" && new_parents && comes_from_parents(before_, after)) {
    item.action = Action::kReplace;
    return;
  }
  item.action = Action::kAlter;
  if (!names.empty()) {
    // What the parent's statement does to its children and partitions needs no second one.
    Object seen = *before.object;
    Unit from = before;
    if (after.object->kind == "column") {
      from.object = &seen;
      if (before.root == before.object) from.root = &seen;
      std::vector<std::string> parents = list_of(after.root->attributes, "inherits");
      parents.emplace_back(after.root->attributes.text("partition_of"));
      for (const std::string& name : parents) {
        const Unit* old_parent = before_.relation(name);
        const Unit* new_parent = after_.relation(name);
        const Unit* old_column =
            old_parent ? before_.part(*old_parent, "column", after.object->name) : nullptr;
        const Unit* new_column =
            new_parent ? after_.part(*new_parent, "column", after.object->name) : nullptr;
        const bool same_parent = !new_parents && before.root->attributes.text("partition_of") ==
                                                     after.root->attributes.text("partition_of");
        if (!old_column || !new_column || !same_parent) continue;
        for (const auto attribute : {"type", "collation", "generated", "generation_expression", "not_null"}) {
          const Value* was = old_column->attributes().find(attribute);
          const Value* is = new_column->attributes().find(attribute);
          const bool changed = was == nullptr || is == nullptr ? was != is : !(*was == *is);
          const Value* target = after.attributes().find(attribute);
          if (changed && ((is && target && *is == *target) || (!is && !target))) {
            seen.attributes.set(attribute, target ? *target : Value(false));
          }
        }
      }
    }
    if (!own_differences(from, after).empty()) {
      Alteration alteration{before_, after_, from, after, online_, {}, false, false};
      if (room->alter) {
        room->alter(alteration);
      } else {
        alteration.replace = true;
      }
      if (alteration.replace) {
        item.action = Action::kReplace;
        return;
      }
      item.disturbs = alteration.disturbs;
      item.steps = std::move(alteration.steps);
    }
  }
  alter_common(before, after, item.steps);
  if (item.steps.empty() && !item.disturbs) item.action = Action::kKeep;
}

// What is dropped, replaced or disturbed takes along what needs it.
void Decisions::spread() {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].action == Action::kReplace) {
      items_[i].action = Action::kKeep;
      replace(items_[i]);
    } else if (items_[i].action == Action::kDrop || items_[i].disturbs) {
      pending_.push_back(static_cast<int>(i));
    }
  }
  while (!pending_.empty()) {
    const int index = pending_.back();
    pending_.pop_back();
    const Item item = items_[static_cast<std::size_t>(index)];
    if (item.before == kNoUnit) continue;
    for (const UnitId id : before_.unit(item.before).needed_by) {
      Item& dependent = before_item(id);
      if (dependent.drops()) continue;
      if (let_go(dependent, item)) continue;
      disturb(item, dependent);
    }
  }
}

// An alteration that ends the need comes before what was needed goes.
bool Decisions::let_go(const Item& dependent, const Item& item) const {
  if (dependent.action != Action::kAlter) return false;
  const std::vector<UnitId>& needs = after_.unit(dependent.after).needs;
  return item.after == kNoUnit || std::find(needs.begin(), needs.end(), item.after) == needs.end();
}

void Decisions::replace(Item& item) {
  if (item.action == Action::kReplace || item.action == Action::kDrop || item.action == Action::kCreate)
    return;
  const int index = static_cast<int>(&item - items_.data());
  const Unit& after = after_.unit(item.after);
  item.action = Action::kReplace;
  item.steps = {};
  item.disturbs = false;
  pending_.push_back(index);
  if (after.is_root()) {
    for (const UnitId part : after.parts) {
      Item& other = after_item(part);
      if (!other.creates()) replace(other);
    }
    return;
  }
  // The expression of a column goes with it; a column goes with its expression.
  if (after.object->kind != "column") return;
  if (after.facet == Facet::kObject) {
    if (const Unit* value = after_.find(*after.root, *after.object, Facet::kDefault))
      replace(after_item(value->id));
  } else if (after.facet == Facet::kDefault && after.attributes().find("generated")) {
    if (const Unit* column = after_.find(*after.root, *after.object)) replace(after_item(column->id));
  }
}

void Decisions::disturb(const Item& item, Item& dependent) {
  const Unit& needed = before_.unit(item.before);
  const Unit& unit = before_.unit(dependent.before);
  const std::string_view kind = unit.object->kind;
  // A part of what is dropped or replaced goes with it.
  if (unit.root_unit == needed.id && item.action == Action::kDrop) return;
  if (unit.facet == Facet::kDefault) {
    // A default whose text stays is converted with its column.
    const bool own_column = needed.object == unit.object;
    if (!(own_column && item.disturbs && !item.drops() && !item.retyped &&
          dependent.action == Action::kKeep && !unit.attributes().find("generated"))) {
      replace(dependent);
    }
    return;
  }
  if (unit.facet != Facet::kObject) {
    if (item.drops()) replace(dependent);
    return;
  }
  if (is_view(unit) && kind == "column") {
    replace(before_item(unit.root_unit));
    return;
  }
  if (kind == "column") {
    disturb_column(item, dependent);
    return;
  }
  if (kind == "table") {
    if (unit.attributes().text("of_type").empty() && !is_type(needed.object->kind)) return;
    notes_.push_back("table " + to_text(unit.identity()) + " needs " + needed.object->kind + " " +
                     to_text(needed.identity()) + ", which cannot be altered in place");
    return;
  }
  if (kind == "schema" || kind == "extension" || kind == "sequence") return;
  if (!item.drops()) {
    // The type of a column changes: the server itself takes care of these.
    const bool follows =
        kind == "index" || kind == "statistics" || (kind == "constraint" && !is_foreign_key(unit));
    if (follows) return;
    if (kind == "publication_table" && unit.attributes().text("row_filter").empty()) return;
  }
  replace(dependent);
}

// A column stays: what its type is rebuilt as, it is converted to.
void Decisions::disturb_column(const Item& item, Item& column) {
  const Unit& needed = before_.unit(item.before);
  const Unit& unit = before_.unit(column.before);
  if (needed.root_unit == unit.root_unit) return;
  if (unit.attributes().flag("inherited") && needed.object->kind == "column") {
    if (item.action == Action::kReplace) replace(column);
    return;
  }
  if (!item.drops()) return;
  // What is said of a table holds for its partitions and children.
  TextList parents = list_of(unit.root->attributes, "inherits");
  parents.emplace_back(unit.root->attributes.text("partition_of"));
  for (const std::string& name : parents) {
    const Unit* parent = before_.relation(name);
    if (parent && before_.part(*parent, "column", unit.object->name)) return;
  }
  if (!is_type(needed.object->kind) || item.action != Action::kReplace) {
    notes_.push_back("column " + to_text(unit.identity()) + " needs " + needed.object->kind + " " +
                     to_text(needed.identity()) + ", which cannot be altered in place");
    return;
  }
  before_item(item.before).rebuild = true;
  retype(column);
}

void Decisions::retype(Item& column) {
  if (column.retyped || column.after == kNoUnit) return;
  column.retyped = true;
  column.disturbs = true;
  column.action = Action::kAlter;
  const Unit& after = after_.unit(column.after);
  std::string type(after.attributes().text("type"));
  std::string text = type;
  if (const auto collation = after.attributes().text("collation"); !collation.empty())
    text += " COLLATE " + std::string(collation);
  const std::string name = quote_identifier(after.object->name);
  Steps steps;
  if (after.root->kind == "composite_type") {
    steps.add("ALTER TYPE " + qualified(*after.root) + " ALTER ATTRIBUTE " + name + " TYPE " + text);
  } else {
    steps.exclusive(
        alter_column(*after.root, after.object->name) + "TYPE " + text + " USING " + name + "::text::" + type,
        {Hazard::kConvertsValues, Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  // The room's own change of the type is this one.
  for (const Step& step : column.steps.steps()) {
    if (step.sql.find(" TYPE ") == std::string::npos) steps.steps().push_back(step);
  }
  column.steps = std::move(steps);
  pending_.push_back(static_cast<int>(&column - items_.data()));
}

}  // namespace schema_audit
