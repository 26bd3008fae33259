#include "core/plan/parents.hpp"

#include <algorithm>
#include <set>

#include "core/plan/common.hpp"
#include "core/plan/free_name.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/taken_names.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

const TextList& parents_of(const Unit& table) { return list_of(table.attributes(), "inherits"); }

bool is_inherited(const Unit& column) { return column.attributes().flag("inherited"); }

const Unit* column_of(const Model& model, const Unit& table, const std::string& name) {
  return model.part(table, "column", name);
}

bool parent_has(const Model& model, const Unit& table, const std::string& column) {
  return std::any_of(parents_of(table).begin(), parents_of(table).end(), [&](const std::string& name) {
    const Unit* parent = model.relation(name);
    return parent && column_of(model, *parent, column);
  });
}

bool same_value(const Unit& a, const Unit& b) {
  for (const auto name : {"type", "collation", "generated", "generation_expression"}) {
    if (a.attributes().text(name) != b.attributes().text(name)) return false;
  }
  return true;
}

// The columns that are inherited before and afterwards, without a change that would have to reach them.
std::vector<const Unit*> staying(const Model& before, const Model& after, const Unit& new_table) {
  std::vector<const Unit*> columns;
  for (const Unit* column : after.columns(new_table)) {
    if (is_inherited(*column) && !comes_from_parents(before, *column)) columns.push_back(column);
  }
  return columns;
}

// The checks of the parents that the table does not have as its own.
std::vector<const Unit*> inherited_checks(const Model& model, const Unit& table) {
  std::vector<const Unit*> checks;
  std::set<std::string> names;
  std::vector<const Unit*> waiting{&table};
  while (!waiting.empty()) {
    const Unit* next = waiting.back();
    waiting.pop_back();
    for (const std::string& name : parents_of(*next)) {
      const Unit* parent = model.relation(name);
      if (!parent) continue;
      waiting.push_back(parent);
      for (const UnitId id : parent->parts) {
        const Unit& part = model.unit(id);
        if (part.facet != Facet::kObject || part.attributes().text("constraint_type") != "check" ||
            part.attributes().flag("no_inherit") || model.part(table, "constraint", part.object->name)) {
          continue;
        }
        if (names.insert(part.object->name).second) checks.push_back(&part);
      }
    }
  }
  return checks;
}

// Whether its values wait under another name until they are in the one that is inherited.
bool is_kept(const Model& before, const Unit& new_column) {
  return comes_from_parents(before, new_column) && before.find(*new_column.root, *new_column.object) &&
         !new_column.attributes().find("generated");
}

// The parent that is there for the time of the change.
class Between {
 public:
  Between(const Model& before, const Model& after, const Unit& new_table, Steps& steps)
      : own_(after.columns(new_table)),
        steps_(steps),
        table_(qualified(*new_table.root)),
        name_(qualified(new_table.root->schema, temporary_name(before, after, new_table, "_parent"))) {}

  void make() {
    steps_.add("CREATE TABLE " + name_ + " (\n)");
    steps_.exclusive("ALTER TABLE " + table_ + " INHERIT " + name_);
  }

  // One that the table has by that name is merged with it.
  void add(const std::string& column, const Unit& like) {
    if (!columns_.insert(column).second) return;
    for (const Unit* other : own_) {
      if (mentions(like.attributes().text("generation_expression"), other->object->name))
        add(other->object->name, *other);
    }
    std::string text = "ALTER TABLE " + name_ + " ADD COLUMN " + quote_identifier(column) + " " +
                       std::string(like.attributes().text("type"));
    if (const auto collation = like.attributes().text("collation"); !collation.empty())
      text += " COLLATE " + std::string(collation);
    if (const auto generated = like.attributes().text("generated"); !generated.empty()) {
      text += " GENERATED ALWAYS AS (" + default_text(like.attributes()) + ") " + upper(generated);
    }
    steps_.exclusive(std::move(text));
  }

  // It has it already.
  void note(const std::string& column) { columns_.insert(column); }

  void copy(const std::string& from, const Unit& old_column, const Unit& to) {
    std::string text = "ALTER TABLE " + name_ + " ALTER COLUMN " + quote_identifier(to.object->name) +
                       " TYPE " + std::string(to.attributes().text("type"));
    if (const auto collation = to.attributes().text("collation"); !collation.empty())
      text += " COLLATE " + std::string(collation);
    text += " USING " + quote_identifier(from);
    if (old_column.attributes().text("type") != to.attributes().text("type"))
      text += "::text::" + std::string(to.attributes().text("type"));
    steps_.exclusive(std::move(text), {Hazard::kRewritesTable, Hazard::kBlocksReads});
  }

  void check(const Unit& check) {
    steps_.exclusive("ALTER TABLE " + name_ + " ADD CONSTRAINT " + quote_identifier(check.object->name) +
                         " " + constraint_definition(check),
                     {Hazard::kScansTable, Hazard::kBlocksReads});
  }

