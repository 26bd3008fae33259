#include "core/plan/rename.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "core/model/names_in_text.hpp"
#include "core/plan/builder.hpp"
#include "core/plan/free_name.hpp"
#include "core/plan/kind_plan.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

template <typename Change>
void change_texts(Attributes& attributes, const Change& change) {
  std::vector<Attribute> changed(attributes.begin(), attributes.end());
  for (Attribute& attribute : changed) {
    if (attribute.name == "comment" || attribute.name == "body" || attribute.name == "owner") continue;
    if (auto* text = std::get_if<std::string>(&attribute.value)) {
      *text = change(*text);
    } else if (auto* list = std::get_if<TextList>(&attribute.value)) {
      if (attribute.name == "labels" || attribute.name == "function_arguments") continue;
      for (std::string& item : *list) item = change(item);
    }
    attributes.set(attribute.name, attribute.value);
  }
}

// Everywhere in a set of objects.
void replace_everywhere(std::vector<Object>& objects, const std::string& from, const std::string& to,
                        bool prefix) {
  const auto change = [&](const std::string& text) { return replace_name(text, from, to, prefix); };
  for (Object& root : objects) {
    root.arguments = change(root.arguments);
    if (root.kind == "cast" || root.kind == "transform" || root.kind == "changed_privileges")
      root.name = change(root.name);
    change_texts(root.attributes, change);
    for (Object& child : root.children) {
      if (child.kind == "publication_table") child.name = change(child.name);
      change_texts(child.attributes, change);
    }
  }
}

Unit unit_of(const Object& root, const Object& object) {
  Unit unit;
  unit.root = &root;
  unit.object = &object;
  return unit;
}

// Of objects and parts of before: which one of after each of them is.
using Pairs = std::map<const Object*, const Object*>;

Pairs pairs_by_hint(const std::vector<Object>& before, const std::vector<Object>& after) {
  using Key = std::pair<std::string_view, Hint>;
  Pairs pairs;
  const auto pair_up = [&](const std::vector<Object>& from, const std::vector<Object>& to) {
    std::map<Key, const Object*> by_hint;
    for (const Object& object : to) {
      if (object.hint.known()) by_hint.emplace(Key{object.kind, object.hint}, &object);
    }
    for (const Object& object : from) {
      const auto it = object.hint.known() ? by_hint.find(Key{object.kind, object.hint}) : by_hint.end();
      if (it != by_hint.end()) pairs.emplace(&object, it->second);
    }
  };
  pair_up(before, after);
  for (const Object& root : before) {
    const auto now = pairs.find(&root);
    if (now != pairs.end()) pair_up(root.children, now->second->children);
  }
  return pairs;
}

Pairs pairs_known(const std::vector<Object>& before, const std::vector<Object>& after,
                  const std::vector<KnownRename>& renames) {
  using ByIdentity = std::map<Identity, const Object*>;
  const auto all_of = [](const std::vector<Object>& objects) {
    ByIdentity all;
    for (const Object& root : objects) {
      all.emplace(identity_of(root), &root);
      for (const Object& part : root.children) all.emplace(identity_of(root, part), &part);
    }
    return all;
  };
  const ByIdentity from = all_of(before);
  const ByIdentity to = all_of(after);
  Pairs pairs;
  for (const KnownRename& rename : renames) {
    const auto old = from.find(rename.before);
    const auto now = to.find(rename.after);
    if (old != from.end() && now != to.end()) pairs.emplace(old->second, now->second);
  }
  return pairs;
}

// Makes a schema in a database with these objects.
Steps creation_of(const Object& schema, const std::vector<Object>& objects) {
  std::vector<Object> defaults;  // that it gets privileges by
  std::copy_if(objects.begin(), objects.end(), std::back_inserter(defaults),
               [](const Object& object) { return object.kind == "default_privileges"; });
  std::vector<Object> with_schema = defaults;
  with_schema.push_back(schema);
  const auto from = share(std::move(defaults));
  const auto to = share(std::move(with_schema));
  const Model before(from);
  const Model after(to);
  Plan plan = Builder(before, after, Decisions(before, after, false), {}).build();
  Steps steps;
  steps.steps() = std::move(plan.steps);
  for (std::string& note : plan.notes) steps.note(std::move(note));
  return steps;
}

