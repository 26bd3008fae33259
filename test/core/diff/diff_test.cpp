#include "core/diff/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "test/support/builders.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::RandomObjects;
using test::table;
using test::with;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string or_default(const std::optional<Value>& value) { return value ? to_text(*value) : "default"; }

// One line per change: "~ column public.t.c type: integer -> bigint".
std::string line(const Change& change) {
  const std::string object = change.object.kind + " " + to_text(change.object);
  switch (change.type) {
    case ChangeType::kAdded:
      return "+ " + object;
    case ChangeType::kDropped:
      return "- " + object;
    case ChangeType::kRenamed:
      return "> " + object + " was " + to_text(*change.before);
    case ChangeType::kAltered:
      return "~ " + object + " " + change.attribute + ": " + or_default(change.from) + " -> " +
             or_default(change.to);
  }
  return "?";
}

std::vector<std::string> lines(std::vector<Object> before, std::vector<Object> after,
                               Lineage lineage = Lineage::kSameDatabase) {
  std::vector<std::string> out;
  for (const Change& change : diff(std::move(before), std::move(after), lineage)) {
    EXPECT_NE(change.content, nullptr);
    EXPECT_EQ(change.before.has_value(), change.type == ChangeType::kRenamed);
    EXPECT_EQ(change.attribute.empty(), change.type != ChangeType::kAltered);
    out.push_back(line(change));
  }
  return out;
}

Object column(std::string name, std::uint32_t oid, std::int32_t number, test::AttributeList attributes = {}) {
  return part("column", std::move(name), {oid, number}, attributes);
}

TEST(Diff, FindsNothingBetweenEquals) {
  RandomObjects random(6);
  for (int i = 0; i < 200; ++i) {
    std::vector<Object> objects;
    for (std::size_t n = random.below(8); n > 0; --n) objects.push_back(random.object());
    std::vector<Object> shuffled = objects;
    std::reverse(shuffled.begin(), shuffled.end());
    for (const Lineage lineage : {Lineage::kSameDatabase, Lineage::kUnrelated})
      EXPECT_THAT(lines(objects, objects, lineage), IsEmpty());
    EXPECT_THAT(lines({}, {}), IsEmpty());
  }
}

TEST(Diff, RootsComeAndGoAsOne) {
  const Object t = with(table("t", 1), {column("a", 1, 1), column("b", 1, 2)});
  EXPECT_THAT(lines({}, {t}), ElementsAre("+ table public.t"));
  EXPECT_THAT(lines({t}, {}), ElementsAre("- table public.t"));
  EXPECT_THAT(lines({t}, {}, Lineage::kUnrelated), ElementsAre("- table public.t"));
}

TEST(Diff, AttributesBetweenDefaultAndValues) {
  EXPECT_THAT(
      lines({table("t", 1, {{"a", true}, {"b", std::string("x")}, {"d", std::int64_t{1}}})},
            {table("t", 1, {{"b", std::string("y")}, {"c", TextList{"1", "2"}}, {"d", std::string("1")}})}),
      ElementsAre("~ table public.t a: true -> default", "~ table public.t b: x -> y",
                  "~ table public.t c: default -> 1, 2", "~ table public.t d: 1 -> 1"));
}

TEST(Diff, PartsAreSortedByKindAndName) {
  const Object before =
      with(table("t", 1), {column("gone", 1, 1), column("kept", 1, 2, {{"type", std::string("int")}})});
  const Object after = with(table("t", 1, {{"owner", std::string("o")}}),
                            {column("kept", 1, 2, {{"type", std::string("bigint")}}), column("new", 1, 3),
                             part("index", "i", {5, 0})});
  EXPECT_THAT(
      lines({before}, {after}),
      ElementsAre("~ table public.t owner: default -> o", "- column public.t.gone",
                  "~ column public.t.kept type: int -> bigint", "+ column public.t.new", "+ index public.i"));
}

TEST(DiffRename, OfARootLeavesItsPartsAlone) {
  const Object before = with(table("old", 1), {column("a", 1, 1), part("index", "i", {2, 0})});
  Object after = before;
  after.name = "new";
  EXPECT_THAT(lines({before}, {after}), ElementsAre("> table public.new was public.old"));
  EXPECT_THAT(lines({before}, {after}, Lineage::kUnrelated),
              ElementsAre("+ table public.new", "- table public.old"));
}

