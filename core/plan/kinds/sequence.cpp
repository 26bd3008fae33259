// Plan of kind "sequence". No statement touches its last value, unless new bounds do not allow it.

#include "core/plan/kept_value.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/sequence_bounds.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string options(const Attributes& attributes) {
  const std::string_view type = attributes.text("type");
  const std::int64_t increment = number_of(attributes, "increment_by").value_or(1);
  const auto minimum = number_of(attributes, "min_value");
  const auto maximum = number_of(attributes, "max_value");
  const std::int64_t first = increment > 0 ? minimum.value_or(1) : maximum.value_or(-1);
  std::string out;
  if (type != "bigint") out += " AS " + std::string(type);
  out += " START WITH " + std::to_string(number_of(attributes, "start_value").value_or(first));
  out += " INCREMENT BY " + std::to_string(increment);
  out += minimum ? " MINVALUE " + std::to_string(*minimum) : " NO MINVALUE";
  out += maximum ? " MAXVALUE " + std::to_string(*maximum) : " NO MAXVALUE";
  out += " CACHE " + std::to_string(number_of(attributes, "cache_size").value_or(1));
  if (attributes.flag("cycle")) out += " CYCLE";
  return out;
}

SequenceBounds bounds_of(const Attributes& attributes) {
  return sequence_bounds(attributes.text("type"), number_of(attributes, "increment_by").value_or(1),
                         number_of(attributes, "min_value"), number_of(attributes, "max_value"));
}

// Without a word of its own it is as the table that owns it.
bool unlogged(const Model& model, const Unit& unit) {
  const std::string_view persistence = unit.attributes().text("persistence");
  if (!persistence.empty()) return persistence == "unlogged";
  const std::vector<std::string> owner = split_name(unit.attributes().text("owned_by"));
  const Unit* table = owner.size() == 3 ? model.relation(qualified(owner[0], owner[1])) : nullptr;
  return table && table->attributes().text("persistence") == "unlogged";
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  steps.add((unlogged(creation.model, unit) ? "CREATE UNLOGGED SEQUENCE " : "CREATE SEQUENCE ") +
            qualified(*unit.root) + options(unit.attributes()));
  if (const Unit* column = identity_before(creation.before_model, creation.model, unit))
    continue_value(qualified(*unit.root), *column, steps);
}

void drop(const Unit& unit, Steps& steps) {
  steps.exclusive("DROP SEQUENCE " + qualified(*unit.root), {Hazard::kDataLoss});
}

void alter(Alteration& a) {
  bool counted = false;
  for (const auto name :
       {"type", "start_value", "increment_by", "min_value", "max_value", "cache_size", "cycle"}) {
    counted = counted || a.changed(name);
  }
  if (counted) {
    std::string text = options(a.after.attributes());
    text += fit_value(qualified(*a.after.root), bounds_of(a.before.attributes()),
                      bounds_of(a.after.attributes()), a.steps);
    if (a.changed("type") && a.to("type") == "bigint") text = " AS bigint" + text;
    if (a.changed("cycle") && !a.now("cycle")) text += " NO CYCLE";
    a.steps.add("ALTER SEQUENCE " + qualified(*a.after.root) + text, {}, Lock::kShareRowExclusive);
  }
  const bool was = unlogged(a.before_model, a.before);
  const bool is = unlogged(a.after_model, a.after);
  if (a.changed("persistence") && was != is) {
    a.steps.exclusive("ALTER SEQUENCE " + qualified(*a.after.root) + (is ? " SET UNLOGGED" : " SET LOGGED"));
  }
}

std::string target(const Unit& unit) { return target_of("SEQUENCE", unit); }

}  // namespace

constinit const KindPlan kSequencePlan{
    .kind = "sequence",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
    .grant_word = "SEQUENCE",
};

}  // namespace schema_audit
