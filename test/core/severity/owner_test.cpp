// What a new owner takes over, and what a name was in between.
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

Event owner(const char* who, std::uint64_t xid, const std::string& to) {
  return event("ALTER TABLE")
      .by(who)
      .at_statement(xid)
      .row("subcommand", "table", {"public", "t"})
      .rel(100)
      .sub("OWNER TO")
      .text("ALTER TABLE t OWNER TO " + to);
}

Event grants(const char* who, std::uint64_t xid, const char* tag, std::vector<std::string> privileges,
             const char* to, const char* sub = "") {
  return event(tag)
      .by(who)
      .at_statement(xid)
      .row("target", "table", {"public", "t"})
      .rel(100)
      .sub(sub)
      .grants(std::move(privileges), {to});
}

Change of_column(TextMap from, TextMap to) {
  Object before = with(table("t", 100), {part("column", "c", {100, 1})});
  Object after = before;
  if (!from.empty()) before.children[0].attributes.set("privileges", std::move(from));
  if (!to.empty()) after.children[0].attributes.set("privileges", std::move(to));
  return between(before, after);
}

TEST(TakeOver, HasWhatTheOldOneHadOnAColumn) {
  EXPECT_THAT(blamed(of_column({{"bob", "SELECT"}}, {{"carol", "SELECT"}}),
                     {owner("anna", 1, "carol"), grants("eve", 2, "REVOKE", {"UPDATE(c)"}, "bob")}),
              ElementsAre("anna"));
}

TEST(TakeOver, ThreeInARow) {
  EXPECT_THAT(blamed(of_column({{"bob", "SELECT"}}, {{"carol", "SELECT"}}),
                     {owner("anna", 1, "dora"), owner("eve", 2, "eric"), owner("olga", 3, "carol")}),
              ElementsAre("anna", "olga"))
      << "who gave it from dora to eric changed nothing for bob and carol";
}

TEST(TakeOver, IsNotToBlameForWhatHeIsGranted) {
  Object before = root("table", "public", "t", 100, {{"owner", "dora"}});
  Object after = before;
  after.attributes.set("owner", std::string("dora"));
  after.attributes.set("privileges", TextMap{{"bob", "SELECT*, INSERT"}});
  EXPECT_THAT(blamed(between(before, after), {owner("anna", 1, "bob"), grants("eve", 2, "GRANT", {"SELECT"},
                                                                              "bob", "WITH GRANT OPTION")}),
              ElementsAre("eve"))
      << "an owner's own privileges are none to speak of";
}

TEST(TakeOver, ByReassignOwned) {
  const Event reassigns = event("REASSIGN OWNED")
                              .by("anna")
                              .row("target", "table", {"public", "t"})
                              .rel(100)
                              .sub("OWNER TO")
                              .text("REASSIGN OWNED BY bob TO carol");
  EXPECT_THAT(blamed(of_column({{"bob", "SELECT"}}, {{"carol", "SELECT"}}), {reassigns}),
              ElementsAre("anna"));
}

// The log tells whose it was: nothing has to be concluded from who holds what.
TEST(TakeOver, FromWhomTheLogTells) {
  const auto from = [](Event event, const char* old_owner) {
    event.old_owner = old_owner;
    return event;
  };
  EXPECT_THAT(
      blamed(of_column({{"bob", "SELECT"}, {"olaf", "SELECT"}}, {{"carol", "SELECT"}}),
             {from(owner("anna", 1, "carol"), "olaf"), grants("eve", 2, "REVOKE", {"SELECT(c)"}, "bob")}),
      ElementsAre("anna", "eve"));
  EXPECT_THAT(
      blamed(of_column({{"bob", "SELECT"}}, {{"carol", "SELECT"}}),
             {from(owner("eve", 1, "carol"), "olaf"), grants("olga", 2, "REVOKE", {"SELECT(c)"}, "bob"),
              grants("anna", 3, "GRANT", {"SELECT(c)"}, "carol")}),
      ElementsAre("olga", "anna"))
      << "what is given from olaf to carol is nothing of bob's";
}

