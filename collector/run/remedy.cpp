#include "collector/run/remedy.hpp"

#include <algorithm>
#include <utility>

#include "collector/run/side_changes.hpp"
#include "core/kinds/registry.hpp"
#include "core/plan/plan_text.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

// Makes one side of a comparison the same as the other one in what a change is about.
class Alike {
 public:
  // renamed: by the names of before and after.
  Alike(std::vector<Object>& objects, std::vector<KnownRename> renamed)
      : objects_(objects), renamed_(std::move(renamed)) {}

  // after: the side is to be as the later one; else as the earlier one.
  void make(const Change& change, bool after) {
    switch (change.type) {
      case ChangeType::kAdded:
        return after ? put(change) : take(change.object);
      case ChangeType::kDropped:
        return after ? take(change.object) : put(change);
      case ChangeType::kAltered:
        return alter(change, after ? change.to : change.from);
      case ChangeType::kRenamed:
        return after ? rename(*change.before, change.object) : rename(change.object, *change.before);
    }
  }

 private:
  Object* find(const Identity& identity) {
    if (Object* object = find_by_name(identity)) return object;
    // A change bears the name of one side only.
    for (const KnownRename& rename : renamed_) {
      if (rename.before == identity) return find_by_name(rename.after);
      if (rename.after == identity) return find_by_name(rename.before);
    }
    return nullptr;
  }

  Object* find_by_name(const Identity& identity) {
    if (!identity.is_root()) {
      Object* root = root_for(identity);
      if (!root) return nullptr;
      const auto part = std::find_if(root->children.begin(), root->children.end(),
                                     [&](const Object& o) { return is_called(o, identity); });
      return part == root->children.end() ? nullptr : &*part;
    }
    const auto root = std::find_if(objects_.begin(), objects_.end(),
                                   [&](const Object& o) { return identity_of(o) == identity; });
    return root == objects_.end() ? nullptr : &*root;
  }

  static bool is_called(const Object& part, const Identity& identity) {
    return part.kind == identity.kind && part.name == identity.name && part.arguments == identity.arguments;
  }

  // The root object of a part, whichever of its names the part has it by.
  Object* root_for(const Identity& part) {
    if (Object* root = root_named(part.kind, part.schema, part.parent)) return root;
    for (const KnownRename& rename : renamed_) {
      for (const auto& [one, other] :
           {std::pair(&rename.before, &rename.after), {&rename.after, &rename.before}}) {
        if (!one->is_root() || one->schema != part.schema || one->name != part.parent) continue;
        if (Object* root = root_named(part.kind, other->schema, other->name)) return root;
      }
    }
    return nullptr;
  }

  // Of several with that name the one in the catalog that such parts hang on.
  Object* root_named(const std::string& part_kind, const std::string& schema, const std::string& name) {
    const Kind* kind = find_kind(part_kind);
    const auto root = std::find_if(objects_.begin(), objects_.end(), [&](const Object& o) {
      const Kind* own = find_kind(o.kind);
      return o.schema == schema && o.name == name && kind && own && own->catalog == kind->parent_catalog;
    });
    return root == objects_.end() ? nullptr : &*root;
  }

  void put(const Change& change) {
    if (change.object.is_root()) {
      objects_.push_back(*change.content);
    } else if (Object* root = root_for(change.object)) {
      root->children.push_back(*change.content);
      root->children.back().schema = root->schema;
      sort_children(*root);
    }
  }

  void take(const Identity& identity) {
    if (identity.is_root()) {
      std::erase_if(objects_, [&](const Object& o) { return identity_of(o) == identity; });
    } else if (Object* root = root_for(identity)) {
      std::erase_if(root->children, [&](const Object& o) { return is_called(o, identity); });
    }
  }

  void alter(const Change& change, const std::optional<Value>& value) {
    Object* object = find(change.object);
    // A default value takes the attribute away.
    if (object) object->attributes.set(change.attribute, value.value_or(Value(false)));
  }

  void rename(const Identity& from, const Identity& to) {
    Object* object = find(from);
    if (!object) return;
    object->schema = to.schema;
    object->name = to.name;
    object->arguments = to.arguments;
    for (Object& child : object->children) child.schema = to.schema;
  }

  std::vector<Object>& objects_;
  const std::vector<KnownRename> renamed_;
};

// The changes that the report is made of.
std::vector<Change> reported_changes(Side before, Side after, Lineage lineage, const FindingRules& rules) {
  return changes_of(before, after, lineage, rules.renames);
}

}  // namespace

std::vector<KnownRename> renames_between(Side before, Side after, const FindingRules& rules) {
  const Lineage lineage = make_comparable(before, after);
  return renames_among(changes_of(before, after, lineage, rules.renames));
}

Plan remedy(Side before, Side after, Remedy direction, const FindingRules& rules) {
  PlanOptions options;
  options.lineage = make_comparable(before, after);
  const bool undo = direction == Remedy::kUndo;
  std::vector<Change> changes = reported_changes(before, after, options.lineage, rules);
  Alike wanted(undo ? before.objects : after.objects, renames_among(changes));
  for (const Finding& finding : grade(std::move(changes))) {
    const Change& change = finding.change;
    const bool ignored = std::any_of(rules.ignore.begin(), rules.ignore.end(),
                                     [&](const IgnoreRule& rule) { return fits(rule, finding); });
    if (ignored) {
      wanted.make(change, undo);
    } else if (change.type == ChangeType::kRenamed) {
      options.renames.push_back(undo ? KnownRename{change.object, *change.before}
                                     : KnownRename{*change.before, change.object});
    }
  }
  return undo ? make_plan(std::move(after.objects), std::move(before.objects), options)
              : make_plan(std::move(before.objects), std::move(after.objects), options);
}

std::string remedy_sql(Side before, Side after, Remedy direction, const FindingRules& rules) {
  const bool undo = direction == Remedy::kUndo;
  const std::string from = undo ? after.name : before.name;
  const std::string to = undo ? before.name : after.name;
  const Plan plan = remedy(std::move(before), std::move(after), direction, rules);
  if (plan.empty()) return "-- from " + printable(from) + " to " + printable(to) + ": nothing to do\n";
  const auto loses = std::count_if(plan.steps.begin(), plan.steps.end(), [](const Step& step) {
    return std::any_of(step.hazards.begin(), step.hazards.end(), [](Hazard h) { return about(h).dangerous; });
  });
  std::string out;
  if (loses > 0) {
    out = "-- " + std::to_string(loses) + " of " + std::to_string(plan.steps.size()) +
          " statements can lose stored values (data_loss): read them before you run this\n";
  }
  return out + plan_sql(plan, from, to);
}

}  // namespace schema_audit
