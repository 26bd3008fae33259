// Plan of kind "index".

#include <array>

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string index_name(const Unit& unit) { return qualified(unit.root->schema, unit.object->name); }

void set_statistics(const Unit& unit, const TextMap& targets, Steps& steps) {
  for (const auto& [number, target] : targets) {
    steps.add("ALTER INDEX " + index_name(unit) + " ALTER COLUMN " + number + " SET STATISTICS " + target);
  }
}

void add_marks(const Unit& unit, bool clustered, bool replica_identity, Steps& steps) {
  const std::string name = quote_identifier(unit.object->name);
  const std::string table = alter_table(*unit.root);
  const std::string word = unit.root->kind == "materialized_view"
                               ? "ALTER MATERIALIZED VIEW " + qualified(*unit.root) + " "
                               : table;
  if (clustered) steps.add(word + "CLUSTER ON " + name, {}, Lock::kShareUpdateExclusive);
  if (replica_identity) steps.exclusive(table + "REPLICA IDENTITY USING INDEX " + name);
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  const bool whole = is_partitioned(*unit.root);
  std::string sql = attributes.flag("unique") ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  const bool concurrently = creation.online && !whole && unit.root->kind != "foreign_table";
  if (concurrently) sql += "CONCURRENTLY ";
  sql += quote_identifier(unit.object->name) + " ON " + (whole ? "ONLY " : "") + qualified(*unit.root);
  if (const auto method = attributes.text("method"); !method.empty())
    sql += " USING " + quote_identifier(method);
  sql += " (" + join(list_of(attributes, "columns")) + ")";
  sql += index_clauses(attributes);
  if (const auto predicate = attributes.text("predicate"); !predicate.empty()) {
    sql += " WHERE " + std::string(predicate);
  }
  Step& step = steps.add(std::move(sql), {Hazard::kScansTable}, Lock::kShare);
  if (concurrently) {
    step.lock = Lock::kShareUpdateExclusive;
    step.in_transaction = false;
    step.hazards.push_back(Hazard::kOutsideTransaction);
  } else if (!whole) {
    step.hazards.push_back(Hazard::kBlocksWrites);
  }
  set_statistics(unit, map_of(attributes, "statistics"), steps);
  add_marks(unit, attributes.flag("clustered"), attributes.flag("replica_identity"), steps);
}

void drop(const Unit& unit, Steps& steps) { steps.exclusive("DROP INDEX " + index_name(unit)); }

void alter(Alteration& a) {
  constexpr auto kFixed = std::to_array<std::string_view>(
      {"columns", "include", "method", "nulls_not_distinct", "predicate", "unique"});
  for (const std::string_view name : kFixed) a.replace = a.replace || a.changed(name);
  // Detaching the table detaches it, too.
  const bool same_table =
      a.before.root->attributes.text("partition_of") == a.after.root->attributes.text("partition_of");
  if (a.changed("attached_to") && a.before.attributes().find("attached_to") && same_table) a.replace = true;
  // One that failed to be built.
  if (a.changed("invalid") && a.before.attributes().flag("invalid") && !is_partitioned(*a.after.root))
    a.replace = true;
  if (a.replace) return;
  if (a.changed("tablespace")) {
    const std::string_view tablespace = a.to("tablespace");
    a.steps.exclusive("ALTER INDEX " + index_name(a.after) + " SET TABLESPACE " +
                          (tablespace.empty() ? "pg_default" : quote_identifier(tablespace)),
                      {Hazard::kRewritesTable, Hazard::kBlocksReads});
  }
  if (a.changed("options")) alter_index_options(a);
  if (a.changed("statistics")) {
    TextMap targets = map_of(a.after.attributes(), "statistics");
    for (const auto& [number, target] : map_of(a.before.attributes(), "statistics"))
      targets.emplace(number, "-1");
    set_statistics(a.after, targets, a.steps);
  }
  if (a.changed("clustered") && !a.now("clustered")) {
    a.steps.add(alter_table(*a.after.root) + "SET WITHOUT CLUSTER", {}, Lock::kShareUpdateExclusive);
  }
  add_marks(a.after, a.changed("clustered") && a.now("clustered"),
            a.changed("replica_identity") && a.now("replica_identity"), a.steps);
}

std::string target(const Unit& unit) { return "INDEX " + index_name(unit); }

}  // namespace

void alter_index_options(Alteration& a) {
  const TextMap& from = map_of(a.before.attributes(), "options");
  const TextMap& to = map_of(a.after.attributes(), "options");
  std::vector<std::string> reset;
  for (const auto& [name, value] : from) {
    if (!to.contains(name)) reset.push_back(option_name(name));
  }
  const std::string index = "ALTER INDEX " + index_name(a.after);
  if (!reset.empty()) a.steps.add(index + " RESET (" + join(reset) + ")", {}, Lock::kShareUpdateExclusive);
  if (!to.empty()) a.steps.add(index + " SET " + storage_options(to), {}, Lock::kShareUpdateExclusive);
}

void drop_index_online(const Unit& unit, Steps& steps) {
  Step& step = steps.add("DROP INDEX CONCURRENTLY " + index_name(unit), {Hazard::kOutsideTransaction},
                         Lock::kShareUpdateExclusive);
  step.in_transaction = false;
}

constinit const KindPlan kIndexPlan{
    .kind = "index",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