class Renamer {
 public:
  Renamer(std::vector<Object>& before, const std::vector<Object>& after, Pairs pairs)
      : before_(before), after_(after), pairs_(std::move(pairs)) {}

  Steps run() {
    for (Object& root : before_) {
      if (root.kind == "schema") rename_root(root);
    }
    make_schemas();
    for (Object& root : before_) {
      if (root.kind != "schema") rename_root(root);
    }
    for (Object& root : before_) {
      for (Object& part : root.children) rename_part(root, part);
    }
    std::move(made_.begin(), made_.end(), std::back_inserter(before_));
    return std::move(steps_);
  }

 private:
  const Object* same(const Object& object) const {
    const auto it = pairs_.find(&object);
    return it == pairs_.end() ? nullptr : it->second;
  }

  // Those that are new, and that something is moved to.
  void make_schemas() {
    std::set<std::string_view> wanted;
    for (const Object& root : before_) {
      const Object* now = same(root);
      if (now && now->schema != root.schema) wanted.insert(now->schema);
    }
    for (const Object& root : before_) {
      if (root.kind == "schema") wanted.erase(root.name);
    }
    for (const Object& schema : after_) {
      if (schema.kind != "schema" || !wanted.contains(schema.name)) continue;
      steps_.append(creation_of(schema, before_));
      made_.push_back(schema);
      made_.back().hint = {};
    }
  }

  static bool is_relation(std::string_view kind) {
    return kind == "table" || kind == "view" || kind == "materialized_view" || kind == "foreign_table" ||
           kind == "sequence" || kind == "composite_type";
  }

  // What would be in the way of a name.
  Object* holder(const Object& root, const std::string& schema, const std::string& name) {
    for (Object& other : before_) {
      if (&other == &root || other.schema != schema || other.name != name) continue;
      if (other.kind == root.kind ? other.arguments == root.arguments
                                  : is_relation(other.kind) && is_relation(root.kind)) {
        return &other;
      }
    }
    return nullptr;
  }

  void set_name(Object& root, const std::string& schema, const std::string& name) {
    const KindPlan* room = plan_of(root.kind);
    if (!room || !room->target) return;
    const std::string old = qualified(root);
    const auto rename = [&](const std::string& to) {
      add(root, root, "ALTER " + room->target(unit_of(root, root)) + " RENAME TO " + quote_identifier(to));
      root.name = to;
    };
    if (root.schema != schema) {
      // Its old name may be taken there, and its new one here.
      if (root.name != name && holder(root, schema, root.name)) {
        rename(free_name(name, "_new", [&](const std::string& other) {
          return holder(root, root.schema, other) || holder(root, schema, other);
        }));
      }
      const std::vector<Object*> owned = ready_to_go(root, schema);
      for (const Object& part : root.children) make_way(part, schema);
      add(root, root,
          "ALTER " + room->target(unit_of(root, root)) + " SET SCHEMA " + quote_identifier(schema));
      root.schema = schema;
      for (Object& child : root.children) child.schema = schema;
      for (Object* sequence : owned) {
        const std::string before = qualified(*sequence);
        sequence->schema = schema;
        replace_everywhere(before_, before, qualified(*sequence), false);
      }
    }
    if (root.name != name) rename(name);
    if (root.kind != "schema") {
      replace_everywhere(before_, old, qualified(root), false);
      return;
    }
    const std::vector<std::string> names = split_name(old);
    for (Object& other : before_) {
      if (other.schema == names.front()) {
        other.schema = name;
        for (Object& child : other.children) child.schema = name;
      }
      if (other.attributes.text("target_schema") == names.front())
        other.attributes.set("target_schema", name);
    }
    replace_everywhere(before_, old + ".", quote_identifier(name) + ".", true);
  }

  static bool owns(const Object& table, const Object& sequence) {
    if (sequence.kind != "sequence" || !is_relation(table.kind)) return false;
    const std::vector<std::string> column = split_name(sequence.attributes.text("owned_by"));
    return column.size() == 3 && column[0] == table.schema && column[1] == table.name;
  }

  void disown(Object& sequence) {
    add(sequence, sequence, "ALTER SEQUENCE " + qualified(sequence) + " OWNED BY NONE");
    sequence.attributes.set("owned_by", std::string());
  }