TEST(TakeOver, ByTheOwnerOfNow) {
  const Change change = between(root("table", "public", "t", 100, {{"owner", "bob"}}),
                                root("table", "public", "t", 100, {{"owner", "carol"}}));
  const Event again = event("REASSIGN OWNED")
                          .by("eve")
                          .at_statement(2)
                          .row("target", "table", {"public", "t"})
                          .rel(100)
                          .sub("OWNER TO")
                          .text("REASSIGN OWNED BY carol, dora TO carol")
                          .from_owner("carol");
  EXPECT_THAT(blamed(change, {owner("anna", 1, "carol"), again}), ElementsAre("anna"));
}

// Logs of version 0.1.0 have no sub-command for it: the words tell.
TEST(TakeOver, NotByAnotherAlter) {
  const Change change = between(root("sequence", "public", "s", 100, {{"owner", "bob"}}),
                                root("sequence", "public", "s", 100, {{"owner", "carol"}}));
  const auto alters = [](const char* who, std::uint64_t xid, const char* statement) {
    return event("ALTER SEQUENCE")
        .by(who)
        .at_statement(xid)
        .row("target", "sequence", {"public", "s"})
        .rel(100)
        .text(statement);
  };
  EXPECT_THAT(blamed(change, {alters("anna", 1, "alter sequence s owner to carol"),
                              alters("eve", 2, "ALTER SEQUENCE s MAXVALUE 4038")}),
              ElementsAre("anna"));
  EXPECT_THAT(blamed(change, {alters("anna", 1, "SELECT gives_away('s')")}), ElementsAre("anna"));
}

// The finding about the owner tells whose it was at first.
TEST(TakeOver, FromWhomAnotherFindingTells) {
  Object before = root("table", "public", "t", 100, {{"owner", "bob"}});
  before.attributes.set("privileges", TextMap{{"bob", "SELECT"}, {"carol", "SELECT"}});
  Object after = root("table", "public", "t", 100, {{"owner", "carol"}});
  after.attributes.set("privileges", TextMap{{"carol", "SELECT"}});
  std::vector<Finding> findings;
  for (const Change& change : diff({before}, {after}, Lineage::kSameDatabase)) {
    findings.emplace_back();
    findings.back().change = change;
  }
  ASSERT_EQ(findings.size(), 2U);
  attribute(findings, {grants("eve", 1, "GRANT", {"SELECT"}, "carol"), owner("anna", 2, "carol")}, "nobody");
  EXPECT_THAT(who_of(findings[0].events), ElementsAre("anna"));
  EXPECT_THAT(who_of(findings[1].events), ElementsAre("anna"));
}

TEST(TakeOver, ByWhoOwnsItAlready) {
  Object before = root("table", "public", "t", 100, {{"owner", "bob"}});
  Object after = before;
  after.attributes.set("privileges", TextMap{{"carol", "SELECT"}});
  std::vector<Finding> findings(1);
  findings[0].change = between(before, after);
  attribute(findings,
            {owner("eve", 1, "bob"), grants("anna", 2, "GRANT", {"SELECT"}, "carol"), owner("eve", 3, "bob")},
            "nobody");
  EXPECT_THAT(who_of(findings[0].events), ElementsAre("anna"));
}

