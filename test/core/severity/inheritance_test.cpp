// Changes of tables that inherit, or are partitions: the statement named the parent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/severity/attribution.hpp"
#include "test/support/blamed.hpp"
#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::between;
using test::blamed;
using test::event;
using test::part;
using test::table;
using test::who_of;
using test::with;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The column c of child, with and without a default.
Change child_gets_a_default() {
  const Object before = with(table("child", 200), {part("column", "c", {200, 1}, {{"inherited", true}})});
  Object after = before;
  after.children[0].attributes.set("default", std::string("1"));
  return between(before, after);
}

Event inherits(const char* sub, std::string statement, const char* child = "child", std::uint32_t oid = 200) {
  return event("ALTER TABLE")
      .by("ida")
      .at_statement(1)
      .row("subcommand", "table", {"public", child})
      .rel(oid)
      .sub(sub)
      .text(std::move(statement));
}

Event sets_default(const char* who, const char* parent, std::string statement = "ALTER TABLE ...") {
  return event("ALTER TABLE")
      .by(who)
      .at_statement(5)
      .row("subcommand", "table column", {"public", parent, "c"})
      .rel(100, 1)
      .sub("ALTER COLUMN SET DEFAULT")
      .text(std::move(statement));
}

// Of the child itself, but of something else.
Event touches_another() {
  return event("ALTER TABLE")
      .by("eve")
      .at_statement(6)
      .row("subcommand", "table column", {"public", "child", "d"})
      .rel(200, 2)
      .sub("ALTER COLUMN SET DEFAULT");
}

TEST(Inheritance, WhatHappenedToTheParent) {
  EXPECT_THAT(
      blamed(child_gets_a_default(), {inherits("INHERIT", "ALTER TABLE public.child INHERIT public.parent"),
                                      sets_default("anna", "parent"), touches_another()}),
      ElementsAre("anna"));
  EXPECT_THAT(blamed(child_gets_a_default(), {inherits("INHERIT", "ALTER TABLE child INHERIT parent"),
                                              sets_default("anna", "parent"), touches_another()}),
              ElementsAre("anna"))
      << "without the schema";
}

TEST(Inheritance, WhatHappenedToAParentThatItHadInBetween) {
  EXPECT_THAT(blamed(child_gets_a_default(),
                     {sets_default("anna", "parent"),
                      inherits("NO INHERIT", "ALTER TABLE public.child NO INHERIT public.parent"),
                      touches_another()}),
              ElementsAre("anna"));
}

TEST(Inheritance, WhatHappenedToTheParentOfTheParent) {
  EXPECT_THAT(blamed(child_gets_a_default(),
                     {inherits("INHERIT", "ALTER TABLE public.child INHERIT public.parent"),
                      inherits("INHERIT", "ALTER TABLE public.parent INHERIT public.first", "parent", 100),
                      sets_default("anna", "first"), touches_another()}),
              ElementsAre("anna"));
}

TEST(Inheritance, WhatHappenedToThePartitionedTable) {
  const Event attaches =
      inherits("ATTACH PARTITION", "ALTER TABLE public.whole ATTACH PARTITION public.child DEFAULT", "whole");
  EXPECT_THAT(blamed(child_gets_a_default(), {attaches, sets_default("anna", "whole"), touches_another()}),
              ElementsAre("anna"));
  const Event creates = event("CREATE TABLE")
                            .by("ida")
                            .at_statement(1)
                            .row("target", "table", {"public", "whole"})
                            .text("CREATE TABLE public.whole PARTITION OF public.top DEFAULT");
  EXPECT_THAT(blamed(child_gets_a_default(), {creates, attaches, sets_default("anna", "top")}),
              ElementsAre("anna"));
}

TEST(Inheritance, NotWhatHappenedToTheParentAlone) {
  EXPECT_THAT(blamed(child_gets_a_default(),
                     {inherits("INHERIT", "ALTER TABLE public.child INHERIT public.parent"),
                      sets_default("anna", "parent", "ALTER TABLE ONLY public.parent ALTER c SET DEFAULT 1"),
                      touches_another()}),
              IsEmpty());
}

TEST(Inheritance, NotWhatHappenedToAnotherTable) {
  EXPECT_THAT(
      blamed(child_gets_a_default(), {inherits("INHERIT", "ALTER TABLE public.child INHERIT public.parent"),
                                      sets_default("anna", "stranger"), touches_another()}),
      IsEmpty());
}

TEST(Inheritance, WhatHappenedToTheColumnItselfComesFirst) {
  const Event own = event("ALTER TABLE")
                        .by("olga")
                        .at_statement(7)
                        .row("subcommand", "table column", {"public", "child", "c"})
                        .rel(200, 1)
                        .sub("ALTER COLUMN SET DEFAULT");
  EXPECT_THAT(
      blamed(child_gets_a_default(), {inherits("INHERIT", "ALTER TABLE public.child INHERIT public.parent"),
                                      sets_default("anna", "parent"), own}),
      ElementsAre("olga"));
}

// Nothing in the log tells who the parents are; the finding does.
TEST(Inheritance, WhatTheFindingFollowsFromComesBeforeWhatTouchedSomethingElse) {
  Finding head;
  head.object = "column public.parent.c";
  const Object parent = with(table("parent", 100), {part("column", "c", {100, 1})});
  Object parent_after = parent;
  parent_after.children[0].attributes.set("default", std::string("1"));
  head.change = between(parent, parent_after);
  Finding tail;
  tail.object = "column public.child.c";
  tail.change = child_gets_a_default();
  tail.follows = head.object;
  std::vector<Finding> findings{head, tail};
  attribute(findings, {sets_default("anna", "parent"), touches_another()}, "nobody");
  EXPECT_THAT(who_of(findings[1].events), ElementsAre("anna"));
}

}  // namespace
}  // namespace schema_audit