TEST(DiffRename, SwappedNames) {
  EXPECT_THAT(lines({table("a", 1), table("b", 2)}, {table("b", 1), table("a", 2)}),
              ElementsAre("> table public.a was public.b", "> table public.b was public.a"));
  const Object before =
      with(table("t", 1), {column("a", 1, 1, {{"type", std::string("int")}}), column("b", 1, 2)});
  const Object after =
      with(table("t", 1), {column("b", 1, 1, {{"type", std::string("int")}}), column("a", 1, 2)});
  EXPECT_THAT(lines({before}, {after}),
              ElementsAre("> column public.t.a was public.t.b", "> column public.t.b was public.t.a"));
}

TEST(DiffRename, AChain) {
  EXPECT_THAT(
      lines({table("a", 1), table("b", 2), table("c", 3)}, {table("b", 1), table("c", 2), table("d", 3)}),
      ElementsAre("> table public.b was public.a", "> table public.c was public.b",
                  "> table public.d was public.c"));
}

TEST(DiffRename, TakingTheNameOfWhatWasDropped) {
  EXPECT_THAT(lines({table("a", 1), table("b", 2)}, {table("b", 1)}),
              ElementsAre("- table public.b", "> table public.b was public.a"));
  EXPECT_THAT(lines({table("a", 1)}, {table("b", 1), table("a", 3)}),
              ElementsAre("+ table public.a", "> table public.b was public.a"));
}

TEST(DiffRename, TogetherWithChanges) {
  const Object before = with(table("a", 1, {{"x", std::int64_t{1}}}),
                             {column("c", 1, 1, {{"type", std::string("int")}}), column("d", 1, 2)});
  Object after = with(test::root("table", "app", "b", 1, {{"x", std::int64_t{2}}}),
                      {column("c2", 1, 1, {{"type", std::string("text")}})});
  EXPECT_THAT(
      lines({before}, {after}),
      ElementsAre("> table app.b was public.a", "~ table app.b x: 1 -> 2", "> column app.b.c2 was public.a.c",
                  "~ column app.b.c2 type: int -> text", "- column public.a.d"));
}

TEST(DiffRename, AMoveToAnotherSchemaIsOne) {
  const Object before =
      with(table("t", 1), {column("c", 1, 1), part("constraint", "k", {8, 0}), part("index", "i", {9, 0})});
  Object after = before;
  after.schema = "app";
  for (Object& child : after.children) child.schema = "app";
  EXPECT_THAT(lines({before}, {after}), ElementsAre("> table app.t was public.t"));
}

TEST(DiffRename, OfASchemaLeavesItsContentsAlone) {
  const auto in = [](const char* schema) {
    Object t = with(table("t", 1), {column("c", 1, 1)});
    t.schema = schema;
    for (Object& child : t.children) child.schema = schema;
    return std::vector<Object>{test::root("schema", "", schema, 5), t};
  };
  EXPECT_THAT(lines(in("old"), in("new")), ElementsAre("> schema new was old"));
  // To another one than it is called now, it was moved.
  std::vector<Object> moved = in("new");
  moved[1].schema = "other";
  for (Object& child : moved[1].children) child.schema = "other";
  EXPECT_THAT(lines(in("old"), moved), ElementsAre("> schema new was old", "> table other.t was old.t"));
}

TEST(DiffRename, OfARoutineToOtherArguments) {
  Object before = test::root("routine", "public", "f", 1);
  before.arguments = "integer";
  Object after = before;
  after.arguments = "bigint";
  EXPECT_THAT(lines({before}, {after}), ElementsAre("> routine public.f(bigint) was public.f(integer)"));
  EXPECT_THAT(lines({before}, {after}, Lineage::kUnrelated),
              ElementsAre("+ routine public.f(bigint)", "- routine public.f(integer)"));
}

TEST(DiffRecreated, IsComparedByItsName) {
  const Object before = with(table("t", 1), {column("a", 1, 1), column("b", 1, 2)});
  const Object after = with(table("t", 7), {column("a", 7, 1, {{"not_null", true}}), column("c", 7, 2)});
  EXPECT_THAT(lines({before}, {after}), ElementsAre("~ column public.t.a not_null: default -> true",
                                                    "- column public.t.b", "+ column public.t.c"));
}

TEST(DiffHints, OfOtherKindsDoNotMatch) {
  EXPECT_THAT(lines({table("a", 1)}, {test::root("view", "public", "b", 1)}),
              ElementsAre("- table public.a", "+ view public.b"));
}

