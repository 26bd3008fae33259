#include "core/plan/builder.hpp"

#include <algorithm>
#include <iterator>

#include "core/kinds/registry.hpp"
#include "core/plan/common.hpp"
#include "core/plan/facets.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/kinds/view_query.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

constexpr int kMostAttempts = 200;

bool is_view(const Unit& unit) { return unit.root->kind == "view" || unit.root->kind == "materialized_view"; }

bool is_foreign_key(const Unit& unit) { return unit.attributes().text("constraint_type") == "foreign key"; }

int place_of(std::string_view kind) {
  const auto kinds = registry();
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i]->name == kind) return static_cast<int>(i);
  }
  return static_cast<int>(kinds.size());
}

std::string number_text(int number) {
  std::string text = std::to_string(number);
  return std::string(5 - std::min<std::size_t>(text.size(), 5), '0') + text;
}

// A name that neither side has.
std::string temporary_name(const Model& before, const Model& after, const Unit& unit) {
  for (int i = 0;; ++i) {
    const std::string suffix = i == 0 ? "_old" : "_old" + std::to_string(i);
    const std::string name = unit.object->name.substr(0, 63 - suffix.size()) + suffix;
    const std::string qualified_name = qualified(unit.object->schema, name);
    bool taken = false;
    for (const Model* model : {&before, &after}) {
      for (const auto kind :
           {"enum", "domain", "composite_type", "range_type", "base_type", "shell_type", "collation"}) {
        taken = taken || model->root(kind, qualified_name);
      }
      taken = taken || model->relation(qualified_name);
    }
    if (!taken) return name;
  }
}

// The names that an object takes in the namespaces of the server.
std::vector<std::string> names_of(const Unit& unit) {
  std::vector<std::string> names;
  if (unit.facet != Facet::kObject) return names;
  const Object& object = *unit.object;
  const std::string name =
      qualified(object.kind == "index" || unit.is_root() ? unit.root->schema : "", object.name);
  const std::string_view kind = object.kind;
  const std::string_view type = object.attributes.text("constraint_type");
  const bool index = type == "primary key" || type == "unique" || type == "exclusion";
  const bool relation = kind == "table" || kind == "foreign_table" || kind == "view" ||
                        kind == "materialized_view" || kind == "sequence" || kind == "index" ||
                        kind == "composite_type";
  if (relation) names.push_back("relation " + name);
  if (index) names.push_back("relation " + qualified(unit.root->schema, object.name));
  if (kind == "column" && object.attributes.find("identity")) {
    names.push_back("relation " + qualified(unit.root->schema, object.attributes.text("identity_sequence")));
  }
  const bool typed = kind == "table" || kind == "foreign_table" || kind == "view" ||
                     kind == "materialized_view" || kind == "composite_type" || kind == "enum" ||
                     kind == "domain" || kind == "range_type" || kind == "base_type" || kind == "shell_type";
  if (typed) names.push_back("type " + name);
  if (kind == "routine") names.push_back("routine " + name + "(" + object.arguments + ")");
  if (kind == "column") names.push_back("column " + qualified(*unit.root) + "." + object.name);
  return names;
}

}  // namespace

Builder::Builder(const Model& before, const Model& after, const Decisions& decisions,
                 const PlanOptions& options)
    : before_(before), after_(after), decisions_(decisions), options_(options) {}

Plan Builder::build() {
  Order sorted;
  for (int attempt = 0;; ++attempt) {
    reset();
    make_nodes();
    link();
    sorted = order(nodes_);
    if (sorted.cycle.empty()) break;
    if (attempt == kMostAttempts || !break_cycle(sorted.cycle)) {
      // Said, and written in the best order there is.
      notes_.emplace_back(
          "some objects need each other in a way that no order of statements satisfies: check the plan");
      std::vector<bool> done(nodes_.size(), false);
      for (const int node : sorted.sequence) done[static_cast<std::size_t>(node)] = true;
      std::vector<int> rest;
      for (std::size_t i = 0; i < nodes_.size(); ++i) {
        if (!done[i]) rest.push_back(static_cast<int>(i));
      }
      std::sort(rest.begin(), rest.end(), [&](int a, int b) {
        const Node& x = nodes_[static_cast<std::size_t>(a)];
        const Node& y = nodes_[static_cast<std::size_t>(b)];
        return std::tie(x.phase, x.key, a) < std::tie(y.phase, y.key, b);
      });
      sorted.sequence.insert(sorted.sequence.end(), rest.begin(), rest.end());
      break;
    }
  }
  Plan plan;
  Steps last;
  for (const int node : sorted.sequence) {
    Steps& steps = nodes_[static_cast<std::size_t>(node)].steps;
    std::move(steps.steps().begin(), steps.steps().end(), std::back_inserter(plan.steps));
    notes_.insert(notes_.end(), steps.notes().begin(), steps.notes().end());
    if (const auto it = finally_.find(node); it != finally_.end()) last.append(std::move(it->second));
  }
  std::move(last.steps().begin(), last.steps().end(), std::back_inserter(plan.steps));
  notes_.insert(notes_.end(), decisions_.notes().begin(), decisions_.notes().end());
  std::sort(notes_.begin(), notes_.end());
  notes_.erase(std::unique(notes_.begin(), notes_.end()), notes_.end());
  plan.notes = std::move(notes_);
  return plan;
}

