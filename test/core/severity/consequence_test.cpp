// Who is behind a change that no statement named.
#include "core/severity/consequence.hpp"

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
using test::root;
using test::table;
using test::who_of;
using test::with;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Object view(const char* query) { return root("view", "public", "v", 50, {{"query", query}}); }

Event renames(const char* who, std::uint64_t xid, std::vector<std::string> names, std::uint32_t oid = 100) {
  return event("ALTER TABLE")
      .by(who)
      .at_statement(xid)
      .row("target", "table", std::move(names))
      .rel(oid)
      .sub("RENAME TO");
}

Event renames_column(const char* who, std::uint64_t xid, std::vector<std::string> names,
                     std::uint32_t oid = 100) {
  return event("ALTER TABLE")
      .by(who)
      .at_statement(xid)
      .row("target", "table column", std::move(names))
      .rel(oid, 2)
      .sub("RENAME COLUMN");
}

TEST(Consequence, TheRenameOfWhatATextNames) {
  const Change change =
      between(view(" SELECT t.id FROM public.t"), view(" SELECT t.id FROM public.\"T 2\" t"));
  EXPECT_THAT(
      blamed(change, {renames("anna", 1, {"public", "T 2"}), renames("eve", 2, {"public", "other"}, 101)}),
      ElementsAre("anna"));
}

TEST(Consequence, AColumnOnlyWhenItIsOneOfARelationThatIsNamed) {
  const Change change = between(view(" SELECT t.id FROM public.t"), view(" SELECT t.key FROM public.t"));
  EXPECT_THAT(blamed(change, {renames_column("anna", 1, {"public", "t", "key"}),
                              renames_column("eve", 2, {"public", "u", "key"}, 101)}),
              ElementsAre("anna"));
}

TEST(Consequence, AColumnOfATableThatWasRenamedLater) {
  const Object before = root("view", "public", "v", 50, {{"query", " SELECT t.id FROM public.t"}});
  const Object after = root("view", "public", "v", 50, {{"query", " SELECT t.key FROM public.u t"}});
  EXPECT_THAT(blamed(between(before, after),
                     {renames_column("anna", 1, {"public", "t", "key"}), renames("bob", 2, {"public", "u"})}),
              ElementsAre("anna", "bob"));
}

TEST(Consequence, ThePartsOfATableNameItsColumns) {
  const auto orders = [](const char* expression) {
    return with(table("t", 100), {part("constraint", "k", {60, 0}, {{"expression", expression}})});
  };
  EXPECT_THAT(blamed(between(orders("(a > 0)"), orders("(b > 0)")),
                     {renames_column("anna", 1, {"public", "t", "b"})}),
              ElementsAre("anna"));
}

TEST(Consequence, WhoReplacedItLastComesLast) {
  const Change change = between(view(" SELECT t.id FROM public.t"), view(" SELECT t.id FROM public.u t"));
  const Event replaces =
      event("CREATE VIEW").by("bob").at_statement(1).row("target", "view", {"public", "v"}).rel(50);
  EXPECT_THAT(blamed(change, {replaces, renames("anna", 2, {"public", "u"})}), ElementsAre("bob", "anna"));
  EXPECT_THAT(
      blamed(change,
             {renames("anna", 1, {"public", "u"}),
              event("CREATE VIEW").by("bob").at_statement(2).row("target", "view", {"public", "v"}).rel(50)}),
      ElementsAre("bob"));
}

TEST(Consequence, TheOwnerOfASequenceIsItsTables) {
  const auto sequence = [](const char* owner) {
    return root("sequence", "public", "s", 70, {{"owned_by", "public.t.id"}, {"owner", owner}});
  };
  const auto owns = [](const char* who, std::uint64_t xid, const char* name, std::uint32_t oid) {
    return event("ALTER TABLE")
        .by(who)
        .at_statement(xid)
        .row("subcommand", "table", {"public", name})
        .rel(oid)
        .sub("OWNER TO");
  };
  EXPECT_THAT(
      blamed(between(sequence("a"), sequence("b")), {owns("anna", 1, "t", 100), owns("eve", 2, "u", 101)}),
      ElementsAre("anna"));
  EXPECT_THAT(blamed(between(sequence("a"), sequence("b")),
                     {owns("anna", 1, "old", 100), renames("bob", 2, {"public", "t"})}),
              ElementsAre("anna"))
      << "the table had another name then";
}

