#include "core/plan/model.hpp"

#include <algorithm>
#include <array>

#include "core/kinds/registry.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

bool is_relation(std::string_view kind) {
  return kind == "table" || kind == "foreign_table" || kind == "view" || kind == "materialized_view" ||
         kind == "sequence";
}

bool has_index(const Object& object) {
  if (object.kind == "index") return true;
  const std::string_view type = object.attributes.text("constraint_type");
  return type == "primary key" || type == "unique" || type == "exclusion";
}

// Every text that a part of a table has, for finding the columns it mentions.
bool mentions_column(const Object& part, std::string_view column) {
  constexpr auto kTexts =
      std::to_array<std::string_view>({"expression", "predicate", "condition", "using", "with_check",
                                       "definition", "generation_expression", "row_filter"});
  for (const std::string_view text : kTexts) {
    if (mentions(part.attributes.text(text), column)) return true;
  }
  // Names as they are, or items that are written as SQL.
  for (const std::string_view name : {"columns", "include", "update_columns", "on_delete_columns"}) {
    const TextList& names = list_of(part.attributes, name);
    if (part.kind != "index" && std::find(names.begin(), names.end(), column) != names.end()) return true;
  }
  for (const std::string_view name : {"elements", "expressions", "columns", "include"}) {
    for (const std::string& item : list_of(part.attributes, name)) {
      if (mentions(item, column)) return true;
    }
  }
  return false;
}

}  // namespace

Model::Model(const std::vector<std::shared_ptr<const Object>>& objects) {
  for (const auto& object : objects) add_root(*object);
  for (Unit& unit : units_) connect(unit);
  for (Unit& unit : units_) {
    std::sort(unit.needs.begin(), unit.needs.end());
    unit.needs.erase(std::unique(unit.needs.begin(), unit.needs.end()), unit.needs.end());
    for (const UnitId other : unit.needs)
      units_[static_cast<std::size_t>(other)].needed_by.push_back(unit.id);
  }
}

void Model::add_root(const Object& root) {
  const UnitId id = add(root, root, Facet::kObject, kNoUnit);
  const auto add_part = [&](const Object& part, Facet facet) {
    const UnitId part_id = add(root, part, facet, id);
    units_[static_cast<std::size_t>(id)].parts.push_back(part_id);
  };
  if (is_relation(root.kind)) relations_.emplace(qualified(root), id);
  if (!root.attributes.text("owned_by").empty()) add_part(root, Facet::kOwnedBy);
  if (!root.attributes.text("partition_of").empty()) add_part(root, Facet::kAttached);
  if (root.kind == "table" && root.attributes.find("inherits")) add_part(root, Facet::kParents);
  if (root.kind == "table" && root.attributes.find("of_type")) add_part(root, Facet::kTyped);
  if (root.attributes.find("operators") || root.attributes.find("functions")) add_part(root, Facet::kMembers);
  if (root.kind == "base_type" || !root.attributes.text("canonical").empty()) add_part(root, Facet::kShell);
  for (const Object& child : root.children) {
    add_part(child, Facet::kObject);
    if (child.kind == "column" && (child.attributes.find("default") || child.attributes.find("generated"))) {
      add_part(child, Facet::kDefault);
    }
    if (has_index(child)) {
      indexes_.emplace(qualified(root.schema, child.name), units_.back().id);
      if (!child.attributes.text("attached_to").empty()) add_part(child, Facet::kIndexAttach);
    }
  }
}

UnitId Model::add(const Object& root, const Object& object, Facet facet, UnitId root_unit) {
  Unit unit;
  unit.id = static_cast<UnitId>(units_.size());
  unit.root = &root;
  unit.object = &object;
  unit.kind = find_kind(object.kind);
  unit.facet = facet;
  unit.root_unit = root_unit == kNoUnit ? unit.id : root_unit;
  if (facet == Facet::kObject && unit.kind && object.hint.known()) {
    by_hint_.emplace(
        Address{static_cast<std::uint32_t>(unit.kind->catalog), object.hint.oid, object.hint.number},
        unit.id);
  }
  const bool part = &root != &object;
  by_name_.emplace(
      std::tuple{std::string_view(object.kind), qualified(root),
                 part ? std::string_view(object.name) : std::string_view(),
                 std::string_view(object.arguments), part ? std::string_view(root.kind) : std::string_view(),
                 static_cast<int>(facet)},
      unit.id);
  units_.push_back(std::move(unit));
  return units_.back().id;
}

