#include "core/plan/nodes.hpp"

#include <algorithm>
#include <utility>

#include "core/plan/common.hpp"
#include "core/plan/default_grants.hpp"
#include "core/plan/facets.hpp"
#include "core/plan/kept_value.hpp"
#include "core/plan/kinds/routine_body.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/kinds/view_query.hpp"
#include "core/plan/parents.hpp"
#include "core/plan/taken_names.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

Nodes::Nodes(const Model& before, const Model& after, const Decisions& decisions, const PlanOptions& options,
             const Pieces& pieces)
    : before_(before),
      after_(after),
      decisions_(decisions),
      options_(options),
      pieces_(pieces),
      absorption_(before, after, decisions) {
  const std::vector<Item>& items = decisions_.items();
  for (auto* list : {&rename_, &drop_, &alter_, &create_, &stub_, &emptied_})
    list->assign(items.size(), kNone);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].drops()) make_drop(i);
    if (items[i].action == Action::kAlter) {
      if (pieces_.emptied.contains(items[i].before)) make_emptied(i, before_.unit(items[i].before));
      alter_[i] = add(items[i].steps, Role::kAlter, after_.unit(items[i].after), false);
    }
    if (items[i].creates()) make_create(i);
  }
}

int Nodes::add(Steps steps, Role role, const Unit& unit, bool on_before) {
  for (Step& step : steps.steps()) step.object = unit.identity();
  Node node;
  node.phase = phase_of(unit, role);
  node.key = key_of(unit, on_before);
  node.steps = std::move(steps);
  nodes_.push_back(std::move(node));
  return static_cast<int>(nodes_.size()) - 1;
}

void Nodes::make_emptied(std::size_t index, const Unit& unit) {
  Steps steps;
  if (unit.root->kind == "view") {
    steps.exclusive(empty_view(before_, unit, "CREATE OR REPLACE"));
  } else {
    steps.add(empty_routine(unit));
  }
  emptied_[index] = add(std::move(steps), Role::kDrop, unit, true);
}

// A sequence goes with the column that owns it.
bool Nodes::goes_with_owner(const Item& item, const Unit& sequence) const {
  const Unit* owned = before_.find(*sequence.root, *sequence.object, Facet::kOwnedBy);
  return owned && item.action == Action::kDrop &&
         std::any_of(owned->needs.begin(), owned->needs.end(), [this](UnitId need) {
           return before_.unit(need).object->kind == "column" && decisions_.of_before(need).drops();
         });
}

// The old type keeps its columns under another name until they have the new one.
void Nodes::rename_away(std::size_t index, const Unit& unit, Steps& steps) {
  const KindPlan* room = plan_of(unit.object->kind);
  const std::string name = temporary_name(before_, after_, unit);
  Steps rename;
  rename.add("ALTER " + room->target(unit) + " RENAME TO " + quote_identifier(name));
  rename_[index] = add(std::move(rename), Role::kRename, unit, false);
  Object renamed = *unit.object;
  renamed.name = name;
  Unit old = unit;
  old.root = old.object = &renamed;
  steps.add("DROP " + room->target(old));
  drop_[index] = add(std::move(steps), Role::kDrop, unit, true);
}

// A column goes from a table and its children at once, unless one of these keeps it: then from each by
// itself.
bool Nodes::drop_inherited_column(const Unit& unit, Steps& steps) const {
  if (unit.facet != Facet::kObject || unit.object->kind != "column" || unit.root->kind != "table")
    return false;
  const bool from_parent =
      unit.attributes().flag("inherited") &&
      std::any_of(unit.needs.begin(), unit.needs.end(), [this](UnitId id) {
        return before_.unit(id).object->kind == "column" && absorption_.kept_by_child(before_.unit(id));
      });
  if (!from_parent && !absorption_.kept_by_child(unit)) return false;
  steps.exclusive(alter_table(*unit.root, true) + "DROP COLUMN " + quote_identifier(unit.object->name),
                  {Hazard::kDataLoss});
  return true;
}

// What gives the column of a table that stays, and changes its parents, to it; nullptr when that is not so.
const Item* Nodes::joining(const Unit& new_column) const {
  if (new_column.facet != Facet::kObject || new_column.object->kind != "column") return nullptr;
  const Unit* parents = after_.find(*new_column.root, *new_column.root, Facet::kParents);
  if (!parents || decisions_.of_after(new_column.root_unit).creates()) return nullptr;
  const Item& item = decisions_.of_after(parents->id);
  return item.creates() && comes_from_parents(before_, new_column) ? &item : nullptr;
}