  void end() {
    steps_.exclusive("ALTER TABLE " + table_ + " NO INHERIT " + name_);
    steps_.add("DROP TABLE " + name_);
  }

 private:
  std::vector<const Unit*> own_;
  Steps& steps_;
  std::string table_;
  std::string name_;
  std::set<std::string> columns_;
};

// Whether leave_parents() makes it.
bool made_early(const Model& before, const Model& after, const Unit& old_table, const Unit& new_table) {
  return !parents_of(old_table).empty() && !staying(before, after, new_table).empty();
}

}  // namespace

bool changes_parents(const Model& before, const Model& after, const Unit& old_table, const Unit& new_table) {
  if (new_table.root->kind != "table") return false;
  if (parents_of(old_table) != parents_of(new_table)) return true;
  if (parents_of(new_table).empty()) return false;
  for (const Unit* column : after.columns(new_table)) {
    const Unit* old = column_of(before, old_table, column->object->name);
    if (!old || is_inherited(*old) == is_inherited(*column)) continue;
    // What a parent loses alone becomes the child's own.
    if (is_inherited(*column) || parent_has(after, new_table, column->object->name)) return true;
  }
  return false;
}

bool comes_from_parents(const Model& before, const Unit& new_column) {
  if (!is_inherited(new_column)) return false;
  const Unit* old = before.find(*new_column.root, *new_column.object);
  return !old || !is_inherited(*old) || !same_value(*old, new_column);
}

std::string kept_name(const Model& before, const Model& after, const Unit& old_column) {
  const Unit& old_table = before.unit(old_column.root_unit);
  const Unit* new_table = after.find(*old_table.root, *old_table.root);
  const auto all = [&] {
    std::vector<std::string> names;
    for (const Unit* column : new_table ? after.columns(*new_table) : std::vector<const Unit*>()) {
      if (is_kept(before, *column)) names.push_back(column->object->name);
    }
    return names;
  };
  return free_name_among(all, old_column.object->name, "_old", [&](const std::string& name) {
    return column_of(before, old_table, name) || (new_table && column_of(after, *new_table, name));
  });
}

void end_inheritance(const Unit& table, Steps& steps) {
  for (const std::string& parent : parents_of(table))
    steps.exclusive(alter_table(*table.root) + "NO INHERIT " + parent);
}

void begin_inheritance(const Unit& table, Steps& steps) {
  for (const std::string& parent : parents_of(table))
    steps.exclusive(alter_table(*table.root) + "INHERIT " + parent);
}

void leave_parents(const Model& before, const Model& after, const Unit& old_table, Steps& steps) {
  const Unit* new_table = after.find(*old_table.root, *old_table.root);
  if (new_table && made_early(before, after, old_table, *new_table)) {
    Between between(before, after, *new_table, steps);
    between.make();
    for (const Unit* column : staying(before, after, *new_table)) between.add(column->object->name, *column);
  }
  end_inheritance(old_table, steps);
  // Without them they are the table's own.
  for (const Unit* check : inherited_checks(before, old_table)) {
    steps.exclusive(alter_table(*old_table.root) + "DROP CONSTRAINT " +
                    quote_identifier(check->object->name));
  }
}

void join_parents(const Creation& creation, Steps& steps) {
  const Model& before = creation.before_model;
  const Model& after = creation.model;
  const Unit& table = *after.find(*creation.unit.root, *creation.unit.root);
  const Unit& old_table = *before.find(*table.root, *table.root);
  const std::string alter = alter_table(*table.root);
  std::vector<const Unit*> added;
  for (const Unit* column : after.columns(table)) {
    if (comes_from_parents(before, *column)) added.push_back(column);
  }
  const std::vector<const Unit*> checks = inherited_checks(after, table);
  const bool early = made_early(before, after, old_table, table);
  const bool needed = early || !added.empty() || !checks.empty();
  Between between(before, after, table, steps);
  if (needed && !early) between.make();
  if (early) {
    for (const Unit* column : staying(before, after, table)) between.note(column->object->name);
  }
  std::vector<std::string> kept;
  for (const Unit* column : added) {
    const Unit* old = before.find(*column->root, *column->object);
    const bool copied = is_kept(before, *column);
    if (copied) {
      kept.push_back(kept_name(before, after, *old));
      between.add(kept.back(), *old);
    }
    between.add(column->object->name, *column);
    if (copied) between.copy(kept.back(), *old, *column);
    add_column_settings(creation, *column, steps, true);
    add_common(*column, {}, steps);
  }
  for (const Unit* check : checks) {
    for (const Unit* column : after.columns(table)) {
      if (mentions(check->attributes().text("expression"), column->object->name))
        between.add(column->object->name, *column);
    }
    between.check(*check);
  }
  begin_inheritance(table, steps);
  if (needed) between.end();
  for (const std::string& name : kept) steps.exclusive(alter + "DROP COLUMN " + quote_identifier(name));
}

}  // namespace schema_audit
