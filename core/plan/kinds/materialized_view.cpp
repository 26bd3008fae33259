// Plan of kind "materialized_view".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/kinds/view_query.hpp"
#include "core/plan/read_right.hpp"
#include "core/plan/self_reading.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// Who owns it may be not allowed to read what is below: then it stays without data, as it must.
std::string refresh(const Model& model, const Unit& unit) {
  const std::string name = qualified(*unit.root);
  const std::string text = "REFRESH MATERIALIZED VIEW " + name;
  if (may_be_read(model, unit)) return text;
  return "DO " + dollar_quoted("BEGIN\n    " + text +
                               ";\nEXCEPTION WHEN insufficient_privilege THEN\n    RAISE WARNING "
                               "'materialized view % stays without data: %', " +
                               quote_literal(name) + ", SQLERRM;\nEND");
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::string sql = "CREATE MATERIALIZED VIEW " + qualified(*unit.root);
  if (const auto method = attributes.text("access_method"); !method.empty()) {
    sql += "\nUSING " + quote_identifier(method);
  }
  if (const TextMap& options = map_of(attributes, "options"); !options.empty()) {
    sql += "\nWITH " + storage_options(options);
  }
  if (const auto tablespace = attributes.text("tablespace"); !tablespace.empty()) {
    sql += "\nTABLESPACE " + quote_identifier(tablespace);
  }
  steps.add(sql + " AS\n" + query_of(unit) + "\nWITH NO DATA");
  for (const Unit* column : creation.model.columns(unit)) {
    const Attributes& settings = column->attributes();
    const std::string alter = "ALTER MATERIALIZED VIEW " + qualified(*unit.root) + " ALTER COLUMN " +
                              quote_identifier(column->object->name) + " SET ";
    if (const auto n = number_of(settings, "statistics"))
      steps.add(alter + "STATISTICS " + std::to_string(*n));
    if (const auto s = settings.text("storage"); !s.empty()) steps.add(alter + "STORAGE " + upper(s));
    if (const auto s = settings.text("compression"); !s.empty())
      steps.add(alter + "COMPRESSION " + std::string(s));
    if (const TextMap& o = map_of(settings, "options"); !o.empty()) steps.add(alter + storage_options(o));
  }
  if (!can_be_read(creation.model, unit)) {
    steps.note("materialized view " + qualified(*unit.root) +
               " stays without data: a view below it reads itself, so that no query can read it");
    return;
  }
  // Its query may call functions whose bodies name things that come later.
  creation.finally.exclusive(refresh(creation.model, unit), {Hazard::kScansTable});
}

void drop(const Unit& unit, Steps& steps) {
  steps.exclusive("DROP MATERIALIZED VIEW " + qualified(*unit.root));
}

void alter(Alteration& a) {
  if (a.changed("query")) {
    a.replace = true;
    return;
  }
  const std::string begin = "ALTER MATERIALIZED VIEW " + qualified(*a.after.root) + " ";
  if (a.changed("access_method")) {
    const std::string_view method = a.to("access_method");
    a.steps.exclusive(begin + "SET ACCESS METHOD " + (method.empty() ? "heap" : quote_identifier(method)),
                      {Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  if (a.changed("tablespace")) {
    const std::string_view tablespace = a.to("tablespace");
    a.steps.exclusive(
        begin + "SET TABLESPACE " + (tablespace.empty() ? "pg_default" : quote_identifier(tablespace)),
        {Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  if (a.changed("options")) alter_storage_options(a, "ALTER MATERIALIZED VIEW");
}

std::string target(const Unit& unit) { return target_of("MATERIALIZED VIEW", unit); }

}  // namespace

constinit const KindPlan kMaterializedViewPlan{
    .kind = "materialized_view",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
    .grant_word = "TABLE",
};

}  // namespace schema_audit