// The column of a table that has left its parents, which was inherited or will be: its values wait under
// another name for the new one.
bool Nodes::leave_column(const Item& item, const Unit& unit, Steps& steps) const {
  if (unit.facet != Facet::kObject || unit.object->kind != "column" || unit.root->kind != "table")
    return false;
  const Item& table = decisions_.of_before(unit.root_unit);
  if (table.drops()) return false;
  const std::string alter = alter_table(*unit.root);
  const std::string name = quote_identifier(unit.object->name);
  if (item.after != kNoUnit) {
    const Unit& column = after_.unit(item.after);
    if (!joining(column)) return false;
    if (column.attributes().find("generated")) {
      steps.exclusive(alter + "DROP COLUMN " + name);
    } else {
      steps.exclusive(alter + "RENAME COLUMN " + name + " TO " +
                      quote_identifier(kept_name(before_, after_, unit)));
    }
    return true;
  }
  const bool left = unit.attributes().flag("inherited") &&
                    changes_parents(before_, after_, before_.unit(table.before), after_.unit(table.after));
  if (left) steps.exclusive(alter + "DROP COLUMN " + name, {Hazard::kDataLoss});
  return left;
}

const KindPlan* Nodes::room_of(const Unit& unit) {
  const KindPlan* room = plan_of(unit.object->kind);
  if (!room) {
    notes_.push_back("objects of kind " + unit.object->kind +
                     " are not planned: " + to_text(unit.identity()));
  }
  return room;
}

void Nodes::make_drop(std::size_t index) {
  const Item& item = decisions_.items()[index];
  const Unit& unit = before_.unit(item.before);
  if (absorption_.goes_along(unit) || absorption_.covered(unit, false)) return;
  const KindPlan* room = room_of(unit);
  if (!room) return;
  Steps steps;
  if (unit.facet != Facet::kObject) {
    drop_facet(before_, after_, unit, steps, options_.online);
  } else {
    if (unit.object->kind == "index" || unit.object->kind == "constraint") {
      // It goes with the one that it is attached to.
      if (const Unit* whole = before_.index(unit.attributes().text("attached_to"));
          whole && decisions_.of_before(whole->id).drops()) {
        return;
      }
    }
    if (unit.object->kind == "sequence") {
      if (goes_with_owner(item, unit)) return;
      if (const Unit* column = identity_after(before_, after_, unit))
        keep_value(qualified(*unit.root), *column, steps);
    }
    if (item.rebuild) return rename_away(index, unit, steps);
    if (leave_column(item, unit, steps) || drop_inherited_column(unit, steps)) {
      drop_[index] = add(std::move(steps), Role::kDrop, unit, true);
      return;
    }
    if (options_.online && unit.object->kind == "index" && !is_partitioned(*unit.root) &&
        unit.attributes().text("attached_to").empty()) {
      drop_index_online(unit, steps);
    } else if (room->drop) {
      room->drop(unit, steps);
    } else {
      steps.exclusive("DROP " + room->target(unit));
    }
  }
  if (pieces_.emptied.contains(unit.id)) make_emptied(index, unit);
  drop_[index] = add(std::move(steps), Role::kDrop, unit, true);
}

// Columns stand in the statement of their root, defaults in that of their column.
bool Nodes::stands_in_root(const Unit& unit) const {
  const Item& root = decisions_.of_after(unit.root_unit);
  const bool column = unit.object->kind == "column";
  if (joining(unit)) return true;
  if ((unit.facet == Facet::kParents || unit.facet == Facet::kTyped) && root.creates()) return true;
  if (unit.facet == Facet::kObject && column && root.creates() && !separate(unit)) return true;
  if (unit.facet == Facet::kObject && column && is_view(unit)) return true;
  if (unit.facet == Facet::kDefault && !separate(unit)) {
    const Unit* own = after_.find(*unit.root, *unit.object);
    if (own && (decisions_.of_after(own->id).creates() || root.creates()) && !is_view(unit) &&
        !unit.attributes().flag("inherited")) {
      return true;
    }
  }
  if (unit.facet == Facet::kDefault && unit.attributes().flag("inherited") &&
      (root.creates() || decisions_.of_after(after_.find(*unit.root, *unit.object)->id).creates()))
    return true;
  return false;
}