TEST(DiffHints, UnknownOnesNeverMatchEachOther) {
  EXPECT_THAT(lines({table("a"), table("b")}, {table("c"), table("b")}),
              ElementsAre("- table public.a", "+ table public.c"));
  EXPECT_THAT(lines({table("a", 1)}, {table("a")}), IsEmpty());
}

TEST(DiffHints, OfOneDatabaseMeanNothingInAnother) {
  // Two fresh clusters give the same OIDs to different tables.
  EXPECT_THAT(lines({table("a", 16384), table("b", 16385)}, {table("b", 16384), table("a", 16385)},
                    Lineage::kUnrelated),
              IsEmpty());
  const auto changes = diff({with(table("t", 16384), {column("c", 16384, 1)}), table("u", 16390)},
                            {table("t", 999)}, Lineage::kUnrelated);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(line(changes[0]), "- column public.t.c");
  EXPECT_FALSE(changes[0].hint.known()) << "it would name another row in the later database";
  EXPECT_EQ(changes[0].root_hint.oid, 999U);
  EXPECT_FALSE(changes[1].hint.known());
}

TEST(DiffHints, OfDroppedThingsAreKeptInOneDatabase) {
  const auto changes =
      diff({with(table("t", 5), {column("c", 5, 3)})}, {table("t", 5)}, Lineage::kSameDatabase);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].hint, (Hint{5, 3}));
  EXPECT_EQ(changes[0].root_hint, (Hint{5, 0}));
}

TEST(Reversed, LooksFromTheOtherSide) {
  const auto changes = diff({table("a", 1), table("b", 2, {{"x", std::int64_t{1}}})},
                            {table("b", 8, {{"x", std::int64_t{2}}}), table("c", 9)}, Lineage::kUnrelated);
  ASSERT_EQ(changes.size(), 3U);
  const Change a = reversed(changes[0]);
  EXPECT_EQ(line(a), "+ table public.a");
  EXPECT_EQ(a.hint.oid, 1U);
  const Change b = reversed(changes[1]);
  EXPECT_EQ(line(b), "~ table public.b x: 2 -> 1");
  EXPECT_FALSE(b.hint.known());
  const Change c = reversed(changes[2]);
  EXPECT_EQ(line(c), "- table public.c");
  EXPECT_FALSE(c.hint.known()) << "its OID belongs to the later side";
}

// Random schemas, changed at random, against the naive answer: pair by key, compare all.
class RandomSchema {
 public:
  explicit RandomSchema(std::uint32_t seed) : random_(seed) {}

  void grow() {
    for (std::size_t n = 3 + random_.below(5); n > 0; --n) create();
  }

  void change() {
    for (std::size_t n = random_.below(10); n > 0; --n) {
      Object& t = tables_[random_.below(tables_.size())];
      switch (random_.below(7)) {
        case 0:
          t.name = fresh();
          break;
        case 1: {  // swap two names
          Object& other = tables_[random_.below(tables_.size())];
          std::swap(t.name, other.name);
          break;
        }
        case 2:
          t.attributes.set("x", static_cast<std::int64_t>(random_.below(3)));
          break;
        case 3:
          t.children.push_back(column(fresh(), t.hint.oid, ++next_));
          break;
        case 4:
          if (!t.children.empty())
            t.children.erase(t.children.begin() +
                             static_cast<std::ptrdiff_t>(random_.below(t.children.size())));
          break;
        case 5:
          if (!t.children.empty()) t.children[random_.below(t.children.size())].name = fresh();
          break;
        default:
          if (random_.chance(2) && tables_.size() > 2) {
            tables_.erase(tables_.begin() + static_cast<std::ptrdiff_t>(random_.below(tables_.size())));
          } else {
            create();
          }
      }
    }
    for (Object& t : tables_) sort_children(t);
  }

  std::vector<Object> objects() const { return tables_; }

 private:
  std::string fresh() { return "n" + std::to_string(++next_); }

  void create() {
    Object t = table(fresh(), static_cast<std::uint32_t>(++next_));
    for (std::size_t n = random_.below(4); n > 0; --n)
      t.children.push_back(column(fresh(), t.hint.oid, ++next_));
    sort_children(t);
    tables_.push_back(std::move(t));
  }

  RandomObjects random_;
  std::vector<Object> tables_;
  int next_ = 0;
};

