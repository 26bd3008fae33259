// Plan of kind "constraint": of tables and foreign tables.

#include <array>

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

bool has_index(const Attributes& attributes) {
  const std::string_view type = attributes.text("constraint_type");
  return type == "primary key" || type == "unique" || type == "exclusion";
}

std::string index_name(const Unit& unit) { return qualified(unit.root->schema, unit.object->name); }

std::string key_columns(const Attributes& attributes, bool foreign) {
  const TextList& columns = list_of(attributes, "columns");
  std::string out = quoted_list(columns);
  if (!attributes.flag("period") || columns.empty()) return out;
  if (!foreign) return out + " WITHOUT OVERLAPS";
  TextList keys(columns.begin(), columns.end() - 1);
  return quoted_list(keys) + ", PERIOD " + quote_identifier(columns.back());
}

std::string foreign_key(const Attributes& attributes) {
  const TextList& referenced = list_of(attributes, "referenced_columns");
  std::string keys = quoted_list(referenced);
  if (attributes.flag("period") && !referenced.empty()) {
    keys = quoted_list(TextList(referenced.begin(), referenced.end() - 1)) + ", PERIOD " +
           quote_identifier(referenced.back());
  }
  std::string out = "FOREIGN KEY (" + key_columns(attributes, true) + ") REFERENCES " +
                    std::string(attributes.text("referenced_table")) + " (" + keys + ")";
  if (const auto match = attributes.text("match"); !match.empty()) out += " MATCH " + upper(match);
  if (const auto action = attributes.text("on_update"); !action.empty()) out += " ON UPDATE " + upper(action);
  if (const auto action = attributes.text("on_delete"); !action.empty()) out += " ON DELETE " + upper(action);
  if (const TextList& columns = list_of(attributes, "on_delete_columns"); !columns.empty()) {
    out += " (" + quoted_list(columns) + ")";
  }
  return out;
}

std::string with_index(const Attributes& attributes) {
  const std::string_view type = attributes.text("constraint_type");
  std::string out;
  if (type == "exclusion") {
    const std::string_view method = attributes.text("method");
    out = "EXCLUDE" + (method.empty() ? "" : " USING " + quote_identifier(method)) + " (" +
          join(list_of(attributes, "elements")) + ")";
  } else {
    out = type == "unique" ? "UNIQUE" : "PRIMARY KEY";
    if (attributes.flag("nulls_not_distinct")) out += " NULLS NOT DISTINCT";
    out += " (" + key_columns(attributes, false) + ")";
  }
  if (const TextList& include = list_of(attributes, "include"); !include.empty()) {
    out += " INCLUDE (" + quoted_list(include) + ")";
  }
  if (const TextMap& options = map_of(attributes, "options"); !options.empty()) {
    out += " WITH " + storage_options(options);
  }
  if (const auto tablespace = attributes.text("tablespace"); !tablespace.empty()) {
    out += " USING INDEX TABLESPACE " + quote_identifier(tablespace);
  }
  if (const auto predicate = attributes.text("predicate"); !predicate.empty()) {
    out += " WHERE (" + std::string(predicate) + ")";
  }
  return out;
}

void add_marks(const Unit& unit, bool clustered, bool replica_identity, Steps& steps) {
  const std::string name = quote_identifier(unit.object->name);
  if (clustered) steps.add(alter_table(*unit.root) + "CLUSTER ON " + name, {}, Lock::kShareUpdateExclusive);
  if (replica_identity) steps.exclusive(alter_table(*unit.root) + "REPLICA IDENTITY USING INDEX " + name);
}

void comment_on_index(const Unit& unit, Steps& steps) {
  const std::string_view comment = unit.attributes().text("index_comment");
  steps.add("COMMENT ON INDEX " + index_name(unit) + " IS " +
            (comment.empty() ? "NULL" : quote_literal(comment)));
}

// They have no names that could be written down.
void note_modes(const Unit& unit, Steps& steps) {
  steps.note("triggers of constraint " + to_text(unit.identity()) +
             " fire in another mode: only a superuser can change that, by ALTER TABLE ... TRIGGER ALL");
}

