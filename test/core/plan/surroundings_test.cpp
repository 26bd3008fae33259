#include "core/plan/surroundings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/canonical/encoding.hpp"
#include "core/plan/plan_text.hpp"
#include "test/support/builders.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::RandomObjects;
using test::root;
using test::with;

constexpr std::uint32_t kType = 1247;
constexpr std::uint32_t kRoutine = 1255;
constexpr std::uint32_t kRelation = 1259;
constexpr std::size_t kTables = 30;
constexpr std::size_t kOthers = 8;

std::string number(std::string_view letter, std::size_t i) { return std::string(letter) + std::to_string(i); }
std::uint32_t oid_of(std::uint32_t base, std::size_t i) { return base + static_cast<std::uint32_t>(i); }

// A schema whose objects need each other in all the ways there are.
class RandomSchema {
 public:
  explicit RandomSchema(std::uint32_t seed) : random_(seed) {}

  std::vector<Object> objects() {
    std::vector<Object> all{root("schema", "", "app", 50)};
    for (std::size_t i = 0; i < kOthers; ++i) {
      Object type = root("enum", "app", number("e", i), oid_of(300, i));
      type.attributes.set("labels", TextList{"one", "two", "three"});
      all.push_back(std::move(type));
      all.push_back(root("routine", "app", number("f", i), oid_of(400, i),
                         {{"language", "sql"}, {"body", "SELECT 1"}, {"returns", "integer"}}));
    }
    for (std::size_t i = 0; i < kTables; ++i) all.push_back(table(i));
    for (std::size_t i = 0; i < kTables; ++i) {
      if (random_.chance(3)) all.push_back(view(i));
      if (random_.chance(4)) {
        all.push_back(root("sequence", "app", number("t", i) + "_id_seq", oid_of(700, i),
                           {{"owned_by", "app." + number("t", i) + ".id"}}));
      }
    }
    return all;
  }

  // A few changes.
  void change(std::vector<Object>& objects) {
    for (std::size_t changes = 1 + random_.below(4); changes > 0; --changes) {
      Object& object = objects[random_.below(objects.size())];
      if (object.kind == "table") {
        change_table(objects, object);
      } else if (object.kind == "enum") {
        object.attributes.set(
            "labels", random_.chance(2) ? TextList{"one", "three"} : TextList{"one", "two", "three", "four"});
      } else if (object.kind == "routine") {
        object.attributes.set("returns", std::string("bigint"));
      } else if (object.kind == "view") {
        object.attributes.set("query", " SELECT 2 AS id");
      } else if (object.kind == "sequence") {
        object.attributes.set("increment", std::int64_t{5});
      } else {
        object.attributes.set("comment", std::string("changed"));
      }
    }
  }

 private:
  Object column(std::uint32_t table, std::string name, std::int32_t at, const std::string& type) {
    Object object = part("column", std::move(name), {table, at});
    object.attributes.set("type", type);
    return object;
  }

  Object table(std::size_t i) {
    const std::uint32_t oid = oid_of(1000, i);
    const std::size_t type = random_.below(kOthers);
    std::vector<Object> parts{column(oid, "id", 1, "bigint"), column(oid, "kind", 2, number("app.e", type)),
                              column(oid, "note", 3, "text")};
    parts[1].needs = {{kType, oid_of(300, type), 0, false}};
    if (random_.chance(3)) {
      const std::size_t routine = random_.below(kOthers);
      parts[2].attributes.set("default", number("app.f", routine) + "()");
      parts[2].needs = {{kRoutine, oid_of(400, routine), 0, true}};
    }
    Object key = part("constraint", number("t", i) + "_pkey", {oid_of(5000, i), 0});
    key.attributes.set("constraint_type", std::string("primary key"));
    key.attributes.set("columns", TextList{"id"});
    parts.push_back(std::move(key));
    if (i > 0 && random_.chance(2)) {
      Object reference = part("constraint", number("t", i) + "_fkey", {oid_of(6000, i), 0});
      reference.attributes.set("constraint_type", std::string("foreign key"));
      reference.attributes.set("columns", TextList{"id"});
      reference.attributes.set("referenced_table", number("app.t", random_.below(i)));
      reference.attributes.set("referenced_columns", TextList{"id"});
      parts.push_back(std::move(reference));
    }
    if (random_.chance(3)) {
      Object index = part("index", number("t", i) + "_note", {oid_of(7000, i), 0});
      index.attributes.set("columns", TextList{"note"});
      parts.push_back(std::move(index));
    }
    Object result = with(root("table", "app", number("t", i), oid), std::move(parts));
    if (i > 2 && random_.chance(5)) {
      result.attributes.set("inherits", TextList{number("app.t", random_.below(2))});
      for (Object& child : result.children) {
        if (child.name == "note") child.attributes.set("inherited", true);
      }
    }
    return result;
  }

  Object view(std::size_t i) {
    Object object =
        root("view", "app", number("v", i), oid_of(2000, i), {{"query", " SELECT id FROM app.t"}});
    object = with(std::move(object), {column(oid_of(2000, i), "id", 1, "bigint")});
    const bool of_view = i > 0 && random_.chance(3);
    object.needs = {of_view ? Dependency{kRelation, oid_of(2000, random_.below(i)), 1, false}
                            : Dependency{kRelation, oid_of(1000, i), 1, false}};
    return object;
  }