void expect_attributes(std::set<std::string>& out, const Object& before, const Object& after,
                       const std::string& object) {
  std::set<std::string> names;
  for (const Attribute& a : before.attributes) names.insert(a.name);
  for (const Attribute& a : after.attributes) names.insert(a.name);
  for (const std::string& name : names) {
    const Value* b = before.attributes.find(name);
    const Value* a = after.attributes.find(name);
    if (b && a && *b == *a) continue;
    std::string line = "~ ";
    line.append(object).append(" ").append(name).append(": ");
    line.append(b ? to_text(*b) : "default").append(" -> ").append(a ? to_text(*a) : "default");
    out.insert(std::move(line));
  }
}

using Key = std::function<std::string(const Object&)>;
using Pairs = std::vector<std::pair<const Object*, const Object*>>;  // null: on one side only

// Every after with the before of the same key, by the first key that finds one.
Pairs pairs(const std::vector<Object>& before, const std::vector<Object>& after,
            const std::vector<Key>& keys) {
  std::set<const Object*> old_left;
  std::set<const Object*> new_left;
  for (const Object& b : before) old_left.insert(&b);
  for (const Object& a : after) new_left.insert(&a);
  Pairs found;
  for (const Key& key : keys) {
    for (const Object& a : after) {
      for (const Object& b : before) {
        if (new_left.count(&a) == 0 || old_left.count(&b) == 0 || key(a) != key(b)) continue;
        found.emplace_back(&b, &a);
        old_left.erase(&b);
        new_left.erase(&a);
      }
    }
  }
  for (const Object* b : old_left) found.emplace_back(b, nullptr);
  for (const Object* a : new_left) found.emplace_back(nullptr, a);
  return found;
}

std::set<std::string> naive(const std::vector<Object>& before, const std::vector<Object>& after,
                            const std::vector<Key>& keys) {
  std::set<std::string> out;
  for (const auto& [b, a] : pairs(before, after, keys)) {
    if (!a || !b) {
      out.insert(a ? "+ table " + to_text(identity_of(*a)) : "- table " + to_text(identity_of(*b)));
      continue;
    }
    const std::string name = "table " + to_text(identity_of(*a));
    if (b->name != a->name) out.insert("> " + name + " was " + to_text(identity_of(*b)));
    expect_attributes(out, *b, *a, name);
    for (const auto& [old_part, new_part] : pairs(b->children, a->children, keys)) {
      const std::string old_name = old_part ? to_text(identity_of(*b, *old_part)) : "";
      const std::string new_name = new_part ? to_text(identity_of(*a, *new_part)) : "";
      if (!old_part || !new_part) {
        out.insert(new_part ? "+ column " + new_name : "- column " + old_name);
        continue;
      }
      if (old_part->name != new_part->name)
        out.insert(std::string("> column ").append(new_name).append(" was ").append(old_name));
      expect_attributes(out, *old_part, *new_part, std::string("column ").append(new_name));
    }
  }
  return out;
}

TEST(DiffProperty, FindsExactlyWhatChanged) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    RandomSchema schema(seed);
    schema.grow();
    const std::vector<Object> before = schema.objects();
    schema.change();
    const std::vector<Object> after = schema.objects();

    const auto as_set = [](std::vector<std::string> all) {
      return std::set<std::string>(all.begin(), all.end());
    };
    const auto same = lines(before, after, Lineage::kSameDatabase);
    const Key by_hint = [](const Object& o) {
      return std::to_string(o.hint.oid) + "/" + std::to_string(o.hint.number);
    };
    const Key by_name = [](const Object& o) { return o.name; };
    EXPECT_EQ(as_set(same), naive(before, after, {by_hint, by_name}));
    EXPECT_EQ(as_set(same).size(), same.size()) << "nothing twice";
    EXPECT_EQ(as_set(lines(before, after, Lineage::kUnrelated)), naive(before, after, {by_name}));
  }
}

TEST(DiffProperty, DoesNotDependOnTheOrderOfObjects) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    RandomSchema schema(seed);
    schema.grow();
    std::vector<Object> before = schema.objects();
    schema.change();
    std::vector<Object> after = schema.objects();
    const auto expected = lines(before, after);
    std::reverse(before.begin(), before.end());
    std::reverse(after.begin(), after.end());
    EXPECT_EQ(lines(before, after), expected);
  }
}

// The content of a change outlives the objects that were compared.
TEST(Diff, ChangesOwnTheirContent) {
  std::vector<Change> changes;
  {
    std::vector<Object> before{with(table("t", 1), {column("c", 1, 1, {{"type", std::string(1000, 'x')}})})};
    changes = diff(std::move(before), {table("t", 1)}, Lineage::kSameDatabase);
  }
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].content->attributes.text("type").size(), 1000U);
}

}  // namespace
}  // namespace schema_audit