TEST(Consequence, AMoveToWhereItIsMovesNothing) {
  const auto moves = [](const char* who, std::uint64_t xid, const char* schema,
                        const char* statement) -> Event {
    return event("ALTER TABLE")
        .by(who)
        .at_statement(xid)
        .row("target", "table", {schema, "t"})
        .rel(100)
        .sub("SET SCHEMA")
        .text(statement);
  };
  Object before = root("sequence", "public", "s", 70, {{"owned_by", "app.t.id"}});
  Object after = before;
  after.schema = "app";
  EXPECT_THAT(
      blamed(between(before, after), {moves("eve", 1, "public", "ALTER TABLE public.t SET SCHEMA public"),
                                      moves("anna", 2, "app", "ALTER TABLE public.t SET SCHEMA app")}),
      ElementsAre("anna"));
}

TEST(Consequence, TheDropOfWhatADefaultNamed) {
  const auto orders = [](const char* text) {
    Object column = part("column", "c", {100, 1});
    column.attributes.set("default", std::string(text));
    return with(table("t", 100), {column});
  };
  const Change change = between(orders("nextval('public.s'::regclass)"), orders(""));
  const Event drops = event("DROP SEQUENCE")
                          .by("anna")
                          .at_statement(1)
                          .row("dropped", "sequence", {"public", "s"}, "public.s");
  EXPECT_THAT(blamed(change, {drops}), ElementsAre("anna"));
  const Event other = event("DROP SEQUENCE")
                          .by("eve")
                          .at_statement(1)
                          .row("dropped", "sequence", {"public", "r"}, "public.r");
  EXPECT_THAT(blamed(change, {other}), IsEmpty());
}

TEST(Consequence, ARoutineGoesByItsTypes) {
  Object before = root("routine", "public", "f", 80);
  before.arguments = "public.size";
  Object after = before;
  after.arguments = "public.extent";
  const Event rename = event("ALTER TYPE")
                           .by("anna")
                           .row("target", "type", {"public.extent"}, "public.extent")
                           .address(test::kPgType, 90)
                           .sub("RENAME TO");
  EXPECT_THAT(blamed(between(before, after), {rename}), ElementsAre("anna"));
}

TEST(Consequence, WhatFollowsAnotherFindingHasItsEvents) {
  Finding head;
  head.object = "column public.parent.c";
  head.change = diff({table("parent", 1)}, {with(table("parent", 1), {part("column", "c", {1, 1})})},
                     Lineage::kSameDatabase)
                    .at(0);
  Finding tail = head;
  tail.object = "column public.child.c";
  tail.change = diff({table("child", 2)}, {with(table("child", 2), {part("column", "c", {2, 1})})},
                     Lineage::kSameDatabase)
                    .at(0);
  tail.follows = head.object;
  std::vector<Finding> findings{head, tail};
  attribute(findings,
            {event("ALTER TABLE")
                 .by("anna")
                 .row("subcommand", "table column", {"public", "parent", "c"})
                 .rel(1, 1)},
            "nobody");
  EXPECT_THAT(who_of(findings[0].events), ElementsAre("anna"));
  EXPECT_THAT(who_of(findings[1].events), ElementsAre("anna"));
}

// What was in another schema then, has no part in what the schema was called.
TEST(Consequence, TheSchemaBeforeItMovedThere) {
  const auto schema = [](const char* who, std::uint64_t xid, const char* name) {
    return event("ALTER SCHEMA")
        .by(who)
        .at_statement(xid)
        .row("target", "schema", {name}, name)
        .address(test::kPgNamespace, 9)
        .sub("RENAME TO");
  };
  const auto moves = [](const char* who, std::uint64_t xid, const char* to) {
    return event("ALTER TABLE")
        .by(who)
        .at_statement(xid)
        .row("target", "table", {to, "t"})
        .rel(100)
        .sub("SET SCHEMA")
        .text(std::string("ALTER TABLE t SET SCHEMA ") + to);
  };
  const Change change = between(view("SELECT FROM public.t"), view("SELECT FROM there.t"));
  EXPECT_THAT(blamed(change, {schema("eve", 1, "there"), schema("eve", 2, "extra"), moves("anna", 3, "extra"),
                              schema("bob", 4, "there")}),
              ElementsAre("bob"));
  EXPECT_THAT(
      blamed(change, {schema("eve", 1, "there"), schema("eve", 2, "extra"), schema("bob", 4, "there")}),
      ElementsAre("eve", "bob"));
}

}  // namespace
}  // namespace schema_audit