// CREATE OR REPLACE keeps the owner of what is there, and gives one to what is not.
TEST(TakeOver, ByWhoMadeItAnew) {
  const Change change = between(root("view", "public", "v", 50, {{"owner", "bob"}}),
                                root("view", "public", "v", 50, {{"owner", "carol"}}));
  const auto row = [](const char* tag, const char* who, std::uint64_t xid, const char* role,
                      std::uint32_t oid) {
    return event(tag)
        .by(who)
        .at_statement(xid)
        .row(role, "view", {"public", "v"})
        .rel(oid)
        .text(std::string(tag) == "CREATE VIEW" ? "CREATE OR REPLACE VIEW v AS ..." : "DROP VIEW v");
  };
  EXPECT_THAT(blamed(change, {row("DROP VIEW", "anna", 1, "dropped", 40),
                              row("CREATE VIEW", "carol", 2, "target", 50),
                              row("CREATE VIEW", "eve", 3, "target", 50)}),
              ElementsAre("carol"));
  EXPECT_THAT(blamed(change, {row("CREATE VIEW", "eve", 3, "target", 50)}), testing::IsEmpty());
}

TEST(TakeOver, OfASchemaMovesNothingThere) {
  Object before = root("sequence", "public", "s", 70, {{"owned_by", "app.t.id"}});
  Object after = before;
  after.schema = "app";
  const Event schema = event("ALTER SCHEMA")
                           .by("eve")
                           .at_statement(1)
                           .row("target", "schema", {"app"})
                           .address(test::kPgNamespace, 9)
                           .sub("OWNER TO");
  const Event moves = event("ALTER TABLE")
                          .by("anna")
                          .at_statement(2)
                          .row("target", "table", {"app", "t"})
                          .rel(100)
                          .sub("SET SCHEMA")
                          .text("ALTER TABLE t SET SCHEMA app");
  EXPECT_THAT(blamed(between(before, after), {schema, moves}), ElementsAre("anna"));
}

// There and back and there again, always in the same words.
TEST(NewName, TheLastTimeItGotIt) {
  const auto renames = [](const char* who, std::uint64_t xid, const char* to, const char* statement) {
    return event("ALTER TYPE")
        .by(who)
        .at_statement(xid)
        .row("target", "type", {to}, to)
        .address(test::kPgType, 40)
        .sub("RENAME TO")
        .text(statement);
  };
  const auto column = [](const char* type) {
    return with(table("t", 100), {part("column", "c", {100, 1}, {{"type", type}})});
  };
  const char* there = "ALTER TYPE w.price RENAME TO prize";
  EXPECT_THAT(blamed(between(column("w.price"), column("w.prize")),
                     {renames("anna", 1, "w.prize", there),
                      renames("bob", 2, "w.price", "ALTER TYPE w.prize RENAME TO price"),
                      renames("carol", 3, "w.prize", there)}),
              ElementsAre("anna", "carol"));
}

// What the text of the query says anyway: "SELECT t.z AS x", then AS z.
TEST(NewName, OfAColumnOfTheViewItself) {
  const auto view = [](const char* query) { return root("view", "public", "v", 50, {{"query", query}}); };
  const Event renames = event("ALTER VIEW")
                            .by("anna")
                            .row("target", "view column", {"public", "v", "z"})
                            .rel(50, 1)
                            .sub("RENAME COLUMN");
  EXPECT_THAT(blamed(between(view(" SELECT t.z AS x FROM t"), view(" SELECT t.z FROM t")), {renames}),
              ElementsAre("anna"));
}

// Whoever set NOT NULL did not add the column.
TEST(NewColumn, ByWhoAddedIt) {
  const Object before = with(table("t", 100), {});
  const Object after = with(table("t", 100), {part("column", "c", {100, 1})});
  const auto alters = [](const char* who, std::uint64_t xid, const char* sub) {
    return event("ALTER TABLE")
        .by(who)
        .at_statement(xid)
        .row("subcommand", "table column", {"public", "t", "c"})
        .rel(100, 1)
        .sub(sub);
  };
  EXPECT_THAT(blamed(between(before, after),
                     {alters("anna", 1, "ADD COLUMN"), alters("eve", 2, "ALTER COLUMN SET NOT NULL")}),
              ElementsAre("anna"));
}

}  // namespace
}  // namespace schema_audit
