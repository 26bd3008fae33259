// Plan of kind "table".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void set_row_security(const Unit& unit, Steps& steps) {
  steps.exclusive(alter_table(*unit.root) + (unit.attributes().flag("row_security")
                                                 ? "ENABLE ROW LEVEL SECURITY"
                                                 : "DISABLE ROW LEVEL SECURITY"));
}

void force_row_security(const Unit& unit, Steps& steps) {
  steps.exclusive(alter_table(*unit.root, true) + (unit.attributes().flag("force_row_security")
                                                       ? "FORCE ROW LEVEL SECURITY"
                                                       : "NO FORCE ROW LEVEL SECURITY"));
}

void set_replica_identity(const Unit& unit, Steps& steps) {
  // That of an index is set with the index.
  const std::string_view identity = unit.attributes().text("replica_identity");
  if (identity == "index") return;
  steps.exclusive(alter_table(*unit.root, true) + "REPLICA IDENTITY " +
                  (identity.empty() ? "DEFAULT" : upper(identity)));
}

// The columns of a typed table come from its type; only what is set on top of them is written.
std::string typed_columns(const Creation& creation) {
  std::vector<std::string> items;
  for (const Unit* column : creation.model.columns(creation.unit)) {
    const Unit* value = creation.model.find(*column->root, *column->object, Facet::kDefault);
    const bool has_default = value && !creation.separate(*value);
    if (!has_default && !column->attributes().flag("not_null")) continue;
    std::string item = quote_identifier(column->object->name) + " WITH OPTIONS";
    if (has_default) item += " DEFAULT " + default_text(column->attributes());
    if (column->attributes().flag("not_null")) item += " NOT NULL";
    items.push_back(std::move(item));
  }
  return items.empty() ? "" : " (\n    " + join(items, ",\n    ") + "\n)";
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::string sql = attributes.text("persistence") == "unlogged" ? "CREATE UNLOGGED TABLE " : "CREATE TABLE ";
  sql += qualified(*unit.root);
  if (const auto type = attributes.text("of_type"); !type.empty()) {
    sql += " OF " + std::string(type) + typed_columns(creation);
  } else {
    std::vector<std::string> items;
    for (const Unit* column : creation.model.columns(unit)) {
      if (column->attributes().flag("inherited") || creation.separate(*column)) continue;
      items.push_back(column_definition(creation, *column));
    }
    sql += items.empty() ? " (\n)" : " (\n    " + join(items, ",\n    ") + "\n)";
  }
  if (const TextList& parents = list_of(attributes, "inherits"); !parents.empty()) {
    sql += "\nINHERITS (" + join(parents) + ")";
  }
  if (const auto key = attributes.text("partition_key"); !key.empty()) {
    sql += "\nPARTITION BY " + std::string(key);
  }
  if (const auto method = attributes.text("access_method"); !method.empty()) {
    sql += "\nUSING " + quote_identifier(method);
  }
  if (const TextMap& options = map_of(attributes, "options"); !options.empty()) {
    sql += "\nWITH " + storage_options(options);
  }
  if (const auto tablespace = attributes.text("tablespace"); !tablespace.empty()) {
    sql += "\nTABLESPACE " + quote_identifier(tablespace);
  }
  steps.add(std::move(sql));
  for (const Unit* column : creation.model.columns(unit)) {
    if (!creation.separate(*column)) add_column_settings(creation, *column, steps);
  }
  if (attributes.flag("row_security")) set_row_security(unit, steps);
  if (attributes.flag("force_row_security")) force_row_security(unit, steps);
  if (attributes.find("replica_identity")) set_replica_identity(unit, steps);
}

void drop(const Unit& unit, Steps& steps) {
  steps.exclusive("DROP TABLE " + qualified(*unit.root), {Hazard::kDataLoss});
}

void alter(Alteration& a) {
  if (a.changed("partition_key")) {
    a.replace = true;
    return;
  }
  if (a.changed("persistence")) {
    a.steps.exclusive(
        alter_table(*a.after.root) + (a.to("persistence") == "unlogged" ? "SET UNLOGGED" : "SET LOGGED"),
        {Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  if (a.changed("access_method")) {
    const std::string_view method = a.to("access_method");
    a.steps.exclusive(alter_table(*a.after.root) + "SET ACCESS METHOD " +
                          (method.empty() ? "heap" : quote_identifier(method)),
                      {Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  if (a.changed("tablespace")) {
    const std::string_view tablespace = a.to("tablespace");
    a.steps.exclusive(alter_table(*a.after.root) + "SET TABLESPACE " +
                          (tablespace.empty() ? "pg_default" : quote_identifier(tablespace)),
                      {Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  if (a.changed("options")) alter_storage_options(a, "ALTER TABLE");
  if (a.changed("row_security")) set_row_security(a.after, a.steps);
  if (a.changed("force_row_security")) force_row_security(a.after, a.steps);
  if (a.changed("replica_identity")) set_replica_identity(a.after, a.steps);
  if (a.changed("detach_pending") && a.before.attributes().flag("detach_pending")) {
    a.steps.note("end the interrupted DETACH PARTITION CONCURRENTLY of " + to_text(a.before.identity()) +
                 " by ALTER TABLE ... DETACH PARTITION ... FINALIZE");
  }
}

std::string target(const Unit& unit) { return target_of("TABLE", unit); }

}  // namespace

bool is_partitioned(const Object& root) { return root.attributes.find("partition_key") != nullptr; }

void alter_storage_options(Alteration& a, std::string_view command) {
  const TextMap& from = map_of(a.before.attributes(), "options");
  const TextMap& to = map_of(a.after.attributes(), "options");
  TextMap set;
  std::vector<std::string> reset;
  for (const auto& [name, value] : from) {
    if (!to.contains(name)) reset.push_back(option_name(name));
  }
  for (const auto& [name, value] : to) {
    const auto old = from.find(name);
    if (old == from.end() || old->second != value) set.emplace(name, value);
  }
  const Identity identity = a.after.identity();
  const std::string begin = std::string(command) + " " + to_text(identity) + " ";
  if (!reset.empty()) a.steps.add(begin + "RESET (" + join(reset) + ")", {}, Lock::kShareUpdateExclusive);
  if (!set.empty()) a.steps.add(begin + "SET " + storage_options(set), {}, Lock::kShareUpdateExclusive);
}

constinit const KindPlan kTablePlan{
    .kind = "table",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
    .grant_word = "TABLE",
};

}  // namespace schema_audit
