// The identity of a column, which its kind has among its attributes, with the sequence behind it.

#include "core/plan/kept_value.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string alter_column(const Unit& column) {
  return "ALTER TABLE " + qualified(*column.root) + " ALTER COLUMN " + quote_identifier(column.object->name);
}

std::string sequence_option(const std::string& name, const std::string& value) {
  if (name == "start") return "START WITH " + value;
  if (name == "increment") return "INCREMENT BY " + value;
  if (name == "minvalue") return "MINVALUE " + value;
  if (name == "maxvalue") return "MAXVALUE " + value;
  if (name == "cache") return "CACHE " + value;
  return "CYCLE";
}

std::int64_t option(const TextMap& options, const std::string& name, std::int64_t otherwise) {
  const auto it = options.find(name);
  return it == options.end() ? otherwise : std::stoll(it->second);
}

// What stands in no option follows from the others.
std::int64_t start_of(const TextMap& options) {
  const bool ascends = option(options, "increment", 1) > 0;
  return option(options, "start", ascends ? option(options, "minvalue", 1) : option(options, "maxvalue", -1));
}

// One clause of ALTER COLUMN for each option that differs.
std::string changed_identity_options(const TextMap& from, const TextMap& to) {
  std::string out;
  for (const auto& [name, value] : from) {
    if (to.contains(name) || name == "persistence" || name == "start") continue;
    out += name == "minvalue"    ? " SET NO MINVALUE"
           : name == "maxvalue"  ? " SET NO MAXVALUE"
           : name == "cycle"     ? " SET NO CYCLE"
           : name == "increment" ? " SET INCREMENT BY 1"
                                 : " SET CACHE 1";
  }
  if (start_of(from) != start_of(to)) out += " SET START WITH " + std::to_string(start_of(to));
  for (const auto& [name, value] : to) {
    const auto old = from.find(name);
    if (name == "persistence" || name == "start" || (old != from.end() && old->second == value)) continue;
    out += " SET " + sequence_option(name, value);
  }
  return out;
}

std::string sequence_of(const Unit& unit) {
  return qualified(unit.root->schema, unit.attributes().text("identity_sequence"));
}

}  // namespace

std::string identity_clause(const Unit& column) {
  const Attributes& attributes = column.attributes();
  std::string out = "GENERATED " + upper(attributes.text("identity")) + " AS IDENTITY (SEQUENCE NAME " +
                    sequence_of(column);
  for (const auto& [name, value] : map_of(attributes, "identity_options")) {
    if (name != "persistence") out += " " + sequence_option(name, value);
  }
  return out + ")";
}

void alter_identity(Alteration& a) {
  const bool was = a.before.attributes().find("identity") != nullptr;
  const bool is = a.after.attributes().find("identity") != nullptr;
  if (was && !is) {
    if (const Unit* sequence = owned_sequence(a.after_model, a.after);
        sequence && identity_before(a.before_model, a.after_model, *sequence)) {
      keep_value(sequence_of(a.before), a.before, a.steps);
    }
    a.steps.exclusive(alter_column(a.after) + " DROP IDENTITY");
    return;
  }
  if (!was && is) {
    a.steps.exclusive(alter_column(a.after) + " ADD " + identity_clause(a.after));
    if (const Unit* sequence = owned_sequence(a.before_model, a.before);
        sequence && identity_after(a.before_model, a.after_model, *sequence)) {
      return continue_value(sequence_of(a.after), a.before, a.steps);
    }
    // The new sequence goes on behind the numbers that are there.
    const std::string column = quote_identifier(a.after.object->name);
    a.steps.add("SELECT pg_catalog.setval(" + quote_literal(sequence_of(a.after)) + ", pg_catalog.max(" +
                    column + ")) FROM " + qualified(*a.after.root) + " HAVING pg_catalog.max(" + column +
                    ") > 0",
                {Hazard::kScansTable});
    return;
  }
  if (a.changed("identity_sequence")) {
    a.steps.add("ALTER SEQUENCE " + sequence_of(a.before) + " RENAME TO " +
                quote_identifier(a.to("identity_sequence")));
  }
  std::string clauses = a.changed("identity") ? " SET GENERATED " + upper(a.to("identity")) : "";
  clauses += changed_identity_options(map_of(a.before.attributes(), "identity_options"),
                                      map_of(a.after.attributes(), "identity_options"));
  // A value below the new minimum would make the statement fail.
  const TextMap& options = map_of(a.after.attributes(), "identity_options");
  const std::int64_t least = option(options, "minvalue", 1);
  if (option(options, "increment", 1) > 0 &&
      least > option(map_of(a.before.attributes(), "identity_options"), "minvalue", 1)) {
    raise_value(sequence_of(a.after), least, a.steps);
  }
  if (!clauses.empty()) a.steps.exclusive(alter_column(a.after) + clauses);
}

}  // namespace schema_audit