void Builder::reset() {
  nodes_.clear();
  finally_.clear();
  const std::size_t n = decisions_.items().size();
  for (auto* list : {&rename_, &drop_, &alter_, &create_, &stub_, &emptied_node_}) list->assign(n, kNone);
}

bool Builder::separate(const Unit& unit) const { return separate_.contains(unit.id); }

// A part that goes with what it belongs to, without a statement of its own.
bool Builder::absorbed_drop(const Unit& unit) const {
  if (unit.facet == Facet::kOwnedBy || unit.facet == Facet::kIndexAttach || unit.facet == Facet::kMembers ||
      unit.facet == Facet::kDefault || unit.facet == Facet::kAttached) {
    const Unit* object = before_.find(*unit.root, *unit.object);
    if (object && decisions_.of_before(object->id).drops()) return true;
  }
  if (unit.facet == Facet::kIndexAttach || unit.facet == Facet::kShell) return true;
  const Item& root = decisions_.of_before(unit.root_unit);
  if (!unit.is_root() && root.drops()) {
    // A foreign key between two tables that both go would make each wait for the other.
    if (unit.facet == Facet::kObject && unit.object->kind == "constraint" && is_foreign_key(unit)) {
      const Unit* other = before_.relation(unit.attributes().text("referenced_table"));
      return !other || other->root == unit.root || !decisions_.of_before(other->id).drops();
    }
    // No server goes while it has one.
    return unit.object->kind != "user_mapping";
  }
  if (unit.facet == Facet::kObject && unit.object->kind == "column" && is_view(unit)) return true;
  return false;
}

// What the statement for the parent does for its children and partitions, too.
bool Builder::covered(const Unit& unit, bool created) const {
  if (unit.facet != Facet::kObject || unit.object->kind != "column") return false;
  const Model& model = created ? after_ : before_;
  const Unit* old_root = created ? before_.find(*unit.root, *unit.root) : &before_.unit(unit.root_unit);
  const Unit* new_root = created ? &after_.unit(unit.root_unit) : after_.find(*unit.root, *unit.root);
  if (!old_root || !new_root) return false;
  const std::string_view parent_name = new_root->attributes().text("partition_of");
  if (parent_name.empty() || old_root->attributes().text("partition_of") != parent_name) return false;
  const Unit* parent = model.relation(parent_name);
  const Unit* column = parent ? model.part(*parent, "column", unit.object->name) : nullptr;
  if (!column) return false;
  const Item& item = created ? decisions_.of_after(column->id) : decisions_.of_before(column->id);
  const Item& table = created ? decisions_.of_after(parent->id) : decisions_.of_before(parent->id);
  if (table.drops() || table.creates()) return false;
  return created ? item.creates() : item.drops();
}

