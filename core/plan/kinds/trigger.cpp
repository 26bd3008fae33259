// Plan of kind "trigger".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string alter_trigger(const Unit& unit) {
  const std::string_view mode = unit.attributes().text("enabled");
  const std::string how = mode == "disabled" ? "DISABLE" : mode.empty() ? "ENABLE" : "ENABLE " + upper(mode);
  // A view's triggers are always on; ONLY: partitions have their own.
  return alter_table(*unit.root, true) + how + " TRIGGER " + quote_identifier(unit.object->name);
}

std::string events(const Attributes& attributes) {
  std::vector<std::string> words;
  for (const std::string& event : list_of(attributes, "events")) {
    words.push_back(upper(event));
    const TextList& columns = list_of(attributes, "update_columns");
    if (event == "update" && !columns.empty()) words.back() += " OF " + quoted_list(columns);
  }
  return join(words, " OR ");
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  if (attributes.flag("inherited")) {
    steps.add(alter_trigger(unit), {}, Lock::kShareRowExclusive);
    return;
  }
  std::string sql = attributes.flag("is_constraint") ? "CREATE CONSTRAINT TRIGGER " : "CREATE TRIGGER ";
  sql += quote_identifier(unit.object->name) + " " + upper(attributes.text("timing")) + " " +
         events(attributes) + " ON " + qualified(*unit.root);
  if (const auto table = attributes.text("from_table"); !table.empty()) sql += " FROM " + std::string(table);
  if (attributes.flag("deferrable")) sql += " DEFERRABLE";
  if (attributes.flag("initially_deferred")) sql += " INITIALLY DEFERRED";
  const std::string_view old_table = attributes.text("old_table");
  const std::string_view new_table = attributes.text("new_table");
  if (!old_table.empty() || !new_table.empty()) {
    sql += " REFERENCING";
    if (!old_table.empty()) sql += " OLD TABLE AS " + quote_identifier(old_table);
    if (!new_table.empty()) sql += " NEW TABLE AS " + quote_identifier(new_table);
  }
  sql += " FOR EACH " + upper(attributes.text("level"));
  if (const auto condition = attributes.text("condition"); !condition.empty()) {
    sql += " WHEN (" + std::string(condition) + ")";
  }
  std::vector<std::string> arguments;
  for (const std::string& argument : list_of(attributes, "function_arguments")) {
    arguments.push_back(quote_literal(argument));
  }
  sql += " EXECUTE FUNCTION " + std::string(attributes.text("function")) + "(" + join(arguments) + ")";
  steps.add(std::move(sql), {}, Lock::kShareRowExclusive);
  if (attributes.find("enabled")) steps.add(alter_trigger(unit), {}, Lock::kShareRowExclusive);
}

void drop(const Unit& unit, Steps& steps) {
  if (unit.attributes().flag("inherited")) return;
  steps.exclusive("DROP TRIGGER " + quote_identifier(unit.object->name) + " ON " + qualified(*unit.root));
}

void alter(Alteration& a) {
  for (const Attribute& attribute : a.after.attributes()) {
    if (attribute.name != "enabled" && attribute.name != "comment" && a.changed(attribute.name))
      a.replace = true;
  }
  for (const Attribute& attribute : a.before.attributes()) {
    if (attribute.name != "enabled" && attribute.name != "comment" && a.changed(attribute.name))
      a.replace = true;
  }
  if (!a.replace) a.steps.add(alter_trigger(a.after), {}, Lock::kShareRowExclusive);
}

std::string target(const Unit& unit) {
  return "TRIGGER " + quote_identifier(unit.object->name) + " ON " + qualified(*unit.root);
}

}  // namespace

constinit const KindPlan kTriggerPlan{
    .kind = "trigger",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