// The index beside everything else, then the constraint on it for an instant.
void create_by_index(const Unit& unit, Steps& steps) {
  const Attributes& attributes = unit.attributes();
  const std::string name = quote_identifier(unit.object->name);
  std::string sql = "CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + qualified(*unit.root) + " (" +
                    quoted_list(list_of(attributes, "columns")) + ")";
  sql += index_clauses(attributes);
  steps.add(std::move(sql), {Hazard::kOutsideTransaction, Hazard::kScansTable}, Lock::kShareUpdateExclusive);
  sql = alter_table(*unit.root) + "ADD CONSTRAINT " + name + " " + upper(attributes.text("constraint_type")) +
        " USING INDEX " + name;
  if (attributes.flag("deferrable")) sql += " DEFERRABLE";
  if (attributes.flag("initially_deferred")) sql += " INITIALLY DEFERRED";
  steps.exclusive(std::move(sql));
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  const std::string_view type = attributes.text("constraint_type");
  const std::string name = quote_identifier(unit.object->name);
  const bool foreign = type == "foreign key";
  const bool only = has_index(attributes) || attributes.flag("no_inherit");
  const bool checked =
      !attributes.flag("not_valid") && !attributes.flag("not_enforced") && !has_index(attributes);
  const bool online = creation.online && !is_partitioned(*unit.root);
  if (online && (type == "primary key" || type == "unique") && !attributes.flag("period")) {
    create_by_index(unit, steps);
  } else {
    Step& step = steps.exclusive(alter_table(*unit.root, only) + "ADD CONSTRAINT " + name + " " +
                                 constraint_definition(unit) + (online && checked ? " NOT VALID" : ""));
    if (foreign) step.lock = Lock::kShareRowExclusive;
    if (online && checked) {
      steps.add(alter_table(*unit.root) + "VALIDATE CONSTRAINT " + name, {Hazard::kScansTable},
                Lock::kShareUpdateExclusive);
    } else if (checked || has_index(attributes)) {
      step.hazards = {Hazard::kScansTable, foreign ? Hazard::kBlocksWrites : Hazard::kBlocksReads};
    }
  }
  add_marks(unit, attributes.flag("clustered"), attributes.flag("replica_identity"), steps);
  if (attributes.find("index_comment")) comment_on_index(unit, steps);
  if (attributes.find("trigger_modes")) note_modes(unit, steps);
}

void drop(const Unit& unit, Steps& steps) {
  steps.exclusive(alter_table(*unit.root) + "DROP CONSTRAINT " + quote_identifier(unit.object->name));
}

void alter(Alteration& a) {
  const bool foreign = a.to("constraint_type") == "foreign key";
  constexpr auto kFixed = std::to_array<std::string_view>(
      {"columns", "constraint_type", "elements", "expression", "include", "match", "method", "no_inherit",
       "not_enforced", "nulls_not_distinct", "on_delete", "on_delete_columns", "on_update", "period",
       "predicate", "referenced_columns", "referenced_table"});
  for (const std::string_view name : kFixed) a.replace = a.replace || a.changed(name);
  const bool deferral = a.changed("deferrable") || a.changed("initially_deferred");
  if (deferral && !foreign) a.replace = true;
  if (a.changed("not_valid") && a.now("not_valid")) a.replace = true;
  // Detaching the table detaches it, too.
  const bool same_table =
      a.before.root->attributes.text("partition_of") == a.after.root->attributes.text("partition_of");
  if (a.changed("attached_to") && a.before.attributes().find("attached_to") && same_table) a.replace = true;
  if (a.replace) return;
  const std::string name = quote_identifier(a.after.object->name);
  if (deferral) {
    a.steps.exclusive(alter_table(*a.after.root) + "ALTER CONSTRAINT " + name +
                      (a.now("deferrable") ? " DEFERRABLE" : " NOT DEFERRABLE") +
                      (a.now("initially_deferred") ? " INITIALLY DEFERRED" : ""));
  }
  if (a.changed("not_valid")) {
    a.steps.add(alter_table(*a.after.root) + "VALIDATE CONSTRAINT " + name, {Hazard::kScansTable},
                Lock::kShareUpdateExclusive);
  }
  if (a.changed("tablespace")) {
    const std::string_view tablespace = a.to("tablespace");
    a.steps.exclusive("ALTER INDEX " + index_name(a.after) + " SET TABLESPACE " +
                          (tablespace.empty() ? "pg_default" : quote_identifier(tablespace)),
                      {Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  if (a.changed("options")) {
    alter_index_options(a);
  }
  if (a.changed("clustered") && !a.now("clustered"))
    a.steps.add(alter_table(*a.after.root) + "SET WITHOUT CLUSTER");
  add_marks(a.after, a.changed("clustered") && a.now("clustered"),
            a.changed("replica_identity") && a.now("replica_identity"), a.steps);
  if (a.changed("index_comment")) comment_on_index(a.after, a.steps);
  if (a.changed("trigger_modes")) note_modes(a.after, a.steps);
}

std::string target(const Unit& unit) {
  return "CONSTRAINT " + quote_identifier(unit.object->name) + " ON " + qualified(*unit.root);
}

}  // namespace

std::string constraint_definition(const Unit& constraint) {
  const Attributes& attributes = constraint.attributes();
  const std::string_view type = attributes.text("constraint_type");
  std::string out;
  if (type == "check") {
    out = "CHECK (" + std::string(attributes.text("expression")) + ")";
    if (attributes.flag("no_inherit")) out += " NO INHERIT";
  } else {
    out = type == "foreign key" ? foreign_key(attributes) : with_index(attributes);
  }
  if (attributes.flag("deferrable")) out += " DEFERRABLE";
  if (attributes.flag("initially_deferred")) out += " INITIALLY DEFERRED";
  if (attributes.flag("not_enforced")) out += " NOT ENFORCED";
  if (attributes.flag("not_valid")) out += " NOT VALID";
  return out;
}

constinit const KindPlan kConstraintPlan{
    .kind = "constraint",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