const Unit* Model::find(const Object& root, const Object& object, Facet facet) const {
  const bool part = &root != &object;
  const auto it = by_name_.find(std::tuple{
      std::string_view(object.kind), qualified(root),
      part ? std::string_view(object.name) : std::string_view(), std::string_view(object.arguments),
      part ? std::string_view(root.kind) : std::string_view(), static_cast<int>(facet)});
  return it == by_name_.end() ? nullptr : &unit(it->second);
}

const Unit* Model::relation(std::string_view qualified_name) const {
  const auto it = relations_.find(qualified_name);
  return it == relations_.end() ? nullptr : &unit(it->second);
}

const Unit* Model::part(const Unit& root, std::string_view kind, std::string_view name, Facet facet) const {
  const auto it = by_name_.find(std::tuple{kind, qualified(*root.root), name, std::string_view(),
                                           std::string_view(root.root->kind), static_cast<int>(facet)});
  return it == by_name_.end() ? nullptr : &unit(it->second);
}

const Unit* Model::root(std::string_view kind, std::string_view qualified_name) const {
  const auto it = by_name_.lower_bound(std::tuple{kind, std::string(qualified_name), std::string_view(),
                                                  std::string_view(), std::string_view(), 0});
  if (it == by_name_.end() || std::get<0>(it->first) != kind || std::get<1>(it->first) != qualified_name) {
    return nullptr;
  }
  const Unit& found = unit(it->second);
  return found.is_root() ? &found : nullptr;
}

const Unit* Model::index(std::string_view qualified_name) const {
  const auto it = indexes_.find(qualified_name);
  return it == indexes_.end() ? nullptr : &unit(it->second);
}

std::vector<const Unit*> Model::columns(const Unit& root) const {
  std::vector<const Unit*> columns;
  for (const UnitId id : unit(root.root_unit).parts) {
    const Unit& part = unit(id);
    if (part.facet == Facet::kObject && part.object->kind == "column") columns.push_back(&part);
  }
  std::stable_sort(columns.begin(), columns.end(), [](const Unit* a, const Unit* b) {
    return a->object->hint.number < b->object->hint.number;
  });
  return columns;
}

void Model::need(Unit& unit, const Unit* other) {
  if (other && other->id != unit.id) unit.needs.push_back(other->id);
}

void Model::follow(Unit& unit, const Unit* other) {
  if (other && other->id != unit.id) unit.follows.push_back(other->id);
}

// The columns of a relation that a part mentions it needs, the others it only follows.
void Model::need_columns(Unit& unit, const Unit* root) {
  if (!root) return;
  need(unit, root);
  for (const Unit* column : columns(*root)) {
    if (mentions_column(*unit.object, column->object->name)) {
      need(unit, column);
    } else {
      follow(unit, column);
    }
  }
}

// What of an object is enough for another one: a routine can do with the shell of a type, an index of an
// operator class needs the members of its family, too.
const Unit* Model::provided(const Unit& other, Unit& by) {
  if (by.object->kind == "routine") {
    if (const Unit* shell = find(*other.root, *other.object, Facet::kShell)) return shell;
  }
  if (other.object->kind == "operator_class" && by.object->kind != "operator_family") {
    follow(by, members_of(other));
  }
  return &other;
}

const Unit* Model::family_of(const Unit& operator_class, Facet facet) const {
  const std::string_view family = operator_class.attributes().text("family");
  const std::string name = family.empty() ? qualified(*operator_class.root) : std::string(family);
  const auto it = by_name_.find(std::tuple{std::string_view("operator_family"), name, std::string_view(),
                                           std::string_view(operator_class.object->arguments),
                                           std::string_view(), static_cast<int>(facet)});
  return it == by_name_.end() ? nullptr : &unit(it->second);
}

