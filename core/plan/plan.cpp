#include "core/plan/plan.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "core/plan/builder.hpp"
#include "core/plan/cluster.hpp"
#include "core/plan/rename.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// The rules that a partition has from its partitioned table become its own when it is detached.
void add_inherited_rules(const std::vector<Object>& objects, std::string_view parent_name,
                         Object& partition) {
  for (const Object& parent : objects) {
    if (parent.kind != "table" || qualified(parent) != parent_name) continue;
    for (const Object& rule : parent.children) {
      const std::string_view type = rule.attributes.text("constraint_type");
      const bool inherited =
          (type == "check" && !rule.attributes.flag("no_inherit")) || type == "foreign key";
      const bool own =
          std::any_of(partition.children.begin(), partition.children.end(),
                      [&](const Object& part) { return part.kind == rule.kind && part.name == rule.name; });
      if (!inherited || own) continue;
      partition.children.push_back(rule);
      partition.children.back().schema = partition.schema;
      partition.children.back().hint = {};
    }
    add_inherited_rules(objects, parent.attributes.text("partition_of"), partition);
    return;
  }
}

// Partitions that stay and are detached, as they are then.
std::vector<Object> detached(std::vector<Object> before, const std::vector<Object>& after) {
  std::map<std::string, const Object*> now;  // the tables
  for (const Object& object : after) {
    if (object.kind == "table") now.emplace(qualified(object), &object);
  }
  std::vector<Object> result = before;
  for (Object& object : result) {
    const std::string parent(object.attributes.text("partition_of"));
    if (object.kind != "table" || parent.empty()) continue;
    const auto it = now.find(qualified(object));
    if (it == now.end() || it->second->attributes.text("partition_of") == parent) continue;
    add_inherited_rules(before, parent, object);
    sort_children(object);
  }
  return result;
}

}  // namespace

Plan make_plan(std::vector<Object> before, std::vector<Object> after, const PlanOptions& options) {
  auto notes = take_cluster(before, after, options.lineage);
  Steps renames;
  if (options.lineage == Lineage::kSameDatabase) {
    renames = rename_objects(before, after);
  } else if (!options.renames.empty()) {
    renames = rename_objects(before, after, options.renames);
  }
  const auto from = share(detached(std::move(before), after));
  const auto to = share(std::move(after));
  const Model before_model(from);
  const Model after_model(to);
  const Decisions decisions(before_model, after_model, options.online);
  Plan plan = Builder(before_model, after_model, decisions, options).build();
  plan.steps.insert(plan.steps.begin(), std::make_move_iterator(renames.steps().begin()),
                    std::make_move_iterator(renames.steps().end()));
  plan.notes.insert(plan.notes.end(), renames.notes().begin(), renames.notes().end());
  plan.notes.insert(plan.notes.end(), std::make_move_iterator(notes.begin()),
                    std::make_move_iterator(notes.end()));
  std::sort(plan.notes.begin(), plan.notes.end());
  if (options.online) {
    // Each statement by itself holds its lock as short as it can.
    plan.online = true;
    for (Step& step : plan.steps) step.in_transaction = false;
  }
  return plan;
}

std::vector<Object> empty_database(const std::vector<Object>& other) {
  std::vector<Object> objects(1);
  Object& schema = objects.front();
  schema.kind = "schema";
  schema.name = "public";
  schema.attributes.set("comment", std::string("standard public schema"));
  // initdb installs it; its version is the server's.
  const auto language = std::find_if(other.begin(), other.end(), [](const Object& object) {
    return object.kind == "extension" && object.name == "plpgsql" &&
           object.attributes.text("target_schema") == "pg_catalog";
  });
  if (language != other.end()) objects.push_back(*language);
  return objects;
}

}  // namespace schema_audit
