// Plan of kind "column": of tables and foreign tables; the attributes of composite types; of views only what
// is set on top of the query.

#include <algorithm>

#include "core/plan/free_name.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string name_of(const Unit& column) { return quote_identifier(column.object->name); }

bool of_view(const Unit& unit) { return unit.root->kind == "view" || unit.root->kind == "materialized_view"; }
bool of_type(const Unit& unit) { return unit.root->kind == "composite_type"; }

void set_options(const Unit& unit, const TextMap& from, const TextMap& to, Steps& steps) {
  TextMap set;
  std::vector<std::string> reset;
  for (const auto& [name, value] : from) {
    if (!to.contains(name)) reset.push_back(quote_identifier(name));
  }
  for (const auto& [name, value] : to) {
    const auto old = from.find(name);
    if (old == from.end() || old->second != value) set.emplace(name, value);
  }
  if (!reset.empty()) steps.add(alter_column(unit, true) + "RESET (" + join(reset) + ")");
  if (!set.empty()) steps.add(alter_column(unit, true) + "SET " + storage_options(set));
}

void set_compression(const Unit& unit, Steps& steps) {
  const std::string_view method = unit.attributes().text("compression");
  steps.exclusive(alter_column(unit, true) + "SET COMPRESSION " +
                  (method.empty() ? "default" : std::string(method)));
}

void set_statistics(const Unit& unit, Steps& steps) {
  steps.add(alter_column(unit, true) + "SET STATISTICS " +
                std::to_string(number_of(unit.attributes(), "statistics").value_or(-1)),
            {}, Lock::kShareUpdateExclusive);
}

std::string column_type(const Unit& unit) {
  std::string text(unit.attributes().text("type"));
  if (const std::string_view collation = unit.attributes().text("collation"); !collation.empty()) {
    text += " COLLATE " + std::string(collation);
  }
  return text;
}

// That of its domain.
bool has_default(const Model& model, const Unit& unit) {
  const Unit* domain = model.root("domain", unit.attributes().text("type"));
  return domain && !domain->attributes().text("default").empty();
}

bool has_children(const Model& model, const Unit& table) {
  return std::any_of(table.needed_by.begin(), table.needed_by.end(), [&](UnitId id) {
    const Facet facet = model.unit(id).facet;
    return facet == Facet::kParents || facet == Facet::kAttached;
  });
}

// An identity that is a column's own while children get the column, too: that takes two statements.
bool gets_identity_alone(const Creation& creation, const Unit& column) {
  if (!column.attributes().find("identity")) return false;
  const Unit* before = creation.before_model.find(*column.root, *column.root);
  return (before && has_children(creation.before_model, *before)) ||
         has_children(creation.model, creation.model.unit(column.root_unit));
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  if (of_view(unit)) return;
  if (of_type(unit)) {
    steps.add("ALTER TYPE " + qualified(*unit.root) + " ADD ATTRIBUTE " + name_of(unit) + " " +
              column_type(unit));
    return;
  }
  if (!unit.attributes().flag("inherited")) {
    const bool alone = gets_identity_alone(creation, unit);
    Step& step =
        steps.exclusive(alter_table(*unit.root) + "ADD COLUMN " + column_definition(creation, unit, !alone));
    // A constant default is stored once; anything else is computed for every row.
    const std::string_view expression = unit.attributes().text("default");
    const bool call = expression.find('(') != std::string_view::npos;
    if (alone) {
      step.hazards = {Hazard::kNeedsEmptyTable};
      steps.exclusive(alter_column(unit) + "ADD " + identity_clause(unit));
    } else if (unit.attributes().text("generated") == "stored" || unit.attributes().find("identity") ||
               call) {
      step.hazards = {Hazard::kRewritesTable, Hazard::kBlocksReads};
    } else if (unit.attributes().flag("not_null") && expression.empty() &&
               !has_default(creation.model, unit)) {
      step.hazards = {Hazard::kNeedsEmptyTable};
    }
  }
  add_column_settings(creation, unit, steps);
}