void Nodes::make_create(std::size_t index) {
  const Item& item = decisions_.items()[index];
  const Unit& unit = after_.unit(item.after);
  if (absorption_.covered(unit, true)) return;
  if (stands_in_root(unit)) return;
  const KindPlan* room = room_of(unit);
  if (!room) return;
  Steps steps;
  Steps finally;
  const Creation creation{
      before_, after_, unit, [this](const Unit& other) { return separate(other); }, options_.online, finally};
  if (unit.facet != Facet::kObject) {
    create_facet(creation, steps);
  } else {
    if (pieces_.stubs.contains(unit.id)) {
      Steps stub;
      stub.add(empty_view(after_, unit, "CREATE"));
      stub_[index] = add(std::move(stub), Role::kCreate, unit, false);
      std::string text = "CREATE OR REPLACE VIEW " + qualified(*unit.root);
      if (const TextMap& view_options = map_of(unit.attributes(), "options"); !view_options.empty()) {
        text += " WITH " + storage_options(view_options);
      }
      steps.exclusive(text + " AS\n" + query_of(unit));
    } else if (room->create) {
      room->create(creation, steps);
    }
    add_common(unit, default_grants(before_, decisions_, unit), steps);
    if (unit.is_root()) {
      for (const Unit* part : after_.columns(unit)) {
        if (!separate(*part)) add_common(*part, {}, steps);
      }
    }
  }
  create_[index] = add(std::move(steps), Role::kCreate, unit, false);
  if (!finally.empty()) {
    for (Step& step : finally.steps()) step.object = unit.identity();
    finally_.emplace(create_[index], std::move(finally));
  }
}

int Nodes::drop_node(UnitId before_unit) const {
  const auto index = index_of(decisions_.of_before(before_unit));
  if (drop_[index] != kNone) return drop_[index];
  if (!decisions_.items()[index].drops()) return kNone;
  const Unit& unit = before_.unit(before_unit);
  if (unit.facet != Facet::kObject) {
    const Unit* object = before_.find(*unit.root, *unit.object);
    return object && object->id != before_unit ? drop_node(object->id) : kNone;
  }
  if (!unit.is_root()) {
    if (decisions_.of_before(unit.root_unit).drops()) return drop_node(unit.root_unit);
    if (const Unit* whole = before_.index(unit.attributes().text("attached_to"));
        whole && decisions_.of_before(whole->id).drops() && whole->id != before_unit) {
      return drop_node(whole->id);
    }
    if (absorption_.covered(unit, false)) {
      const Unit* parent = before_.relation(unit.root->attributes.text("partition_of"));
      const Unit* column = parent ? before_.part(*parent, "column", unit.object->name) : nullptr;
      return column ? drop_node(column->id) : kNone;
    }
    return drop_node(unit.root_unit);
  }
  if (unit.object->kind == "sequence") {
    if (const Unit* owned = before_.find(*unit.root, *unit.object, Facet::kOwnedBy)) {
      for (const UnitId need : owned->needs) {
        if (before_.unit(need).object->kind == "column") return drop_node(need);
      }
    }
  }
  return kNone;
}

int Nodes::create_node(UnitId after_unit) const {
  const auto index = index_of(decisions_.of_after(after_unit));
  if (create_[index] != kNone) return create_[index];
  if (!decisions_.items()[index].creates()) return kNone;
  const Unit& unit = after_.unit(after_unit);
  if (unit.facet == Facet::kDefault) {
    const Unit* column = after_.find(*unit.root, *unit.object);
    return column ? ready_node(column->id) : kNone;
  }
  if (unit.is_root()) return kNone;
  if (absorption_.covered(unit, true)) {
    const Unit* parent = after_.relation(unit.root->attributes.text("partition_of"));
    const Unit* column = parent ? after_.part(*parent, "column", unit.object->name) : nullptr;
    return column ? create_node(column->id) : kNone;
  }
  if (const Item* parents = joining(unit)) return create_[index_of(*parents)];
  return ready_node(unit.root_unit);
}

int Nodes::ready_node(UnitId after_unit) const {
  const Item& item = decisions_.of_after(after_unit);
  return item.creates() ? create_node(after_unit) : alter_node(item);
}

}  // namespace schema_audit