TextMap Builder::given_privileges(const Unit& unit) const {
  TextMap given;
  const std::string_view kind = unit.object->kind;
  const std::string_view what =
      kind == "table" || kind == "view" || kind == "materialized_view" || kind == "foreign_table"
          ? " on tables"
      : kind == "sequence" ? " on sequences"
      : kind == "routine"  ? " on functions"
      : kind == "schema"   ? " on schemas"
      : kind == "enum" || kind == "domain" || kind == "composite_type" || kind == "range_type" ||
              kind == "base_type"
          ? " on types"
          : "";
  if (what.empty() || !unit.is_root()) return given;
  const std::string owner = quote_identifier(unit.attributes().text("owner"));
  for (const Unit& other : before_.units()) {
    if (other.object->kind != "default_privileges" || !other.object->name.ends_with(what)) continue;
    if (!other.object->schema.empty() && other.object->schema != unit.object->schema) continue;
    if (decisions_.of_before(other.id).action == Action::kDrop) continue;
    for (const auto& [grantee, text] : map_of(other.attributes(), "privileges")) {
      if (grantee != owner && grantee.find(" (granted by ") == std::string::npos)
        given.insert_or_assign(grantee, text);
    }
  }
  // Granted and wanted alike is not certain to be granted: it depends on who runs the plan.
  for (auto& [grantee, text] : given) {
    if (text != "none") text = "whatever";
  }
  return given;
}

int Builder::phase_of(const Unit& unit, Role role) const {
  const std::string_view kind = unit.object->kind;
  if (role == Role::kDrop) {
    if (kind == "event_trigger" || kind == "default_privileges" || kind == "changed_privileges") return 0;
    if (kind == "extension" || kind == "schema") return 30;
    return 10;
  }
  if (role == Role::kRename) return 12;
  if (kind == "enum" && role == Role::kAlter) return 5;
  if (kind == "event_trigger") return 90;
  if (kind == "default_privileges" || kind == "changed_privileges" || kind == "database_setting") return 80;
  if (kind == "constraint" && is_foreign_key(unit)) return 50;
  if (kind == "publication" || kind == "publication_table" || kind == "subscription") return 60;
  if (kind == "trigger" || kind == "policy" || kind == "rule" || kind == "statistics") return 45;
  if (kind == "extension" || kind == "schema") return 14;
  return role == Role::kAlter ? 20 : 22;
}

int Builder::add_node(Steps steps, Role role, const Unit& unit, bool on_before) {
  for (Step& step : steps.steps()) step.object = unit.identity();
  Node node;
  node.phase = phase_of(unit, role);
  const int place = place_of(unit.object->kind);
  // What comes first when it is created goes last.
  node.key = number_text(on_before ? 1000 - place : place) + " " + qualified(*unit.root) + " " +
             number_text(unit.object->kind == "column" ? unit.object->hint.number : 0) + " " +
             unit.object->name + " " + unit.object->arguments + " " +
             std::to_string(static_cast<int>(unit.facet));
  node.steps = std::move(steps);
  nodes_.push_back(std::move(node));
  return static_cast<int>(nodes_.size()) - 1;
}

void Builder::make_nodes() {
  const std::vector<Item>& items = decisions_.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].drops()) make_drop(i);
    if (items[i].action == Action::kAlter) {
      alter_[i] = add_node(items[i].steps, Role::kAlter, after_.unit(items[i].after), false);
    }
    if (items[i].creates()) make_create(i);
  }
}

