#include "core/plan/absorption.hpp"

#include <algorithm>

namespace schema_audit {

namespace {

bool is_foreign_key(const Unit& unit) { return unit.attributes().text("constraint_type") == "foreign key"; }

}  // namespace

bool is_view(const Unit& unit) { return unit.root->kind == "view" || unit.root->kind == "materialized_view"; }

bool Absorption::goes_along(const Unit& unit) const {
  if (unit.facet == Facet::kOwnedBy || unit.facet == Facet::kIndexAttach || unit.facet == Facet::kMembers ||
      unit.facet == Facet::kDefault || unit.facet == Facet::kAttached || unit.facet == Facet::kParents ||
      unit.facet == Facet::kTyped) {
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

bool Absorption::covered(const Unit& unit, bool created) const {
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

bool Absorption::kept_by_child(const Unit& column) const {
  return std::any_of(column.needed_by.begin(), column.needed_by.end(), [this](UnitId id) {
    const Unit& other = before_.unit(id);
    return other.facet == Facet::kObject && other.object->kind == "column" &&
           other.attributes().flag("inherited") && !decisions_.of_before(id).drops();
  });
}

}  // namespace schema_audit
