#include "core/severity/group.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diff/diff.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::table;
using test::with;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

using List = std::vector<std::string>;

Value text(const char* value) { return std::string(value); }

// "code object" of each finding, in order, with "<- object" where it follows from one.
List grouped(std::vector<Object> before, std::vector<Object> after,
             Lineage lineage = Lineage::kSameDatabase) {
  std::vector<Finding> findings = grade(diff(std::move(before), std::move(after), lineage));
  group(findings);
  List out;
  for (const Finding& f : findings) {
    out.push_back(f.code + " " + to_text(f.change.object) + (f.follows.empty() ? "" : " <- " + f.follows));
  }
  return out;
}

TEST(Group, WhatNamesADroppedColumnWentWithIt) {
  const Object before =
      with(table("t", 1), {part("column", "a", {1, 1}), part("column", "b", {1, 2}),
                           part("index", "t_a", {2, 0}, {{"columns", TextList{"lower(a)"}}}),
                           part("index", "t_b", {3, 0}, {{"columns", TextList{"b"}}}),
                           part("constraint", "t_a_check", {4, 0}, {{"columns", TextList{"a"}}})});
  const Object after = with(table("t", 1), {part("column", "b", {1, 2})});
  EXPECT_THAT(
      grouped({before}, {after}),
      ElementsAre("column.dropped public.t.a", "index.dropped public.t_a <- column public.t.a",
                  "check.dropped t_a_check on public.t <- column public.t.a", "index.dropped public.t_b"));
}

TEST(Group, AForeignKeyWentWithItsTable) {
  const Object key =
      part("constraint", "t_fkey", {9, 0},
           {{"constraint_type", text("foreign key")}, {"referenced_table", text("public.gone")}});
  EXPECT_THAT(grouped({table("gone", 1), with(table("t", 2), {key})}, {table("t", 2)}),
              ElementsAre("table.dropped public.gone",
                          "foreign_key.dropped t_fkey on public.t <- table public.gone"));
}

TEST(Group, ADroppedViewFollowsWhatItNeeded) {
  Object view = root("view", "public", "v", 7, {{"query", text("SELECT x FROM t")}});
  view.needs = {{1259, 1, 2, false}};
  EXPECT_THAT(grouped({with(table("t", 1), {part("column", "x", {1, 2})}), view}, {table("t", 1)}),
              ElementsAre("column.dropped public.t.x", "view.dropped public.v <- column public.t.x"));
}

TEST(Group, WhatWasInADroppedSchema) {
  EXPECT_THAT(grouped({root("schema", "", "s", 1), root("table", "s", "t", 2)}, {}),
              ElementsAre("schema.dropped s", "table.dropped s.t <- schema s"));
}

TEST(Group, OnlyTheNewNameIsNew) {
  const auto fkey = [](const char* referenced) {
    return with(table("child", 2),
                {part("constraint", "k", {9, 0}, {{"referenced_table", text(referenced)}})});
  };
  EXPECT_THAT(grouped({table("old", 1), fkey("public.old")}, {table("new", 1), fkey("public.new")}),
              ElementsAre("table.renamed public.new",
                          "constraint.referenced_table.changed k on public.child <- table public.new"));
  EXPECT_THAT(grouped({table("old", 1), fkey("public.old")}, {table("new", 1), fkey("public.other")}),
              UnorderedElementsAre("table.renamed public.new",
                                   "constraint.referenced_table.changed k on public.child"));
}

TEST(Group, WhatNamesARenamedSchema) {
  const auto objects = [](const char* schema) {
    const std::string name = schema;
    Object column = part("column", "c", {2, 1}, {{"type", name + ".mood"}});
    column.schema = name;
    Object t = root("table", name, "t", 2);
    t.children = {column};
    Object routine = root("routine", name, "f", 4);
    routine.arguments = name + ".mood";
    return std::vector<Object>{root("schema", "", name, 1), t,
                               root("view", name, "v", 3, {{"query", " SELECT t.c FROM " + name + ".t"}}),
                               routine, root("enum", name, "mood", 6)};
  };
  EXPECT_THAT(
      grouped(objects("old"), objects("new")),
      ElementsAre("schema.renamed new", "routine.renamed new.f(new.mood) <- schema new",
                  "view.query.changed new.v <- schema new", "column.type.changed new.t.c <- schema new"));
}

