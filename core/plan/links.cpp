#include "core/plan/links.hpp"

#include <algorithm>
#include <map>

#include "core/plan/kept_value.hpp"
#include "core/plan/phase.hpp"
#include "core/plan/taken_names.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// The parents of the table that the unit is a part of, theirs, and so on.
std::vector<const Unit*> ancestors(const Model& model, const Unit& unit) {
  std::vector<const Unit*> found;
  const auto add_parents = [&](const Object& table) {
    for (const std::string& name : list_of(table.attributes, "inherits")) {
      const Unit* parent = model.relation(name);
      if (parent && std::find(found.begin(), found.end(), parent) == found.end()) found.push_back(parent);
    }
  };
  add_parents(*unit.root);
  for (std::size_t i = 0; i < found.size(); ++i) add_parents(*found[i]->root);
  return found;
}

class Links {
 public:
  explicit Links(Nodes& nodes)
      : nodes_(nodes), before_(nodes.before()), after_(nodes.after()), decisions_(nodes.decisions()) {}

  void link();

 private:
  void link_drop(std::size_t index);
  void link_alter(std::size_t index);
  void link_create(std::size_t index);
  void link_names();
  void link_persistence(const Unit& key);
  void hold_back();
  void link_parents(std::size_t index);
  void link_sequence(const Item& item);
  void link_own_column(const Unit& column, bool created);
  void before(int first, int second, bool soft = false);

  Nodes& nodes_;
  const Model& before_;
  const Model& after_;
  const Decisions& decisions_;
};

void Links::before(int first, int second, bool soft) {
  if (first == Nodes::kNone || second == Nodes::kNone || first == second) return;
  Node& node = nodes_.all()[static_cast<std::size_t>(second)];
  (soft ? node.soft_after : node.after).push_back(first);
}

void Links::link() {
  for (std::size_t i = 0; i < decisions_.items().size(); ++i) {
    link_drop(i);
    link_alter(i);
    link_create(i);
    link_parents(i);
    link_sequence(decisions_.items()[i]);
  }
  for (const Unit& unit : before_.units()) link_own_column(unit, false);
  for (const Unit& unit : after_.units()) {
    link_own_column(unit, true);
    link_persistence(unit);
  }
  link_names();
  hold_back();
}

// What needs it goes before it, or lets go of it.
void Links::link_drop(std::size_t index) {
  const Item& item = decisions_.items()[index];
  if (!item.drops()) return;
  const int node = nodes_.drop_node(item.before);
  const Unit& unit = before_.unit(item.before);
  if (nodes_.emptied(index) != Nodes::kNone) before(nodes_.emptied(index), nodes_.drop(index));
  for (const UnitId id : unit.needed_by) {
    const Item& other = decisions_.of_before(id);
    const auto other_index = nodes_.index_of(other);
    // What was emptied needs nothing.
    const bool emptied = nodes_.emptied(other_index) != Nodes::kNone;
    const int gone = emptied ? nodes_.emptied(other_index) : nodes_.drop_node(id);
    before(gone, node);
    if (!emptied) before(nodes_.alter_node(other), node);
    if (nodes_.rename(index) != Nodes::kNone && before_.unit(id).object->kind != "column")
      before(gone, nodes_.rename(index));
  }
  for (const UnitId id : unit.follows) before(node, nodes_.drop_node(id), true);
}

void Links::link_alter(std::size_t index) {
  const Item& item = decisions_.items()[index];
  const int node = nodes_.alter(index);
  if (node == Nodes::kNone) return;
  before(nodes_.emptied(index), node);
  const Unit& from = before_.unit(item.before);
  const Unit& to = after_.unit(item.after);
  for (const UnitId id : to.needs) before(nodes_.ready_node(id), node);
  for (const UnitId id : to.follows) before(nodes_.ready_node(id), node, true);
  // A table or a part of one changes when what goes has gone; for anything else that is only nicer to read.
  const bool undisturbed = !item.disturbs && from.is_root() && from.root->kind != "table" &&
                           from.root->kind != "materialized_view" && from.root->kind != "sequence";
  for (const UnitId id : from.needed_by) {
    before(nodes_.drop_node(id), node, undisturbed);
    // What no longer needs it lets go of it first.
    const Item& other = decisions_.of_before(id);
    if (other.action == Action::kAlter) {
      const std::vector<UnitId>& needs = after_.unit(other.after).needs;
      if (std::find(needs.begin(), needs.end(), item.after) == needs.end())
        before(nodes_.emptied(nodes_.index_of(other)) != Nodes::kNone ? nodes_.emptied(nodes_.index_of(other))
                                                                      : nodes_.alter_node(other),
               node, undisturbed);
    }
  }
  // Indexes, constraints and the like of a table are dropped before its columns change.
  for (const UnitId id : from.needs) {
    if (nodes_.rename(nodes_.index_of(decisions_.of_before(id))) != Nodes::kNone) {
      before(nodes_.rename(nodes_.index_of(decisions_.of_before(id))), node);
    }
  }
}