  void change_table(std::vector<Object>& objects, Object& table) {
    const std::string name = "app." + table.name;
    switch (random_.below(5)) {
      case 0:
        table.children.push_back(column(table.hint.oid, "added", 9, "integer"));
        sort_children(table);
        break;
      case 1:
        for (Object& child : table.children) {
          if (child.name == "id") child.attributes.set("type", std::string("numeric"));
        }
        break;
      case 2:
        table.attributes.set("comment", std::string("changed"));
        break;
      case 3: {
        table.name += "_new";
        for (Object& other : objects) {
          if (other.attributes.text("owned_by") == name + ".id")
            other.attributes.set("owned_by", "app." + table.name + ".id");
          for (Object& child : other.children) {
            if (child.attributes.text("referenced_table") == name)
              child.attributes.set("referenced_table", "app." + table.name);
          }
          if (other.attributes.find("inherits") &&
              std::get<TextList>(*other.attributes.find("inherits")) == TextList{name})
            other.attributes.set("inherits", TextList{"app." + table.name});
        }
        break;
      }
      default:
        std::erase_if(table.children, [](const Object& child) { return child.kind == "index"; });
        break;
    }
  }

  RandomObjects random_;
};

VersionKey key_of(const Object& object) { return {object.kind, root_key(identity_of(object))}; }

// As a store would have it between two snapshots.
struct Stored {
  std::vector<Object> before, after;
  std::map<VersionKey, Object> same;
};

Stored stored(const std::vector<Object>& before, const std::vector<Object>& after) {
  Stored result;
  std::map<VersionKey, Object> old;
  for (const Object& object : before) old.emplace(key_of(object), object);
  for (const Object& object : after) {
    const auto it = old.find(key_of(object));
    if (it != old.end() && it->second == object) {
      result.same.emplace(*it);
      old.erase(it);
    } else {
      result.after.push_back(object);
    }
  }
  for (auto& [key, object] : old) result.before.push_back(std::move(object));
  return result;
}

void sort_objects(std::vector<Object>& objects) {
  std::sort(objects.begin(), objects.end(),
            [](const Object& a, const Object& b) { return key_of(a) < key_of(b); });
}

TEST(Surroundings, ThePlanIsThatOfAllObjects) {
  std::size_t read = 0;
  std::size_t all = 0;
  std::size_t steps = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    RandomSchema schema(seed);
    std::vector<Object> before = schema.objects();
    std::vector<Object> after = before;
    schema.change(after);
    sort_objects(before);
    sort_objects(after);
    const Stored kept = stored(before, after);
    Surroundings same;
    for (const auto& [key, object] : kept.same) same.add(key, encode(object), encode_hints(object));
    PlanOptions options;
    options.lineage = Lineage::kSameDatabase;
    std::set<VersionKey> given;
    const auto of_keys = [&](const std::vector<VersionKey>& keys) {
      std::vector<Object> objects;
      for (const VersionKey& key : keys) {
        EXPECT_TRUE(given.insert(key).second) << key.identity << " is given twice";
        objects.push_back(kept.same.at(key));
      }
      read += keys.size();
      return objects;
    };
    all += kept.same.size();
    const Plan part = make_plan_around(kept.before, kept.after, same, of_keys, options);
    const Plan whole = make_plan(before, after, options);
    EXPECT_EQ(plan_sql(part, "a", "b"), plan_sql(whole, "a", "b")) << "seed " << seed;
    steps += whole.steps.size();
  }
  EXPECT_GT(steps, 500U);
  EXPECT_LT(read, all / 2);
}

TEST(Surroundings, AreWhatNeedsNamesOrMayBeInTheWay) {
  Surroundings same;
  const auto add = [&](const Object& object) {
    same.add(key_of(object), encode(object), encode_hints(object));
  };
  Object seen = root("view", "app", "seen", 20);
  seen.needs = {{kRelation, 10, 1, false}};
  Object above = root("view", "app", "above", 21);
  above.needs = {{kRelation, 20, 1, false}};
  for (const Object& object :
       {seen, above, root("table", "app", "t_old", 11), root("table", "app", "other", 12),
        root("sequence", "app", "counts", 13, {{"owned_by", "app.t.id"}}),
        root("table", "app", "half", 14, {{"partition_of", "app.t"}}), root("schema", "", "app", 15),
        root("table", "app", "named", 16)}) {
    add(object);
  }
  const Object changed = root("table", "app", "t", 10, {{"partition_of", "app.named"}});
  const auto identities = [](const std::vector<VersionKey>& keys) {
    std::set<std::string> found;
    for (const VersionKey& key : keys) found.insert(key.identity);
    return found;
  };
  EXPECT_EQ(identities(same.around(changed)),
            (std::set<std::string>{"app.counts", "app.half", "app.named", "app.seen", "app.t_old"}));
  EXPECT_TRUE(same.around(changed).empty());
  EXPECT_EQ(identities(same.around(seen)), (std::set<std::string>{"app.above"}));
  EXPECT_EQ(identities(same.always()), (std::set<std::string>{"app"}));
}

}  // namespace
}  // namespace schema_audit