TEST(Group, AViewKeepsWhatItCallsARenamedColumn) {
  const auto objects = [](const char* column, const char* query) {
    return std::vector<Object>{with(table("t", 1), {part("column", column, {1, 1})}),
                               root("view", "public", "v", 3, {{"query", query}})};
  };
  EXPECT_THAT(grouped(objects("a", " SELECT a FROM public.t"), objects("b", " SELECT b AS a FROM public.t")),
              ElementsAre("column.renamed public.t.b", "view.query.changed public.v <- column public.t.b"));
  EXPECT_THAT(grouped(objects("a", " SELECT t.a FROM public.t WHERE t.a > 0"),
                      objects("b", " SELECT t.b AS a FROM public.t WHERE t.b > 0")),
              ElementsAre("column.renamed public.t.b", "view.query.changed public.v <- column public.t.b"));
}

TEST(Group, AMemberOfAPublicationGoesByItsTable) {
  const auto objects = [](const char* name) {
    return std::vector<Object>{table(name, 1),
                               with(root("publication", "", "p", 5),
                                    {part("publication_table", std::string("public.") + name, {6, 0})})};
  };
  const List findings = grouped(objects("a"), objects("b"));
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0], "table.renamed public.b");
  EXPECT_NE(findings[1].find(" <- table public.b"), std::string::npos) << findings[1];
}

TEST(Group, WhatMentionsARenamedColumn) {
  const auto side = [](const char* column, const char* condition) {
    return with(table("t", 1), {part("column", column, {1, 1}),
                                part("constraint", "c", {9, 0}, {{"expression", text(condition)}})});
  };
  EXPECT_THAT(grouped({side("a", "(a > 0)")}, {side("b", "(b > 0)")}),
              ElementsAre("column.renamed public.t.b",
                          "constraint.expression.changed c on public.t <- column public.t.b"));
  EXPECT_THAT(
      grouped({side("a", "(a > 0)")}, {side("b", "(b > 1)")}),
      UnorderedElementsAre("column.renamed public.t.b", "constraint.expression.changed c on public.t"));
}

TEST(Group, ADefaultIsLostWithItsSequence) {
  const Object before = with(
      table("t", 1), {part("column", "a", {1, 1}, {{"default", text("nextval('public.s'::regclass)")}})});
  const Object after = with(table("t", 1), {part("column", "a", {1, 1})});
  EXPECT_THAT(grouped({before, root("sequence", "public", "s", 5)}, {after}),
              UnorderedElementsAre("sequence.dropped public.s",
                                   "column.default.dropped public.t.a <- sequence public.s"));
}

TEST(Group, AnInheritedColumnFollowsItsParents) {
  const auto column = [](std::uint32_t oid, bool inherited) {
    return part("column", "x", {oid, 3}, {{"type", text("text")}, {"inherited", inherited}});
  };
  EXPECT_THAT(grouped({table("p", 1), table("q", 2)},
                      {with(table("p", 1), {column(1, false)}), with(table("q", 2), {column(2, true)})}),
              ElementsAre("column.added public.p.x", "column.added public.q.x <- column public.p.x"));
}

TEST(Group, ASequenceComesWithItsColumn) {
  EXPECT_THAT(
      grouped({table("t", 1)},
              {with(table("t", 1), {part("column", "id", {1, 1})}),
               root("sequence", "public", "t_id_seq", 2, {{"owned_by", text("public.t.id")}})}),
      ElementsAre("column.added public.t.id", "sequence.added public.t_id_seq <- column public.t.id"));
}

TEST(Group, StandsWhereItsWorstMemberWould) {
  Object function = root("routine", "public", "f", 7);
  function.needs = {{1247, 1, 0, false}};
  const Object index_before = with(table("a", 20), {part("index", "i", {21, 0})});
  EXPECT_THAT(grouped({root("shell_type", "public", "s", 1), function, index_before}, {table("a", 20)}),
              ElementsAre("shell_type.dropped public.s", "function.dropped public.f() <- shell type public.s",
                          "index.dropped public.i"))
      << "what is major comes behind something minor that has led to something critical";
}

TEST(Group, TwoThatFollowFromEachOtherStay) {
  Object a = root("view", "public", "a", 1);
  Object b = root("view", "public", "b", 2);
  a.needs = {{1259, 2, 0, false}};
  b.needs = {{1259, 1, 0, false}};
  EXPECT_THAT(grouped({a, b}, {}),
              ElementsAre("view.dropped public.a", "view.dropped public.b <- view public.a"));
}

TEST(Group, LosesNothing) {
  std::vector<Object> before;
  for (int i = 0; i < 200; ++i) {
    before.push_back(with(
        table("t" + std::to_string(i), 10 + i),
        {part("constraint", "k", {}, {{"referenced_table", "public.t" + std::to_string((i + 1) % 200)}})}));
  }
  EXPECT_EQ(grouped(before, {}).size(), 200U);
}

}  // namespace
}  // namespace schema_audit
