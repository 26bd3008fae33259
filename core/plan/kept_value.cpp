#include "core/plan/kept_value.hpp"

#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// Of this session only.
std::string setting_of(const Unit& old_column) {
  return quote_literal("schema_audit_plan.value_" + std::to_string(old_column.id));
}

const Unit* owner_of(const Model& model, const Unit& sequence) {
  const Unit* owned = model.find(*sequence.root, *sequence.object, Facet::kOwnedBy);
  if (!owned) return nullptr;
  for (const UnitId need : owned->needs) {
    const Unit& unit = model.unit(need);
    if (unit.object->kind == "column" && unit.facet == Facet::kObject) return &unit;
  }
  return nullptr;
}

bool has_identity(const Unit* column) { return column && column->attributes().find("identity"); }

}  // namespace

const Unit* owned_sequence(const Model& model, const Unit& column) {
  for (const UnitId id : column.needed_by) {
    const Unit& unit = model.unit(id);
    if (unit.facet == Facet::kOwnedBy) return &model.unit(unit.root_unit);
  }
  return nullptr;
}

const Unit* identity_before(const Model& before, const Model& after, const Unit& new_sequence) {
  const Unit* column = owner_of(after, new_sequence);
  if (!column || has_identity(column) || before.find(*new_sequence.root, *new_sequence.object))
    return nullptr;
  const Unit* old = before.find(*column->root, *column->object);
  return has_identity(old) ? old : nullptr;
}

const Unit* identity_after(const Model& before, const Model& after, const Unit& old_sequence) {
  const Unit* column = owner_of(before, old_sequence);
  if (!column || has_identity(column) || after.find(*old_sequence.root, *old_sequence.object)) return nullptr;
  return has_identity(after.find(*column->root, *column->object)) ? column : nullptr;
}

void keep_value(const std::string& sequence, const Unit& old_column, Steps& steps) {
  steps.add("SELECT pg_catalog.set_config(" + setting_of(old_column) +
            ", last_value::text || ' ' || is_called::text, false) FROM " + sequence);
}

void continue_value(const std::string& sequence, const Unit& old_column, Steps& steps) {
  const auto part = [&](int number) {
    return "pg_catalog.split_part(pg_catalog.current_setting(" + setting_of(old_column) + ", true), ' ', " +
           std::to_string(number) + ")";
  };
  steps.add("SELECT pg_catalog.setval(seqrelid, " + part(1) + "::bigint, " + part(2) +
            "::boolean) FROM pg_catalog.pg_sequence WHERE seqrelid = " + quote_literal(sequence) +
            "::pg_catalog.regclass AND " + part(1) + "::bigint BETWEEN seqmin AND seqmax");
}

}  // namespace schema_audit