const Unit* Model::members_of(const Unit& operator_class) const {
  return family_of(operator_class, Facet::kMembers);
}

void Model::connect(Unit& unit) {
  if (unit.root_unit != unit.id) {
    if (unit.facet != Facet::kShell) need(unit, &this->unit(unit.root_unit));
  } else if (!unit.root->schema.empty()) {
    need(unit, root("schema", quote_identifier(unit.root->schema)));
  }
  const Attributes& attributes = unit.attributes();
  const std::string_view kind = unit.object->kind;
  // A column's dependencies are its own or its default's, a facet of anything else has none but those below.
  if ((unit.facet == Facet::kObject && kind != "operator_family") || unit.facet == Facet::kDefault) {
    for (const Dependency& dependency : unit.object->needs) {
      if (dependency.of_default != (unit.facet == Facet::kDefault)) continue;
      const auto it = by_hint_.find({dependency.catalog, dependency.oid, dependency.number});
      if (it != by_hint_.end()) need(unit, provided(this->unit(it->second), unit));
    }
  }
  switch (unit.facet) {
    case Facet::kDefault:
      connect_column(unit);
      return;
    case Facet::kOwnedBy: {
      const std::vector<std::string> names = split_name(attributes.text("owned_by"));
      if (names.size() != 3) return;
      if (const Unit* table = relation(qualified(names[0], names[1])))
        need(unit, part(*table, "column", names[2]));
      return;
    }
    case Facet::kAttached:
      connect_partition(unit);
      return;
    case Facet::kParents:
      connect_parents(unit);
      return;
    case Facet::kTyped:
      need(unit, this->root("composite_type", attributes.text("of_type")));
      for (const Unit* column : columns(this->unit(unit.root_unit))) follow(unit, column);
      return;
    case Facet::kIndexAttach: {
      need(unit, find(*unit.root, *unit.object));
      need(unit, index(attributes.text("attached_to")));
      if (const Unit* root = &this->unit(unit.root_unit))
        follow(unit, find(*root->root, *root->root, Facet::kAttached));
      return;
    }
    case Facet::kMembers:
      // The dependencies of the family are those of its members, which come behind its classes.
      for (const Dependency& dependency : unit.object->needs) {
        const auto it = by_hint_.find({dependency.catalog, dependency.oid, dependency.number});
        if (it != by_hint_.end()) need(unit, &this->unit(it->second));
      }
      for (const Unit& other : units_) {
        if (other.object->kind == "operator_class" && members_of(other) == &unit) follow(unit, &other);
      }
      return;
    case Facet::kShell:
      // Comes before the type.
      unit.needs.clear();
      if (!unit.root->schema.empty()) need(unit, root("schema", quote_identifier(unit.root->schema)));
      return;
    case Facet::kObject:
      break;
  }
  if (unit.is_root()) {
    // CREATE TABLE ... OF takes the type as it is then.
    if (const Unit* type = root("composite_type", attributes.text("of_type")); kind == "table" && type) {
      for (const Unit* column : columns(*type)) follow(unit, column);
    }
    need(unit, find(*unit.root, *unit.root, Facet::kShell));
    for (const std::string& parent : list_of(attributes, "inherits")) need(unit, relation(parent));
    if (kind == "operator_class") need(unit, family_of(unit, Facet::kObject));
    if (kind == "statistics") need_columns(unit, relation(attributes.text("on_table")));
    if (kind == "extension") need(unit, root("schema", quote_identifier(attributes.text("target_schema"))));
    return;
  }
  if (kind == "constraint" || kind == "index" || kind == "trigger" || kind == "policy" || kind == "rule") {
    need_columns(unit, &this->unit(unit.root_unit));
    follow_partition_parts(unit);
    if (kind == "constraint") connect_key(unit);
  }
  if (kind == "publication_table") need_columns(unit, relation(unit.object->name));
  if (kind == "column" && attributes.flag("inherited")) {
    for (const std::string& parent : list_of(unit.root->attributes, "inherits")) {
      if (const Unit* table = relation(parent)) need(unit, part(*table, "column", unit.object->name));
    }
  }
}

