// Plan of kind "routine": functions, procedures, aggregates, window functions.

#include "core/plan/definition.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/routine_body.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

bool is_aggregate(const Unit& unit) { return unit.attributes().text("routine_kind") == "aggregate"; }
bool is_procedure(const Unit& unit) { return unit.attributes().text("routine_kind") == "procedure"; }

std::string body(const Attributes& attributes) {
  if (const auto sql = attributes.text("sql_body"); !sql.empty()) return "\n" + std::string(sql);
  const std::string_view text = attributes.text("body");
  if (const auto library = attributes.text("library"); !library.empty()) {
    return "\n AS " + quote_literal(library) + ", " + quote_literal(text);
  }
  return "\n AS " + dollar_quoted(text);
}

std::string function_text(const Unit& unit, std::string_view command, const std::string& definition) {
  const Attributes& attributes = unit.attributes();
  const bool procedure = is_procedure(unit);
  std::string sql = std::string(command) + (procedure ? " PROCEDURE " : " FUNCTION ") +
                    qualified(*unit.root) + "(" + join(list_of(attributes, "parameters")) + ")";
  if (const auto result = attributes.text("result"); !result.empty())
    sql += "\n RETURNS " + std::string(result);
  sql += "\n LANGUAGE " + quote_identifier(attributes.text("language"));
  if (const TextList& types = list_of(attributes, "transforms"); !types.empty()) {
    sql += "\n TRANSFORM FOR TYPE " + join(types, ", FOR TYPE ");
  }
  if (attributes.text("routine_kind") == "window") sql += " WINDOW";
  if (const auto volatility = attributes.text("volatility"); !volatility.empty())
    sql += " " + upper(volatility);
  if (attributes.flag("strict")) sql += " STRICT";
  if (attributes.flag("security_definer")) sql += " SECURITY DEFINER";
  if (attributes.flag("leakproof")) sql += " LEAKPROOF";
  if (const auto parallel = attributes.text("parallel"); !parallel.empty())
    sql += " PARALLEL " + upper(parallel);
  if (const auto cost = attributes.text("cost"); !cost.empty()) sql += " COST " + std::string(cost);
  if (const auto rows = attributes.text("rows"); !rows.empty()) sql += " ROWS " + std::string(rows);
  if (const auto support = attributes.text("support"); !support.empty())
    sql += " SUPPORT " + std::string(support);
  for (const auto& [name, value] : map_of(attributes, "config")) {
    sql += "\n SET " + setting_name(name) + " TO " + setting_value(name, value);
  }
  return sql + definition;
}

std::string aggregate_text(const Unit& unit, std::string_view command) {
  const Attributes& attributes = unit.attributes();
  const TextList& parameters = list_of(attributes, "parameters");
  Definition definition(attributes);
  definition.put("SFUNC", "transition_function");
  definition.put("STYPE", "state_type");
  definition.put_number("SSPACE", "state_space");
  definition.put("FINALFUNC", "final_function");
  definition.put_flag("FINALFUNC_EXTRA", "final_extra");
  definition.put("FINALFUNC_MODIFY", "final_modify");
  definition.put("COMBINEFUNC", "combine_function");
  definition.put("SERIALFUNC", "serial_function");
  definition.put("DESERIALFUNC", "deserial_function");
  definition.put("INITCOND", "initial_condition");
  definition.put("MSFUNC", "moving_transition_function");
  definition.put("MINVFUNC", "moving_inverse_function");
  definition.put("MSTYPE", "moving_state_type");
  definition.put_number("MSSPACE", "moving_state_space");
  definition.put("MFINALFUNC", "moving_final_function");
  definition.put_flag("MFINALFUNC_EXTRA", "moving_final_extra");
  definition.put("MFINALFUNC_MODIFY", "moving_final_modify");
  definition.put("MINITCOND", "moving_initial_condition");
  if (const auto name = attributes.text("sort_operator"); !name.empty()) {
    definition.add("SORTOP = OPERATOR(" + std::string(name) + ")");
  }
  if (const auto parallel = attributes.text("parallel"); !parallel.empty())
    definition.add("PARALLEL = " + upper(parallel));
  if (attributes.text("aggregate_kind") == "hypothetical-set") definition.add("HYPOTHETICAL");
  return std::string(command) + " AGGREGATE " + qualified(*unit.root) + "(" +
         (parameters.empty() ? "*" : join(parameters)) + ") (\n    " + join(definition.items(), ",\n    ") +
         "\n)";
}

std::string text_of(const Unit& unit, std::string_view command) {
  return is_aggregate(unit) ? aggregate_text(unit, command)
                            : function_text(unit, command, body(unit.attributes()));
}

void create(const Creation& creation, Steps& steps) { steps.add(text_of(creation.unit, "CREATE")); }

// "INOUT name type DEFAULT x" without its default.
std::string_view without_default(std::string_view parameter) {
  return parameter.substr(0, parameter.find(" DEFAULT "));
}

// CREATE OR REPLACE cannot change names of parameters, take defaults away, or change the result.
bool keeps_signature(const Alteration& a) {
  if (a.changed("routine_kind") || a.changed("result")) return false;
  if (is_aggregate(a.after)) return !a.changed("parameters") && !a.changed("aggregate_kind");
  const TextList& before = list_of(a.before.attributes(), "parameters");
  const TextList& after = list_of(a.after.attributes(), "parameters");
  if (before.size() != after.size()) return false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::string_view from = without_default(before[i]);
    const std::string_view to = without_default(after[i]);
    if (from != to) return false;
    if (from.size() < before[i].size() && to.size() == after[i].size()) return false;
  }
  return true;
}

void alter(Alteration& a) {
  if (!keeps_signature(a)) {
    a.replace = true;
    return;
  }
  a.steps.add(text_of(a.after, "CREATE OR REPLACE"));
}

std::string target(const Unit& unit) {
  const std::string_view word = is_aggregate(unit)   ? "ROUTINE"
                                : is_procedure(unit) ? "PROCEDURE"
                                                     : "FUNCTION";
  return std::string(word) + " " + to_text(unit.identity());
}

}  // namespace

bool can_be_emptied(const Unit& unit) { return !unit.attributes().text("sql_body").empty(); }

std::string empty_routine(const Unit& unit) {
  return function_text(unit, "CREATE OR REPLACE", "\n AS " + dollar_quoted(""));
}

constinit const KindPlan kRoutinePlan{
    .kind = "routine",
    .target = target,
    .create = create,
    .alter = alter,
    .grant_word = "ROUTINE",
    .public_default = "EXECUTE",
};

}  // namespace schema_audit