void drop(const Unit& unit, Steps& steps) {
  if (of_view(unit)) return;
  if (of_type(unit)) {
    steps.add("ALTER TYPE " + qualified(*unit.root) + " DROP ATTRIBUTE " + name_of(unit),
              {Hazard::kDataLoss});
    return;
  }
  if (unit.attributes().flag("inherited")) return;
  Step& step = steps.exclusive(alter_table(*unit.root) + "DROP COLUMN " + name_of(unit));
  if (!unit.attributes().find("generated")) step.hazards = {Hazard::kDataLoss};
}

enum class Family { kNumber, kText, kTime, kOther };

Family family_of(std::string_view type) {
  const auto begins = [&](std::string_view word) {
    return type == word || (type.starts_with(word) && (type[word.size()] == '(' || type[word.size()] == ' '));
  };
  if (type.ends_with("[]")) return Family::kOther;
  for (const auto word : {"smallint", "integer", "bigint", "numeric", "real", "double precision", "money"}) {
    if (begins(word)) return Family::kNumber;
  }
  for (const auto word : {"character varying", "character", "text", "name"}) {
    if (begins(word)) return Family::kText;
  }
  if (begins("timestamp") || begins("date")) return Family::kTime;
  return Family::kOther;
}

// An assignment cast exists within a family and from everything to text; it refuses what does not fit, where
// the explicit one may cut it off.
bool assignable(std::string_view from, std::string_view to) {
  const Family family = family_of(to);
  if (family == Family::kText) return true;
  if (from.substr(0, from.find('(')) == to.substr(0, to.find('('))) return true;
  return family != Family::kOther && family == family_of(from);
}

// A longer or unlimited type of the same representation: nothing is read or written.
bool widens(std::string_view from, std::string_view to) {
  const auto length = [](std::string_view type) -> long {
    const auto open = type.find('(');
    return open == std::string_view::npos ? -1 : std::atol(std::string(type.substr(open + 1)).c_str());
  };
  const bool from_varying = from.starts_with("character varying");
  if (from_varying && (to == "text" || to == "character varying")) return true;
  if (from == "text" && to == "character varying") return true;
  return from_varying && to.starts_with("character varying") && length(to) >= length(from) &&
         length(from) > 0;
}