  // The sequences that go with a table when it moves. Those that do not are taken from it before, and those
  // whose name is taken there get another one.
  std::vector<Object*> ready_to_go(const Object& table, const std::string& schema) {
    std::vector<Object*> owned;
    for (Object& sequence : before_) {
      if (!owns(table, sequence)) continue;
      const Object* now = same(sequence);
      if (now && now->schema != schema) {
        disown(sequence);
        continue;
      }
      owned.push_back(&sequence);
      if (!holder(sequence, schema, sequence.name)) continue;
      set_name(sequence, sequence.schema, free_name(sequence.name, "_new", [&](const std::string& name) {
                 return holder(sequence, sequence.schema, name) || holder(sequence, schema, name);
               }));
    }
    return owned;
  }

  static bool has_index(const Object& part) {
    const std::string_view type = part.attributes.text("constraint_type");
    return part.kind == "index" ||
           (part.kind == "constraint" && (type == "primary key" || type == "unique" || type == "exclusion"));
  }

  // What another index of that name in the schema, which has no two, is called meanwhile.
  void make_way(const Object& part, const std::string& schema) {
    if (!has_index(part)) return;
    const auto bears = [](const std::string& name) {
      return [&name](const Object& other) { return has_index(other) && other.name == name; };
    };
    const auto is_taken = [&](const std::string& name) {
      return std::any_of(before_.begin(), before_.end(), [&](const Object& other) {
        return other.schema == schema &&
               (other.name == name || std::any_of(other.children.begin(), other.children.end(), bears(name)));
      });
    };
    for (Object& other : before_) {
      if (other.schema != schema) continue;
      const auto held = std::find_if(other.children.begin(), other.children.end(), bears(part.name));
      if (held != other.children.end()) set_part_name(other, *held, free_name(part.name, "_old", is_taken));
    }
  }

  // An owned sequence moves with its table, and only so.
  void move_with_table(Object& sequence, const Object& now) {
    const auto table = std::find_if(before_.begin(), before_.end(),
                                    [&](const Object& other) { return owns(other, sequence); });
    if (table == before_.end()) return;
    const Object* later = same(*table);
    if (later && later->schema == now.schema) {
      rename_root(*table);
    } else {
      disown(sequence);
    }
  }

  void rename_root(Object& root) {
    const Object* now = same(root);
    if (now && now->schema != root.schema) move_with_table(root, *now);
    if (!now || (now->schema == root.schema && now->name == root.name)) return;
    // What stands for these is not a name of theirs.
    if (root.kind == "cast" || root.kind == "transform" || root.kind == "default_privileges" ||
        root.kind == "changed_privileges" || root.kind == "extension") {
      return;
    }
    if (Object* other = holder(root, now->schema, now->name))
      set_name(*other, other->schema, free_root_name(*other));
    set_name(root, now->schema, now->name);
  }

  std::string free_root_name(const Object& root) {
    return free_name(root.name, "_old",
                     [&](const std::string& name) { return holder(root, root.schema, name) != nullptr; });
  }

  void add(const Object& root, const Object& object, std::string sql) {
    Step& step = steps_.exclusive(std::move(sql));
    step.object = &root == &object ? identity_of(root) : identity_of(root, object);
    // What statements name.
    if (&root == &object || object.kind == "column") step.hazards = {Hazard::kBreaksClients};
  }

  void rename_part(Object& root, Object& part) {
    const Object* now = same(part);
    if (!now || now->name == part.name || part.kind == "publication_table" || part.kind == "user_mapping")
      return;
    const auto holds = [&](const std::string& name) {
      return std::find_if(root.children.begin(), root.children.end(),
                          [&](const Object& other) { return other.kind == part.kind && other.name == name; });
    };
    const auto is_taken = [&](const std::string& name) { return holds(name) != root.children.end(); };
    if (const auto held = holds(now->name); held != root.children.end())
      set_part_name(root, *held, free_name(held->name, "_old", is_taken));
    set_part_name(root, part, now->name);
  }