void Builder::make_drop(std::size_t index) {
  const Item& item = decisions_.items()[index];
  const Unit& unit = before_.unit(item.before);
  if (absorbed_drop(unit) || covered(unit, false)) return;
  const KindPlan* room = plan_of(unit.object->kind);
  if (!room) {
    notes_.push_back("objects of kind " + unit.object->kind +
                     " are not planned: " + to_text(unit.identity()));
    return;
  }
  Steps steps;
  if (unit.facet != Facet::kObject) {
    drop_facet(unit, steps, options_.online);
  } else {
    if (unit.object->kind == "index" || unit.object->kind == "constraint") {
      // It goes with the one that it is attached to.
      if (const Unit* whole = before_.index(unit.attributes().text("attached_to"));
          whole && decisions_.of_before(whole->id).drops()) {
        return;
      }
    }
    if (unit.object->kind == "sequence") {
      // It goes with the column that owns it.
      if (const Unit* owned = before_.find(*unit.root, *unit.object, Facet::kOwnedBy); owned) {
        for (const UnitId need : owned->needs) {
          const Unit& column = before_.unit(need);
          if (column.object->kind == "column" && decisions_.of_before(need).drops() &&
              item.action == Action::kDrop)
            return;
        }
      }
    }
    if (item.rebuild) {
      const std::string name = temporary_name(before_, after_, unit);
      Steps rename;
      rename.add("ALTER " + room->target(unit) + " RENAME TO " + quote_identifier(name));
      rename_[index] = add_node(std::move(rename), Role::kRename, unit, false);
      Object renamed = *unit.object;
      renamed.name = name;
      Unit old = unit;
      old.root = old.object = &renamed;
      steps.add("DROP " + room->target(old));
      drop_[index] = add_node(std::move(steps), Role::kDrop, unit, true);
      return;
    }
    if (drop_inherited_column(unit, steps)) {
      drop_[index] = add_node(std::move(steps), Role::kDrop, unit, true);
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
  if (emptied_.contains(unit.id)) {
    Steps empty;
    empty.exclusive(empty_view(before_, unit, "CREATE OR REPLACE"));
    emptied_node_[index] = add_node(std::move(empty), Role::kDrop, unit, true);
  }
  drop_[index] = add_node(std::move(steps), Role::kDrop, unit, true);
}

// Whether a child keeps a column that it has from this one.
bool Builder::kept_by_child(const Unit& column) const {
  return std::any_of(column.needed_by.begin(), column.needed_by.end(), [this](UnitId id) {
    const Unit& other = before_.unit(id);
    return other.facet == Facet::kObject && other.object->kind == "column" &&
           other.attributes().flag("inherited") && !decisions_.of_before(id).drops();
  });
}

// A column goes from a table and its children at once, unless one of these keeps it: then from each by
// itself.
bool Builder::drop_inherited_column(const Unit& unit, Steps& steps) const {
  if (unit.facet != Facet::kObject || unit.object->kind != "column" || unit.root->kind != "table")
    return false;
  const bool from_parent =
      unit.attributes().flag("inherited") &&
      std::any_of(unit.needs.begin(), unit.needs.end(), [this](UnitId id) {
        return before_.unit(id).object->kind == "column" && kept_by_child(before_.unit(id));
      });
  if (!from_parent && !kept_by_child(unit)) return false;
  steps.exclusive(
      "ALTER TABLE ONLY " + qualified(*unit.root) + " DROP COLUMN " + quote_identifier(unit.object->name),
      {Hazard::kDataLoss});
  return true;
}

void Builder::make_create(std::size_t index) {
  const Item& item = decisions_.items()[index];
  const Unit& unit = after_.unit(item.after);
  if (covered(unit, true)) return;
  const Item& root = decisions_.of_after(unit.root_unit);
  const bool column = unit.object->kind == "column";
  // Columns stand in the statement of their root, defaults in that of their column.
  if (unit.facet == Facet::kObject && column && root.creates() && !separate(unit)) return;
  if (unit.facet == Facet::kObject && column && is_view(unit)) return;
  if (unit.facet == Facet::kDefault && !separate(unit)) {
    const Unit* own = after_.find(*unit.root, *unit.object);
    if (own && (decisions_.of_after(own->id).creates() || root.creates()) && !is_view(unit) &&
        !unit.attributes().flag("inherited")) {
      return;
    }
  }
  if (unit.facet == Facet::kDefault && unit.attributes().flag("inherited") &&
      (root.creates() || decisions_.of_after(after_.find(*unit.root, *unit.object)->id).creates()))
    return;
  const KindPlan* room = plan_of(unit.object->kind);
  if (!room) {
    notes_.push_back("objects of kind " + unit.object->kind +
                     " are not planned: " + to_text(unit.identity()));
    return;
  }
  Steps steps;
  Steps finally;
  const Creation creation{
      before_, after_, unit, [this](const Unit& other) { return separate(other); }, options_.online, finally};
  if (unit.facet != Facet::kObject) {
    create_facet(creation, steps);
  } else {
    if (stubs_.contains(unit.id)) {
      Steps stub;
      stub.add(empty_view(after_, unit, "CREATE"));
      stub_[index] = add_node(std::move(stub), Role::kCreate, unit, false);
      std::string text = "CREATE OR REPLACE VIEW " + qualified(*unit.root);
      if (const TextMap& view_options = map_of(unit.attributes(), "options"); !view_options.empty()) {
        text += " WITH " + storage_options(view_options);
      }
      steps.exclusive(text + " AS\n" + query_of(unit));
    } else if (room->create) {
      room->create(creation, steps);
    }
    add_common(unit, given_privileges(unit), steps);
    if (unit.is_root()) {
      for (const Unit* part : after_.columns(unit)) {
        if (!separate(*part)) add_common(*part, {}, steps);
      }
    }
  }
  create_[index] = add_node(std::move(steps), Role::kCreate, unit, false);
  if (!finally.empty()) {
    for (Step& step : finally.steps()) step.object = unit.identity();
    finally_.emplace(create_[index], std::move(finally));
  }
}

int Builder::drop_node(UnitId before_unit) const {
  const auto index = static_cast<std::size_t>(&decisions_.of_before(before_unit) - decisions_.items().data());
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
    if (covered(unit, false)) {
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

int Builder::alter_node(const Item& item) const {
  return alter_[static_cast<std::size_t>(&item - decisions_.items().data())];
}

int Builder::create_node(UnitId after_unit) const {
  const auto index = static_cast<std::size_t>(&decisions_.of_after(after_unit) - decisions_.items().data());
  if (create_[index] != kNone) return create_[index];
  if (!decisions_.items()[index].creates()) return kNone;
  const Unit& unit = after_.unit(after_unit);
  if (unit.facet == Facet::kDefault) {
    const Unit* column = after_.find(*unit.root, *unit.object);
    return column ? ready_node(column->id) : kNone;
  }
  if (unit.is_root()) return kNone;
  if (covered(unit, true)) {
    const Unit* parent = after_.relation(unit.root->attributes.text("partition_of"));
    const Unit* column = parent ? after_.part(*parent, "column", unit.object->name) : nullptr;
    return column ? create_node(column->id) : kNone;
  }
  return ready_node(unit.root_unit);
}

int Builder::ready_node(UnitId after_unit) const {
  const Item& item = decisions_.of_after(after_unit);
  return item.creates() ? create_node(after_unit) : alter_node(item);
}

void Builder::before(int first, int second, bool soft) {
  if (first == kNone || second == kNone || first == second) return;
  Node& node = nodes_[static_cast<std::size_t>(second)];
  (soft ? node.soft_after : node.after).push_back(first);
}

void Builder::link() {
  for (std::size_t i = 0; i < decisions_.items().size(); ++i) {
    link_drop(i);
    link_alter(i);
    link_create(i);
  }
  link_names();
}

// What needs it goes before it, or lets go of it.
void Builder::link_drop(std::size_t index) {
  const Item& item = decisions_.items()[index];
  if (!item.drops()) return;
  const int node = drop_node(item.before);
  const Unit& unit = before_.unit(item.before);
  if (emptied_node_[index] != kNone) before(emptied_node_[index], drop_[index]);
  for (const UnitId id : unit.needed_by) {
    const Item& other = decisions_.of_before(id);
    const auto other_index = static_cast<std::size_t>(&other - decisions_.items().data());
    // An emptied view needs nothing.
    const int gone = emptied_node_[other_index] != kNone ? emptied_node_[other_index] : drop_node(id);
    before(gone, node);
    before(alter_node(other), node);
    if (rename_[index] != kNone && before_.unit(id).object->kind != "column") before(gone, rename_[index]);
  }
  for (const UnitId id : unit.follows) before(node, drop_node(id), true);
}

void Builder::link_alter(std::size_t index) {
  const Item& item = decisions_.items()[index];
  const int node = alter_[index];
  if (node == kNone) return;
  const Unit& from = before_.unit(item.before);
  const Unit& to = after_.unit(item.after);
  for (const UnitId id : to.needs) before(ready_node(id), node);
  for (const UnitId id : to.follows) before(ready_node(id), node, true);
  for (const UnitId id : from.needed_by) {
    before(drop_node(id), node);
    // What no longer needs it lets go of it first.
    const Item& other = decisions_.of_before(id);
    if (other.action == Action::kAlter) {
      const std::vector<UnitId>& needs = after_.unit(other.after).needs;
      if (std::find(needs.begin(), needs.end(), item.after) == needs.end()) before(alter_node(other), node);
    }
  }
  // Indexes, constraints and the like of a table are dropped before its columns change.
  for (const UnitId id : from.needs) {
    if (rename_[static_cast<std::size_t>(&decisions_.of_before(id) - decisions_.items().data())] != kNone) {
      before(rename_[static_cast<std::size_t>(&decisions_.of_before(id) - decisions_.items().data())], node);
    }
  }
}

void Builder::link_create(std::size_t index) {
  const Item& item = decisions_.items()[index];
  if (!item.creates()) return;
  const int node = create_node(item.after);
  const Unit& unit = after_.unit(item.after);
  for (const UnitId id : unit.needs) {
    const Item& other = decisions_.of_after(id);
    const auto other_index = static_cast<std::size_t>(&other - decisions_.items().data());
    const int ready = stub_[other_index] != kNone ? stub_[other_index] : ready_node(id);
    before(ready, node);
  }
  for (const UnitId id : unit.follows) {
    const Unit& other = after_.unit(id);
    const Unit* whole = after_.index(other.attributes().text("attached_to"));
    // An index of the partitioned table that is there takes the partition's into it by itself; a new one
    // comes when the table is attached, so that each gets the one that is meant.
    if (unit.facet == Facet::kAttached && whole && decisions_.of_after(whole->id).creates()) {
      before(node, ready_node(whole->id), true);
    } else {
      before(ready_node(id), node, true);
    }
  }
  if (stub_[index] != kNone) {
    before(stub_[index], node);
    before(ready_node(unit.needs.empty() ? item.after : unit.needs.front()), stub_[index], true);
    for (const UnitId part : unit.parts) {
      for (const UnitId need : after_.unit(part).needs) {
        if (need != unit.id) before(ready_node(need), stub_[index], true);
      }
    }
  }
  if (item.action == Action::kReplace) {
    const int first = stub_[index] != kNone ? stub_[index] : node;
    if (rename_[index] != kNone) {
      before(rename_[index], first);
      before(node, drop_[index]);
    } else {
      before(drop_node(item.before), first);
    }
  }
}

// Where an object takes the name of one that goes.
void Builder::link_names() {
  std::map<std::string, std::vector<UnitId>> taken;
  for (const Unit& unit : before_.units()) {
    const Item& item = decisions_.of_before(unit.id);
    // An identity that is altered away gives its sequence's name back.
    if (!item.drops() && !(item.action == Action::kAlter && unit.object->kind == "column")) continue;
    for (const std::string& name : names_of(unit)) taken[name].push_back(unit.id);
  }
  if (taken.empty()) return;
  for (const Unit& unit : after_.units()) {
    const Item& item = decisions_.of_after(unit.id);
    if (!item.creates() && item.action != Action::kAlter) continue;
    for (const std::string& name : names_of(unit)) {
      const auto it = taken.find(name);
      if (it == taken.end()) continue;
      for (const UnitId old : it->second) {
        const Item& gone = decisions_.of_before(old);
        if (&gone == &item) continue;
        const int first = gone.drops() ? drop_node(old) : alter_node(gone);
        before(first, ready_node(unit.id));
        const auto index = static_cast<std::size_t>(&item - decisions_.items().data());
        before(first, stub_[index]);
      }
    }
  }
}

// Makes one more object come in two pieces. False when there is none left on the cycle.
bool Builder::break_cycle(const std::vector<int>& cycle) {
  const auto on_cycle = [&](int node) {
    return node != kNone && std::find(cycle.begin(), cycle.end(), node) != cycle.end();
  };
  const std::vector<Item>& items = decisions_.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    if (item.after == kNoUnit || !item.creates()) continue;
    const Unit& unit = after_.unit(item.after);
    if (unit.facet != Facet::kDefault || separate(unit) || unit.attributes().find("generated")) continue;
    if (!on_cycle(create_node(item.after))) continue;
    for (const UnitId need : unit.needs) {
      const int other = ready_node(need);
      if (other != create_node(item.after) && on_cycle(other)) {
        separate_.insert(unit.id);
        return true;
      }
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!on_cycle(create_[i]) || stub_[i] != kNone) continue;
    const Unit& unit = after_.unit(items[i].after);
    if (unit.is_root() && unit.root->kind == "view" && stubs_.insert(unit.id).second) return true;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!on_cycle(drop_[i]) || emptied_node_[i] != kNone) continue;
    const Unit& unit = before_.unit(items[i].before);
    if (unit.is_root() && unit.root->kind == "view" && emptied_.insert(unit.id).second) return true;
  }
  // A generated column can be added when its table is there.
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    if (item.after == kNoUnit || !item.creates()) continue;
    const Unit& unit = after_.unit(item.after);
    if (unit.facet != Facet::kObject || unit.object->kind != "column" || !unit.attributes().find("generated"))
      continue;
    if (on_cycle(create_node(item.after)) && create_[i] == kNone && !separate(unit)) {
      separate_.insert(unit.id);
      return true;
    }
  }
  return false;
}

}  // namespace schema_audit