void Links::link_create(std::size_t index) {
  const Item& item = decisions_.items()[index];
  if (!item.creates()) return;
  const int node = nodes_.create_node(item.after);
  const Unit& unit = after_.unit(item.after);
  for (const UnitId id : unit.needs) {
    const Item& other = decisions_.of_after(id);
    const auto other_index = nodes_.index_of(other);
    const int ready =
        nodes_.stub(other_index) != Nodes::kNone ? nodes_.stub(other_index) : nodes_.ready_node(id);
    before(ready, node);
  }
  for (const UnitId id : unit.follows) {
    const Unit& other = after_.unit(id);
    const Unit* whole = after_.index(other.attributes().text("attached_to"));
    // An index of the partitioned table that is there takes the partition's into it by itself; a new one
    // comes when the table is attached, so that each gets the one that is meant.
    if (unit.facet == Facet::kAttached && whole && decisions_.of_after(whole->id).creates()) {
      before(node, nodes_.ready_node(whole->id), true);
    } else {
      before(nodes_.ready_node(id), node, true);
    }
  }
  if (nodes_.stub(index) != Nodes::kNone) {
    before(nodes_.stub(index), node);
    before(nodes_.ready_node(unit.needs.empty() ? item.after : unit.needs.front()), nodes_.stub(index), true);
    for (const UnitId part : unit.parts) {
      for (const UnitId need : after_.unit(part).needs) {
        if (need != unit.id) before(nodes_.ready_node(need), nodes_.stub(index), true);
      }
    }
  }
  if (item.action == Action::kReplace) {
    const int first = nodes_.stub(index) != Nodes::kNone ? nodes_.stub(index) : node;
    if (nodes_.rename(index) != Nodes::kNone) {
      before(nodes_.rename(index), first);
      before(node, nodes_.drop(index));
    } else {
      before(nodes_.drop_node(item.before), first);
    }
  }
}

// A value is read before the sequence that goes on with it is made.
void Links::link_sequence(const Item& item) {
  if (item.action == Action::kCreate && after_.unit(item.after).object->kind == "sequence") {
    if (const Unit* column = identity_before(before_, after_, after_.unit(item.after)))
      before(nodes_.alter_node(decisions_.of_before(column->id)), nodes_.create_node(item.after));
  }
  if (item.action == Action::kDrop && before_.unit(item.before).object->kind == "sequence") {
    if (const Unit* column = identity_after(before_, after_, before_.unit(item.before)))
      before(nodes_.drop_node(item.before), nodes_.alter_node(decisions_.of_before(column->id)));
  }
}

// A table leaves its parents, and its type, before they, or it, change: nothing of that reaches it through
// them.
void Links::link_parents(std::size_t index) {
  const Item& item = decisions_.items()[index];
  if (item.before == kNoUnit || nodes_.drop(index) == Nodes::kNone) return;
  const Unit& unit = before_.unit(item.before);
  if (unit.facet != Facet::kParents && unit.facet != Facet::kTyped) return;
  const int leave = nodes_.drop(index);
  std::vector<const Unit*> tables = ancestors(before_, unit);
  tables.push_back(&before_.unit(unit.root_unit));
  for (const Unit* table : tables) {
    for (const UnitId id : table->parts) {
      const Item& part = decisions_.of_before(id);
      if (part.before == item.before || before_.unit(id).facet != Facet::kObject) continue;
      before(leave, nodes_.drop_node(id));
      before(leave, nodes_.alter_node(part));
    }
    const Unit* now = after_.find(*table->root, *table->root);
    if (!now) continue;
    for (const UnitId id : now->parts) {
      if (after_.unit(id).facet == Facet::kObject && decisions_.of_after(id).creates())
        before(leave, nodes_.create_node(id));
    }
  }
}