  void set_part_name(Object& root, Object& part, const std::string& name) {
    const std::string table = qualified(root);
    const std::string from = quote_identifier(part.name);
    const std::string to = quote_identifier(name);
    if (part.kind == "column") {
      // That of a view follows from its query; a child's from its parent.
      if (root.kind == "view" || root.kind == "materialized_view") return;
      if (!root.attributes.find("partition_of") && !part.attributes.flag("inherited")) {
        add(root, part,
            root.kind == "composite_type" ? "ALTER TYPE " + table + " RENAME ATTRIBUTE " + from + " TO " + to
                                          : "ALTER TABLE " + table + " RENAME COLUMN " + from + " TO " + to);
      }
      rename_column(root, part.name, name);
    } else if (part.kind == "index") {
      add(root, part, "ALTER INDEX " + qualified(root.schema, part.name) + " RENAME TO " + to);
    } else if (part.kind == "constraint" || part.kind == "domain_constraint") {
      add(root, part,
          std::string(part.kind == "constraint" ? "ALTER TABLE " : "ALTER DOMAIN ") + table +
              " RENAME CONSTRAINT " + from + " TO " + to);
    } else {
      add(root, part, "ALTER " + upper(part.kind) + " " + from + " ON " + table + " RENAME TO " + to);
    }
    if (part.kind == "index" || part.kind == "constraint") {
      replace_everywhere(before_, qualified(root.schema, part.name), qualified(root.schema, name), false);
    }
    part.name = name;
  }

  // Where the other parts of the table, and the keys that refer to it, name the column.
  void rename_column(Object& root, const std::string& old_name, const std::string& name) {
    const auto in_sql = [&](const std::string& text) {
      return replace_name(text, quote_identifier(old_name), quote_identifier(name));
    };
    const auto in_list = [&](Object& object, std::string_view list_name) {
      TextList list = list_of(object.attributes, list_name);
      std::replace(list.begin(), list.end(), old_name, name);
      object.attributes.set(list_name, std::move(list));
    };
    for (Object& part : root.children) {
      if (part.kind == "column") {
        if (part.attributes.find("generated")) change_texts(part.attributes, in_sql);
        continue;
      }
      if (part.kind != "index") {
        for (const auto list : {"columns", "include", "update_columns", "on_delete_columns"})
          in_list(part, list);
      }
      for (const auto text : {"expression", "predicate", "condition", "using", "with_check"}) {
        const std::string value(part.attributes.text(text));
        if (!value.empty()) part.attributes.set(text, in_sql(value));
      }
      for (const auto list : {"elements", part.kind == "index" ? "columns" : "elements", "include"}) {
        TextList items = list_of(part.attributes, list);
        if (part.kind == "index" && std::string_view(list) == "include") {
          std::replace(items.begin(), items.end(), old_name, name);
        } else if (std::string_view(list) != "include") {
          for (std::string& item : items) item = in_sql(item);
        }
        part.attributes.set(list, std::move(items));
      }
    }
    const std::string table = qualified(root);
    const std::string key = root.attributes.text("partition_key").empty()
                                ? ""
                                : in_sql(std::string(root.attributes.text("partition_key")));
    if (!key.empty()) root.attributes.set("partition_key", key);
    for (Object& other : before_) {
      if (other.kind == "statistics" && other.attributes.text("on_table") == table) in_list(other, "columns");
      if (other.attributes.text("owned_by") == table + "." + quote_identifier(old_name)) {
        other.attributes.set("owned_by", table + "." + quote_identifier(name));
      }
      for (Object& part : other.children) {
        if (part.attributes.text("referenced_table") == table) in_list(part, "referenced_columns");
        if (part.kind == "publication_table" && part.name == table) in_list(part, "columns");
      }
    }
  }

  std::vector<Object>& before_;
  const std::vector<Object>& after_;
  const Pairs pairs_;
  std::vector<Object> made_;  // schemas
  Steps steps_;
};

Steps renamed(std::vector<Object>& before, const std::vector<Object>& after, Pairs pairs) {
  Steps steps = Renamer(before, after, std::move(pairs)).run();
  for (Object& root : before) sort_children(root);
  return steps;
}

}  // namespace

Steps rename_objects(std::vector<Object>& before, const std::vector<Object>& after) {
  return renamed(before, after, pairs_by_hint(before, after));
}

Steps rename_objects(std::vector<Object>& before, const std::vector<Object>& after,
                     const std::vector<KnownRename>& renames) {
  return renamed(before, after, pairs_known(before, after, renames));
}

}  // namespace schema_audit