// An expression may use other columns of its table; a plain default uses none.
void Model::connect_column(Unit& unit) {
  const Unit* column = find(*unit.root, *unit.object);
  need(unit, column);
  if (!unit.object->attributes.find("generated")) return;
  for (const Unit* other : columns(this->unit(unit.root_unit))) {
    if (other->id != column->id && mentions_column(*unit.object, other->object->name)) need(unit, other);
  }
}

// A foreign key needs the columns it refers to, and what makes them unique.
void Model::connect_key(Unit& unit) {
  const Attributes& attributes = unit.attributes();
  if (attributes.text("constraint_type") != "foreign key") return;
  const Unit* referenced = relation(attributes.text("referenced_table"));
  if (!referenced) return;
  need(unit, referenced);
  TextList keys = list_of(attributes, "referenced_columns");
  for (const std::string& key : keys) need(unit, part(*referenced, "column", key));
  std::sort(keys.begin(), keys.end());
  const Unit* best = nullptr;
  for (const UnitId id : this->unit(referenced->root_unit).parts) {
    const Unit& candidate = this->unit(id);
    if (candidate.facet != Facet::kObject || !has_index(*candidate.object)) continue;
    const bool plain = candidate.object->kind == "index";
    if (plain && !candidate.attributes().flag("unique")) continue;
    TextList columns = list_of(candidate.attributes(), "columns");
    TextList wanted = keys;
    // The columns of an index are written as SQL.
    if (plain) {
      for (std::string& key : wanted) key = quote_identifier(key);
    }
    std::sort(columns.begin(), columns.end());
    std::sort(wanted.begin(), wanted.end());
    if (columns != wanted) continue;
    // As the server picks: the primary key first.
    if (!best || candidate.attributes().text("constraint_type") == "primary key") best = &candidate;
  }
  need(unit, best);
}

// A partition needs its parent; what the parent asks of it is there before it is attached.
void Model::connect_partition(Unit& unit) {
  const Unit* parent = relation(unit.attributes().text("partition_of"));
  if (!parent) return;
  need(unit, parent);
  for (const UnitId id : this->unit(parent->root_unit).parts) {
    const Unit& part = this->unit(id);
    if (part.facet == Facet::kAttached) continue;
    if (part.object->kind == "constraint" && part.attributes().text("constraint_type") == "check")
      follow(unit, &part);
    if (part.object->kind == "column") follow(unit, &part);
  }
  for (const UnitId id : this->unit(unit.root_unit).parts) {
    const Unit& part = this->unit(id);
    if (part.facet == Facet::kObject && (part.object->kind == "column" || part.object->kind == "index" ||
                                         part.object->kind == "constraint")) {
      follow(unit, &part);
    }
  }
}

// A child has what its parents ask of it, columns and checks, before it becomes one.
void Model::connect_parents(Unit& unit) {
  const auto follow_parts = [&](const Unit& root) {
    for (const UnitId id : this->unit(root.root_unit).parts) {
      const Unit& part = this->unit(id);
      if (part.facet == Facet::kObject &&
          (part.object->kind == "column" || part.attributes().text("constraint_type") == "check")) {
        follow(unit, &part);
      }
    }
  };
  for (const std::string& name : list_of(unit.attributes(), "inherits")) {
    const Unit* parent = relation(name);
    if (!parent) continue;
    need(unit, parent);
    follow_parts(*parent);
  }
  follow_parts(unit);
}

// A part of an index or of a constraint goes with the whole.
void Model::follow_partition_parts(Unit& unit) {
  if (const std::string_view whole = unit.attributes().text("attached_to"); !whole.empty()) {
    follow(unit, index(whole));
  }
}

}  // namespace schema_audit