void alter_type(Alteration& a) {
  const std::string_view from = a.before.attributes().text("type");
  const std::string_view to = a.to("type");
  if (of_type(a.after)) {
    a.steps.add("ALTER TYPE " + qualified(*a.after.root) + " ALTER ATTRIBUTE " + name_of(a.after) + " TYPE " +
                column_type(a.after));
    a.disturbs = true;
    return;
  }
  if (a.after.root->kind == "foreign_table") {
    a.steps.exclusive(alter_column(a.after) + "TYPE " + column_type(a.after));
    a.disturbs = true;
    return;
  }
  std::string text = alter_column(a.after) + "TYPE " + column_type(a.after);
  const bool computed = a.after.attributes().find("generated") != nullptr;
  if (!assignable(from, to) && !computed) {
    // Through text where no cast is known: every type can be read from what it prints.
    const bool direct =
        (family_of(from) == Family::kNumber || from == "boolean") && family_of(to) == Family::kNumber;
    text += " USING " + name_of(a.after) + (direct || family_of(from) == Family::kText ? "" : "::text") +
            "::" + std::string(to);
  }
  if (widens(from, to) && !a.changed("collation")) {
    a.steps.exclusive(std::move(text), {});
  } else {
    a.steps.exclusive(std::move(text),
                      {Hazard::kConvertsValues, Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  a.disturbs = true;
}

// A valid check spares the scan under the exclusive lock.
void set_not_null(Alteration& a) {
  if (!a.online || is_partitioned(*a.after.root)) {
    a.steps.exclusive(alter_column(a.after) + "SET NOT NULL", {Hazard::kScansTable, Hazard::kBlocksReads});
    return;
  }
  const std::string table = alter_table(*a.after.root);
  const std::string constraint =
      quote_identifier(free_name(a.after.object->name, "_not_null", [&](const std::string& name) {
        return a.before_model.part(a.before, "constraint", name) ||
               a.after_model.part(a.after, "constraint", name);
      }));
  a.steps.exclusive(table + "ADD CONSTRAINT " + constraint + " CHECK (" + name_of(a.after) +
                    " IS NOT NULL) NOT VALID");
  a.steps.add(table + "VALIDATE CONSTRAINT " + constraint, {Hazard::kScansTable},
              Lock::kShareUpdateExclusive);
  a.steps.exclusive(alter_column(a.after) + "SET NOT NULL");
  a.steps.exclusive(table + "DROP CONSTRAINT " + constraint);
}

// Of a domain, what it is made of.
std::string_view base_type(const Model& model, std::string_view type) {
  for (const Unit* domain = model.root("domain", type); domain; domain = model.root("domain", type))
    type = domain->attributes().text("base_type");
  return type;
}

// SET STORAGE DEFAULT is known since 16 only. Types of a fixed length have no other storage.
std::string default_storage(std::string_view type) {
  const bool main = type.starts_with("numeric") || type == "inet" || type == "cidr";
  return main && !type.ends_with("[]") ? "MAIN" : "EXTENDED";
}

// Of a materialized view, what is set on top of its query; of a view nothing is.
void alter_settings(Alteration& a) {
  const std::string_view storage = a.to("storage");
  // A new type brings its own.
  if (a.changed("type") ? !storage.empty() : a.changed("storage")) {
    a.steps.exclusive(
        alter_column(a.after, true) + "SET STORAGE " +
        (storage.empty() ? default_storage(base_type(a.after_model, a.to("type"))) : upper(storage)));
  }
  if (a.changed("compression")) set_compression(a.after, a.steps);
  if (a.changed("statistics")) set_statistics(a.after, a.steps);
  if (a.changed("options")) {
    set_options(a.after, map_of(a.before.attributes(), "options"), map_of(a.after.attributes(), "options"),
                a.steps);
  }
}

void alter(Alteration& a) {
  if (of_view(a.after)) {  // the rest follows from the query
    if (a.after.root->kind == "materialized_view") alter_settings(a);
    return;
  }
  const bool was_generated = a.before.attributes().find("generated") != nullptr;
  const bool is_generated = a.after.attributes().find("generated") != nullptr;
  if (a.changed("generated")) {
    if (!was_generated || is_generated || a.before.attributes().text("generated") != "stored") {
      a.replace = true;
      return;
    }
    a.steps.exclusive(alter_column(a.after, false) + "DROP EXPRESSION");
  } else if (a.changed("generation_expression")) {
    a.replace = true;
    return;
  }
  if (a.before.attributes().find("identity") && !a.after.attributes().find("identity")) alter_identity(a);
  if (a.changed("type") || a.changed("collation")) alter_type(a);
  if (of_type(a.after)) return;
  if (a.changed("not_null") && a.now("not_null")) set_not_null(a);
  if (a.changed("not_null") && !a.now("not_null")) {
    a.steps.exclusive(alter_column(a.after) + "DROP NOT NULL", {Hazard::kBreaksClients});
  }
  if (a.after.attributes().find("identity") &&
      (a.changed("identity") || a.changed("identity_options") || a.changed("identity_sequence"))) {
    alter_identity(a);
  }
  alter_settings(a);
  if (a.changed("foreign_options")) {
    const std::string options = changed_options(map_of(a.before.attributes(), "foreign_options"),
                                                map_of(a.after.attributes(), "foreign_options"));
    if (!options.empty()) a.steps.exclusive(alter_column(a.after) + "OPTIONS (" + options + ")");
  }
  if (a.changed("inherited") && a.now("inherited") && a.after.root->kind != "table") {
    a.steps.note(
        "column " + to_text(a.after.identity()) +
        " stays one of the table itself beside the one of its parent: only dropping it would change that");
  }
  if (a.changed("not_null_name") || a.changed("not_null_no_inherit") || a.changed("not_null_not_valid") ||
      a.changed("not_null_comment")) {
    if (a.before.attributes().flag("not_null") && a.now("not_null")) {
      a.steps.note("the name and the options of NOT NULL of " + to_text(a.after.identity()) +
                   " are left as they are");
    }
  }
}

// Whether the column of a parent has its default when a child is made.
bool is_settled(const Creation& creation, const Unit& column) {
  const Unit* value = creation.model.find(*column.root, *column.object, Facet::kDefault);
  if (value && creation.separate(*value)) return false;
  const Unit* table = creation.before_model.find(*column.root, *column.root);
  const Unit* old = creation.before_model.find(*column.root, *column.object);
  return !table || (old && default_text(old->attributes()) == default_text(column.attributes()));
}

std::string target(const Unit& unit) { return "COLUMN " + to_text(unit.identity()); }

}  // namespace

std::string alter_column(const Unit& column, bool only) {
  return alter_column(*column.root, column.object->name, only);
}

std::string default_text(const Attributes& column) {
  return std::string(column.text(column.find("generated") ? "generation_expression" : "default"));
}

std::string column_definition(const Creation& creation, const Unit& column, bool with_identity) {
  const Attributes& attributes = column.attributes();
  std::string out = name_of(column) + " " + column_type(column);
  if (column.root->kind == "composite_type") return out;
  if (const std::string options = generic_options(map_of(attributes, "foreign_options")); !options.empty()) {
    out += " OPTIONS (" + options + ")";
  }
  if (const Unit* value = creation.model.find(*column.root, *column.object, Facet::kDefault);
      value && !creation.separate(*value)) {
    const std::string_view generated = attributes.text("generated");
    out += generated.empty() ? " DEFAULT " + default_text(attributes)
                             : " GENERATED ALWAYS AS (" + default_text(attributes) + ") " + upper(generated);
  }
  if (with_identity && attributes.find("identity")) out += " " + identity_clause(column);
  if (attributes.flag("not_null")) {
    if (const std::string_view name = attributes.text("not_null_name"); !name.empty()) {
      out += " CONSTRAINT " + quote_identifier(name);
    }
    out += " NOT NULL";
    if (attributes.flag("not_null_no_inherit")) out += " NO INHERIT";
  }
  return out;
}

void add_column_settings(const Creation& creation, const Unit& column, Steps& steps, bool bare) {
  const Attributes& attributes = column.attributes();
  if (of_view(column) || of_type(column)) return;
  if (const std::string_view storage = attributes.text("storage"); !storage.empty()) {
    steps.exclusive(alter_column(column, true) + "SET STORAGE " + upper(storage));
  }
  if (attributes.find("compression")) set_compression(column, steps);
  if (attributes.find("statistics")) set_statistics(column, steps);
  set_options(column, {}, map_of(attributes, "options"), steps);
  if (!attributes.flag("inherited")) return;
  // What an inherited column has on its own: a NOT NULL, a default.
  bool not_null = false;
  bool settled = true;
  std::string inherited_default;
  for (const std::string& name : list_of(column.root->attributes, "inherits")) {
    const Unit* parent = bare ? nullptr : creation.model.relation(name);
    const Unit* same = parent ? creation.model.part(*parent, "column", column.object->name) : nullptr;
    if (!same) continue;
    not_null = not_null || same->attributes().flag("not_null");
    if (inherited_default.empty()) inherited_default = default_text(same->attributes());
    settled = settled && is_settled(creation, *same);
  }
  if (attributes.flag("not_null") && !not_null) steps.exclusive(alter_column(column) + "SET NOT NULL");
  if (attributes.find("generated")) return;
  const std::string own = default_text(attributes);
  if (own == inherited_default && settled) return;
  steps.exclusive(alter_column(column, true) + (own.empty() ? "DROP DEFAULT" : "SET DEFAULT " + own));
}

constinit const KindPlan kColumnPlan{
    .kind = "column",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
    .grant_word = "TABLE",
};

}  // namespace schema_audit