// A column that a child has as its own, too, comes before that of its parent and goes behind it.
void Links::link_own_column(const Unit& column, bool created) {
  if (column.facet != Facet::kObject || column.object->kind != "column" ||
      column.attributes().flag("inherited") || !column.root->attributes.find("inherits")) {
    return;
  }
  const Model& model = created ? after_ : before_;
  const auto item_of = [&](UnitId id) -> const Item& {
    return created ? decisions_.of_after(id) : decisions_.of_before(id);
  };
  const auto moves = [&](const Unit& unit) {
    const Item& own = item_of(unit.id);
    const Item& table = item_of(unit.root_unit);
    return created ? own.creates() && !table.creates() : own.drops() && !table.drops();
  };
  if (!moves(column)) return;
  for (const Unit* table : ancestors(model, column)) {
    const Unit* other = model.part(*table, "column", column.object->name);
    if (!other || !moves(*other)) continue;
    if (created) {
      before(nodes_.create_node(column.id), nodes_.create_node(other->id));
    } else {
      before(nodes_.drop_node(other->id), nodes_.drop_node(column.id));
    }
  }
}

// What is logged refers to nothing that is not.
void Links::link_persistence(const Unit& key) {
  if (key.object->kind != "constraint" || key.attributes().text("constraint_type") != "foreign key") return;
  const Unit* referenced = after_.relation(key.attributes().text("referenced_table"));
  if (!referenced || referenced->id == key.root_unit) return;
  const Item& from = decisions_.of_after(key.root_unit);
  const Item& to = decisions_.of_after(referenced->id);
  const auto now = [&](const Item& item) { return after_.unit(item.after).attributes().text("persistence"); };
  const auto changes = [&](const Item& item) {
    return item.action == Action::kAlter &&
           before_.unit(item.before).attributes().text("persistence") != now(item);
  };
  if (!changes(from) || !changes(to)) return;
  const bool logged = now(to).empty();
  before(nodes_.alter_node(logged ? to : from), nodes_.alter_node(logged ? from : to), true);
}

// Default privileges are for what comes later, and what is set on members of extensions needs them: these
// come when everything else is there.
void Links::hold_back() {
  std::vector<Node>& nodes = nodes_.all();
  Node everything;
  everything.phase = kLatePhase - 1;
  std::vector<int> late;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    (nodes[i].phase < kLatePhase ? everything.soft_after : late).push_back(static_cast<int>(i));
  }
  if (late.empty()) return;
  const int gate = static_cast<int>(nodes.size());
  nodes.push_back(std::move(everything));
  for (const int node : late) nodes[static_cast<std::size_t>(node)].soft_after.push_back(gate);
}

// Where an object takes the name of one that goes.
void Links::link_names() {
  std::map<std::string, std::vector<UnitId>> taken;
  for (const Unit& unit : before_.units()) {
    const Item& item = decisions_.of_before(unit.id);
    // An identity that is altered away gives its sequence's name back.
    if (!item.drops() && !(item.action == Action::kAlter && unit.object->kind == "column")) continue;
    for (const std::string& name : taken_names(unit)) taken[name].push_back(unit.id);
  }
  if (taken.empty()) return;
  for (const Unit& unit : after_.units()) {
    const Item& item = decisions_.of_after(unit.id);
    if (!item.creates() && item.action != Action::kAlter) continue;
    for (const std::string& name : taken_names(unit)) {
      const auto it = taken.find(name);
      if (it == taken.end()) continue;
      for (const UnitId old : it->second) {
        const Item& gone = decisions_.of_before(old);
        if (&gone == &item) continue;
        const int first = gone.drops() ? nodes_.drop_node(old) : nodes_.alter_node(gone);
        before(first, nodes_.ready_node(unit.id));
        const auto index = nodes_.index_of(item);
        before(first, nodes_.stub(index));
      }
    }
  }
}

}  // namespace

void link(Nodes& nodes) { Links(nodes).link(); }

}  // namespace schema_audit
