// The identity of a column, which its kind has among its attributes, with the sequence behind it.

#include <charconv>

#include "core/plan/kept_value.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/sequence_bounds.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string sequence_option(const std::string& name, const std::string& value) {
  if (name == "start") return "START WITH " + value;
  if (name == "increment") return "INCREMENT BY " + value;
  if (name == "minvalue") return "MINVALUE " + value;
  if (name == "maxvalue") return "MAXVALUE " + value;
  if (name == "cache") return "CACHE " + value;
  return "CYCLE";
}

// What is not a number counts as if it were not there.
std::optional<std::int64_t> number_in(const TextMap& options, const std::string& name) {
  const auto it = options.find(name);
  if (it == options.end()) return std::nullopt;
  std::int64_t number = 0;
  const char* end = it->second.data() + it->second.size();
  const auto result = std::from_chars(it->second.data(), end, number);
  return result.ec == std::errc() && result.ptr == end ? std::optional(number) : std::nullopt;
}

SequenceBounds bounds_of(std::string_view type, const TextMap& options) {
  return sequence_bounds(type, number_in(options, "increment").value_or(1), number_in(options, "minvalue"),
                         number_in(options, "maxvalue"));
}

// What stands in no option follows from the others.
std::int64_t start_of(std::string_view type, const TextMap& options) {
  return number_in(options, "start").value_or(bounds_of(type, options).first());
}

// One clause of SET for each option that differs.
std::string changed_identity_options(std::string_view type, const TextMap& from, const TextMap& to) {
  std::string out;
  for (const auto& [name, value] : from) {
    if (to.contains(name) || name == "persistence" || name == "start") continue;
    out += name == "minvalue"    ? " SET NO MINVALUE"
           : name == "maxvalue"  ? " SET NO MAXVALUE"
           : name == "cycle"     ? " SET NO CYCLE"
           : name == "increment" ? " SET INCREMENT BY 1"
                                 : " SET CACHE 1";
  }
  const std::int64_t start = start_of(type, to);
  if (start_of(type, from) != start) out += " SET START WITH " + std::to_string(start);
  for (const auto& [name, value] : to) {
    const auto old = from.find(name);
    if (name == "persistence" || name == "start" || (old != from.end() && old->second == value)) continue;
    out += " SET " + sequence_option(name, value);
  }
  return out;
}

// The new sequence goes on behind the numbers that are there.
void pass_values(Alteration& a) {
  const SequenceBounds bounds = bounds_of(a.to("type"), map_of(a.after.attributes(), "identity_options"));
  const std::string last = std::string(bounds.ascends ? "pg_catalog.max(" : "pg_catalog.min(") +
                           quote_identifier(a.after.object->name) + ")";
  a.steps.add("SELECT pg_catalog.setval(" + quote_literal(identity_sequence(a.after)) + ", " + last +
                  ") FROM " + qualified(*a.after.root) + " HAVING " + last +
                  (bounds.ascends ? " >= " : " <= ") + std::to_string(bounds.first()),
              {Hazard::kScansTable});
}

}  // namespace

std::string identity_sequence(const Unit& column) {
  return qualified(column.root->schema, column.attributes().text("identity_sequence"));
}

std::string identity_clause(const Unit& column) {
  const Attributes& attributes = column.attributes();
  std::string out = "GENERATED " + upper(attributes.text("identity")) + " AS IDENTITY (SEQUENCE NAME " +
                    identity_sequence(column);
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
      keep_value(identity_sequence(a.before), a.before, a.steps);
    }
    a.steps.exclusive(alter_column(a.after) + "DROP IDENTITY");
    return;
  }
  if (!was && is) {
    a.steps.exclusive(alter_column(a.after) + "ADD " + identity_clause(a.after));
    if (const Unit* sequence = owned_sequence(a.before_model, a.before);
        sequence && identity_after(a.before_model, a.after_model, *sequence)) {
      return continue_value(identity_sequence(a.after), a.before, a.steps);
    }
    return pass_values(a);
  }
  if (a.changed("identity_sequence")) {
    a.steps.add("ALTER SEQUENCE " + identity_sequence(a.before) + " RENAME TO " +
                quote_identifier(a.to("identity_sequence")));
  }
  std::string clauses = a.changed("identity") ? " SET GENERATED " + upper(a.to("identity")) : "";
  const TextMap& from = map_of(a.before.attributes(), "identity_options");
  const TextMap& to = map_of(a.after.attributes(), "identity_options");
  // The sequence has taken on the new type of its column by now.
  const std::string_view type = a.to("type");
  clauses += changed_identity_options(type, from, to);
  clauses += fit_value(identity_sequence(a.after), bounds_of(type, from), bounds_of(type, to), a.steps);
  if (!clauses.empty()) a.steps.exclusive(alter_column(a.after) + clauses.substr(1));
}

}  // namespace schema_audit
